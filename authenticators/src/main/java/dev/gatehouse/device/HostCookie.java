package dev.gatehouse.device;

import jakarta.ws.rs.core.NewCookie;
import org.keycloak.models.KeycloakSession;

/** A cookie as the prefix {@code __Host-} demands it: {@code Secure}, of the whole host and of no other, and never for scripts. */
final class HostCookie {

    private HostCookie() {}

    /** @param maxAge seconds; -1 for as long as the browser is open */
    static void set(KeycloakSession session, String name, String value, int maxAge, NewCookie.SameSite sameSite) {
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(name)
                        .value(value)
                        .path("/")
                        .maxAge(maxAge)
                        .secure(true)
                        .httpOnly(true)
                        .sameSite(sameSite)
                        .build());
    }
}
