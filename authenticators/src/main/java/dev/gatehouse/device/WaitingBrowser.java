package dev.gatehouse.device;

import jakarta.ws.rs.core.Cookie;
import org.keycloak.models.KeycloakSession;

/**
 * Tells the browser in which a login waits from all others, by a cookie of its own for each login. Keycloak's own cookie of logins does
 * not serve: a neighbouring domain could plant it.
 */
final class WaitingBrowser {

    private static final String NAME = "__Host-gatehouse_waiting_";
    private static final int NAME_LENGTH = 8;

    /** Seconds: longer than anybody can be asked about a login. */
    private static final int LIFETIME = 3600;

    private WaitingBrowser() {}

    /** Has the browser hold the secret of a login. @param login id of the one that waits */
    static void mark(KeycloakSession session, String login, DeviceSecret secret) {
        HostCookie.set(session, name(login), secret.text(), LIFETIME);
    }

    /** Whether the request comes from the browser in which the login waits. */
    static boolean isOf(KeycloakSession session, PendingLogin login) {
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(name(login.id()));
        return cookie != null
                && DeviceSecret.parse(cookie.getValue())
                        .filter(secret -> secret.hasHash(login.browser()))
                        .isPresent();
    }

    private static String name(String login) {
        return NAME + login.substring(0, NAME_LENGTH);
    }
}
