package dev.gatehouse.device;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Tells the browser in which a login waits from all others, by a cookie that lasts as long as it is open. Keycloak's own cookie of
 * logins does not serve: a neighbouring domain could plant it.
 */
final class WaitingBrowser {

    private static final String NAME = "__Host-gatehouse_waiting";

    private WaitingBrowser() {}

    /** Has the browser hold a secret, if it does not already. @return its hash */
    static String mark(KeycloakSession session) {
        return secret(session).map(DeviceSecret::hash).orElseGet(() -> {
            DeviceSecret secret = DeviceSecret.random();
            HostCookie.set(session, NAME, secret.text(), -1, NewCookie.SameSite.LAX);
            return secret.hash();
        });
    }

    /** Whether the request comes from the browser in which the login waits. */
    static boolean isOf(KeycloakSession session, PendingLogin login) {
        return secret(session).filter(secret -> secret.hasHash(login.browser())).isPresent();
    }

    private static Optional<DeviceSecret> secret(KeycloakSession session) {
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(NAME);
        return cookie == null ? Optional.empty() : DeviceSecret.parse(cookie.getValue());
    }
}
