package dev.gatehouse.device;

import jakarta.ws.rs.core.NewCookie;
import org.keycloak.models.KeycloakSession;

/** A cookie as the prefix {@code __Host-} demands it: {@code Secure}, of the whole host and of no other, and never for scripts. */
final class HostCookie {

    private HostCookie() {}

    /** @param maxAge seconds */
    static void set(KeycloakSession session, String name, String value, int maxAge) {
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(name)
                        .value(value)
                        .path("/")
                        .maxAge(maxAge)
                        .secure(true)
                        .httpOnly(true)
                        // links of mails lead here from other sites
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }
}
