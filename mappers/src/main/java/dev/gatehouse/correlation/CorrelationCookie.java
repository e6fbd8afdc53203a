package dev.gatehouse.correlation;

import jakarta.ws.rs.core.NewCookie;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.utils.SecureContextResolver;

/**
 * Tells {@link CorrelationFilter}, which sees no login, the id of the one that the browser began last. Holds nothing else, and
 * decides nothing where the login itself is known.
 */
final class CorrelationCookie {

    static final String NAME = "GATEHOUSE_CORRELATION_ID";

    private CorrelationCookie() {}

    /** Lives as long as a login may take; its path and {@code Secure} are those of Keycloak's own cookies. */
    static void set(KeycloakSession session, RealmModel realm, CorrelationId id) {
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(NAME)
                        .value(id.text())
                        .path(RealmsResource.realmBaseUrl(session.getContext().getUri())
                                .path("/")
                                .build(realm.getName())
                                .getRawPath())
                        .maxAge(realm.getAccessCodeLifespanLogin())
                        .secure(SecureContextResolver.isSecureContext(session))
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }
}
