package dev.gatehouse.correlation;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Gives every request its id before anything else looks at it, and every answer the header.
 *
 * <p>Runs on the event loop, before there is a Keycloak session. The server may ask for the header twice when something fails.
 */
@Provider
@PreMatching
// requests pass from low to high: before Keycloak refuses any (10); answers from high to low: before it ends its
// session (1)
@Priority(5)
public class CorrelationFilter implements ContainerRequestFilter, ContainerResponseFilter {

    /** The header of requests and answers. */
    public static final String HEADER = "X-Correlation-ID";

    private static final String TRACEPARENT = "traceparent";
    private static final String PROPERTY = "gatehouse.correlation_id";

    @Override
    public void filter(ContainerRequestContext request) {
        CorrelationId id = ofLogin(request)
                .orElseGet(() -> CorrelationId.ofRequest(
                        request.getHeaders().get(HEADER), request.getHeaders().get(TRACEPARENT)));
        request.setProperty(PROPERTY, id);
        RequestCorrelation.set(id);
    }

    private static Optional<CorrelationId> ofLogin(ContainerRequestContext request) {
        if (!LoginPath.goesOn(request.getUriInfo().getPath())) {
            return Optional.empty();
        }
        Cookie cookie = request.getCookies().get(CorrelationCookie.NAME);
        return cookie == null ? Optional.empty() : CorrelationId.parse(cookie.getValue());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        // first what may have become the login's while the request was answered
        CorrelationId id = RequestCorrelation.get()
                .orElseGet(() -> request.getProperty(PROPERTY) instanceof CorrelationId given
                        ? given
                        : CorrelationId.ofRequest(
                                request.getHeaders().get(HEADER),
                                request.getHeaders().get(TRACEPARENT)));
        response.getHeaders().putSingle(HEADER, id.text());
    }
}
