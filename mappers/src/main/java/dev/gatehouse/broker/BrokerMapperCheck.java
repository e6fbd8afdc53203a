package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.List;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;
import org.keycloak.services.resources.admin.IdentityProviderResource;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Refuses a {@link BrokerMapper} that could not do what it is configured for when an admin saves it. Keycloak asks the mappers of
 * clients, but not those of identity providers; so this looks at what its admin API has saved, before that is committed, and turns
 * the answer into a refusal.
 */
@Provider
public class BrokerMapperCheck implements DynamicFeature {

    private static final String SAVED_ID = "gatehouse.broker_mapper";

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (IdentityProviderResource.class.equals(resource.getResourceClass())
                && List.of(resource.getResourceMethod().getParameterTypes())
                        .contains(IdentityProviderMapperRepresentation.class)) {
            context.register(new Filter());
            context.register(new Reader());
        }
    }

    /**
     * Checks a mapper that was saved; one that is null or not Gatehouse's is in order.
     *
     * @throws InvalidConfigurationException for what could not be carried out; the message names the entry
     */
    public static void check(KeycloakSession session, IdentityProviderMapperModel mapper)
            throws InvalidConfigurationException {
        if (mapper == null) {
            return;
        }
        Object factory = session.getKeycloakSessionFactory()
                .getProviderFactory(IdentityProviderMapper.class, mapper.getIdentityProviderMapper());
        if (factory instanceof BrokerMapper broker) {
            broker.checkSaved(session, session.getContext().getRealm(), mapper);
        }
    }

    /** Keeps what is saved: Keycloak goes by the id in it, not by the one in the address. */
    private static final class Reader implements ReaderInterceptor {

        @Override
        public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
            Object read = context.proceed();
            if (read instanceof IdentityProviderMapperRepresentation mapper && mapper.getId() != null) {
                context.setProperty(SAVED_ID, mapper.getId());
            }
            return read;
        }
    }

    private static final class Filter implements ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
                return;
            }
            String id = request.getProperty(SAVED_ID) instanceof String given ? given : lastSegment(request, response);
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            try {
                check(session, session.identityProviders().getMapperById(id));
            } catch (InvalidConfigurationException e) {
                session.getTransactionManager().setRollbackOnly();
                ErrorRepresentation refusal = new ErrorRepresentation();
                refusal.setErrorMessage(e.getMessage());
                response.setStatus(Response.Status.BAD_REQUEST.getStatusCode());
                response.getHeaders().remove("Location");
                response.setEntity(refusal, new Annotation[0], MediaType.APPLICATION_JSON_TYPE);
            }
        }

        /** What is new and came without an id has it at the end of its address. */
        private static String lastSegment(ContainerRequestContext request, ContainerResponseContext response) {
            URI saved =
                    response.getLocation() == null ? request.getUriInfo().getAbsolutePath() : response.getLocation();
            return saved.getPath().substring(saved.getPath().lastIndexOf('/') + 1);
        }
    }
}
