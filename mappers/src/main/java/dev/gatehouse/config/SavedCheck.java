package dev.gatehouse.config;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * A check of what Keycloak's admin API saves and has no check for itself: looks at what was saved, before that is committed, and
 * turns the answer into a refusal with status 400.
 *
 * @param <R> what the API is sent
 */
public final class SavedCheck<R> {

    /** Looks at what was saved. */
    @FunctionalInterface
    public interface Check {

        /** @throws InvalidConfigurationException to undo it and tell the admin why */
        void check(KeycloakSession session, RealmModel realm, String id) throws InvalidConfigurationException;
    }

    /** What Keycloak's resources call the id in the address. */
    private static final String ID = "id";

    private final Class<?> resource;
    private final Class<R> representation;
    private final BiFunction<String, R, String> id;
    private final Check check;
    private final String property;

    /**
     * @param resource of the admin API
     * @param representation what it is sent
     * @param id of the HTTP method and what is sent: the id in it where that counts, else null; then the address says what is saved
     */
    public SavedCheck(Class<?> resource, Class<R> representation, BiFunction<String, R, String> id, Check check) {
        this.resource = resource;
        this.representation = representation;
        this.id = id;
        this.check = check;
        this.property = "gatehouse.saved." + representation.getSimpleName();
    }

    /** Looks at this method from now on, if it saves what is checked. */
    public void addTo(ResourceInfo method, FeatureContext context) {
        if (resource.equals(method.getResourceClass())
                && List.of(method.getResourceMethod().getParameterTypes()).contains(representation)) {
            context.register(new Reader());
            context.register(new Filter());
        }
    }

    private final class Reader implements ReaderInterceptor {

        @Override
        public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
            Object read = context.proceed();
            if (representation.isInstance(read)) {
                context.setProperty(property, read);
            }
            return read;
        }
    }

    private final class Filter implements ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
                return;
            }
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            try {
                check.check(session, session.getContext().getRealm(), saved(request, response));
            } catch (InvalidConfigurationException e) {
                RefusedSave.answer(session, response, e);
            }
        }

        private String saved(ContainerRequestContext request, ContainerResponseContext response)
                throws InvalidConfigurationException {
            Object sent = request.getProperty(property);
            String given =
                    representation.isInstance(sent) ? id.apply(request.getMethod(), representation.cast(sent)) : null;
            if (given != null) {
                return given;
            }
            // as Keycloak reads it: the end of the address may be a slash
            String named = response.getLocation() == null
                    ? request.getUriInfo().getPathParameters().getFirst(ID)
                    : lastSegment(response.getLocation());
            if (named == null) {
                throw new InvalidConfigurationException("It cannot be told what was saved, so that nothing was.");
            }
            return named;
        }

        /** What is new and came without an id has it at the end of its address. */
        private String lastSegment(URI location) {
            return location.getPath().substring(location.getPath().lastIndexOf('/') + 1);
        }
    }
}
