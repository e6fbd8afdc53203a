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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.ErrorCodes;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Refuses a client that registers itself with an attribute of Gatehouse, or changes one of its own: its list of domains comes before
 * the realm's, so that whoever may register a client could let anybody in. Such attributes are an admin's.
 */
@Provider
public class ClientRegistrationCheck implements DynamicFeature {

    private static final String PREFIX = "gatehouse.";
    private static final String BEFORE = "gatehouse.registered_attributes";

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (ClientRegistrationProvider.class.isAssignableFrom(resource.getResourceClass())
                && List.of(resource.getResourceMethod().getParameterTypes()).contains(ClientRepresentation.class)) {
            context.register(new Reader());
            context.register(new Filter());
        }
    }

    /** What a client has of them, in their order. */
    static Map<String, String> ours(Map<String, String> attributes) {
        Map<String, String> ours = new TreeMap<>(attributes);
        ours.keySet().removeIf(attribute -> !attribute.startsWith(PREFIX));
        return ours;
    }

    /** @throws InvalidConfigurationException naming an attribute that is not as it was */
    static void check(Map<String, String> before, Map<String, String> after) throws InvalidConfigurationException {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String was = before.get(name);
            String is = after.get(name);
            if (was == null || !was.equals(is)) {
                throw new InvalidConfigurationException("Attribute \"" + name
                        + "\" cannot be set or changed by client registration. An admin sets it on the client.");
            }
        }
    }

    private static final class Reader implements ReaderInterceptor {

        @Override
        public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            String clientId = session.getContext().getUri().getPathParameters().getFirst("clientId");
            if (clientId != null) {
                context.setProperty(BEFORE, stored(session, clientId));
            }
            return context.proceed();
        }
    }

    private static final class Filter implements ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL
                    || !(response.getEntity() instanceof ClientRepresentation saved)) {
                return;
            }
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            Map<String, String> before =
                    request.getProperty(BEFORE) instanceof Attributes known ? known.ours() : Map.of();
            try {
                check(before, stored(session, saved.getClientId()).ours());
            } catch (InvalidConfigurationException e) {
                RefusedSave.answer(
                        session,
                        response,
                        new OAuth2ErrorRepresentation(ErrorCodes.INVALID_CLIENT_METADATA, e.getMessage()));
            }
        }
    }

    private record Attributes(Map<String, String> ours) {}

    private static Attributes stored(KeycloakSession session, String clientId) {
        ClientModel client = session.getContext().getRealm().getClientByClientId(clientId);
        return new Attributes(client == null ? Map.of() : ours(client.getAttributes()));
    }
}
