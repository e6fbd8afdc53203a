package dev.gatehouse.domain;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.RefusedSave;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Refuses what is saved about domains and could not be carried out: in a realm, a client or an organization. Keycloak has no check of
 * their attributes; so this looks at what its admin API has saved, before that is committed, and turns the answer into a refusal.
 *
 * <p>What a request leaves as it was is not judged. A partial import is committed before anybody could refuse it, and a realm file at
 * start-up comes by no API: what they bring is not judged here, and lets nobody in where it cannot be used.
 */
@Provider
public class DomainConfigurationCheck implements DynamicFeature {

    private static final String BEFORE = "gatehouse.domain_settings";

    // by name: the classes cannot be compiled against without what documents their API
    private static final String REALMS = "org.keycloak.services.resources.admin.RealmsAdminResource";
    // the admin console has one of its own
    private static final Set<String> REALM = Set.of(
            "org.keycloak.services.resources.admin.RealmAdminResource", "org.keycloak.admin.ui.rest.UIRealmResource");
    private static final Set<String> CLIENTS = Set.of(
            "org.keycloak.services.resources.admin.ClientsResource",
            "org.keycloak.services.resources.admin.ClientResource");
    private static final Set<String> ORGANIZATIONS = Set.of(
            "org.keycloak.organization.admin.resource.OrganizationsResource",
            "org.keycloak.organization.admin.resource.OrganizationResource");

    /** What can be saved, how its id is found in the request, and what it says about domains. */
    private enum Saved {
        REALM {
            @Override
            String id(KeycloakSession session) {
                return session.getContext().getRealm().getId();
            }

            @Override
            DomainSettings settings(KeycloakSession session, String id) {
                RealmModel realm = session.realms().getRealm(id);
                return realm == null ? DomainSettings.NONE : StoredSettings.of(realm);
            }
        },
        CLIENT {
            @Override
            String id(KeycloakSession session) {
                return pathParameter(session, "client-uuid");
            }

            @Override
            DomainSettings settings(KeycloakSession session, String id) {
                ClientModel client = session.getContext().getRealm().getClientById(id);
                return client == null ? DomainSettings.NONE : StoredSettings.of(client);
            }
        },
        ORGANIZATION {
            @Override
            String id(KeycloakSession session) {
                return pathParameter(session, "org-id");
            }

            @Override
            DomainSettings settings(KeycloakSession session, String id) {
                OrganizationModel organization =
                        session.getProvider(OrganizationProvider.class).getById(id);
                return organization == null ? DomainSettings.NONE : StoredSettings.of(organization);
            }
        };

        /** Null for what is new. */
        abstract String id(KeycloakSession session);

        abstract DomainSettings settings(KeycloakSession session, String id);

        static String pathParameter(KeycloakSession session, String name) {
            return session.getContext().getUri().getPathParameters().getFirst(name);
        }
    }

    private record Before(String id, DomainSettings settings) {}

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        String type = resource.getResourceClass().getName();
        List<Class<?>> parameters = List.of(resource.getResourceMethod().getParameterTypes());
        if (REALMS.equals(type) && parameters.contains(InputStream.class)) {
            context.register(new NewRealm());
        } else if (REALM.contains(type) && parameters.stream().anyMatch(RealmRepresentation.class::isAssignableFrom)) {
            register(context, Saved.REALM);
        } else if (CLIENTS.contains(type) && parameters.contains(ClientRepresentation.class)) {
            register(context, Saved.CLIENT);
        } else if (ORGANIZATIONS.contains(type) && parameters.contains(OrganizationRepresentation.class)) {
            register(context, Saved.ORGANIZATION);
        }
    }

    private static void register(FeatureContext context, Saved what) {
        context.register(new Reader(what));
        context.register(new Filter(what));
    }

    /** Remembers what is stored when the request is read, and has not changed anything yet. */
    private static final class Reader implements ReaderInterceptor {

        private final Saved what;

        Reader(Saved what) {
            this.what = what;
        }

        @Override
        public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            String id = what.id(session);
            if (id != null) {
                context.setProperty(BEFORE, new Before(id, what.settings(session, id)));
            }
            return context.proceed();
        }
    }

    private static final class Filter implements ContainerResponseFilter {

        private final Saved what;

        Filter(Saved what) {
            this.what = what;
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
                return;
            }
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            try {
                Before before = request.getProperty(BEFORE) instanceof Before known
                        ? known
                        : new Before(created(response), DomainSettings.NONE);
                what.settings(session, before.id()).check(before.settings());
            } catch (InvalidConfigurationException e) {
                RefusedSave.answer(session, response, e);
            }
        }
    }

    /** A realm that was created or imported, with its clients and organizations. */
    private static final class NewRealm implements ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
                return;
            }
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            RealmModel before = session.getContext().getRealm();
            try {
                RealmModel realm = session.realms().getRealmByName(created(response));
                // organizations are those of the request's realm
                session.getContext().setRealm(realm);
                check(session, realm);
            } catch (InvalidConfigurationException e) {
                RefusedSave.answer(session, response, e);
            } finally {
                session.getContext().setRealm(before);
            }
        }

        private static void check(KeycloakSession session, RealmModel realm) throws InvalidConfigurationException {
            StoredSettings.of(realm).check(DomainSettings.NONE);
            try (Stream<ClientModel> clients = realm.getClientsStream()) {
                for (ClientModel client : clients.toList()) {
                    check("Client \"" + client.getClientId() + "\": ", StoredSettings.of(client));
                }
            }
            try (Stream<OrganizationModel> organizations =
                    session.getProvider(OrganizationProvider.class).getAllStream()) {
                for (OrganizationModel organization : organizations.toList()) {
                    check("Organization \"" + organization.getAlias() + "\": ", StoredSettings.of(organization));
                }
            }
        }

        private static void check(String whose, DomainSettings settings) throws InvalidConfigurationException {
            try {
                settings.check(DomainSettings.NONE);
            } catch (InvalidConfigurationException e) {
                throw new InvalidConfigurationException(whose + e.getMessage());
            }
        }
    }

    /** What is new has its id, or its name, at the end of its address. */
    private static String created(ContainerResponseContext response) throws InvalidConfigurationException {
        URI location = response.getLocation();
        if (location == null) {
            throw new InvalidConfigurationException("It cannot be told what was saved, so that nothing was.");
        }
        return location.getPath().substring(location.getPath().lastIndexOf('/') + 1);
    }
}
