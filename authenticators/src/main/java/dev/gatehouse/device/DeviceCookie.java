package dev.gatehouse.device;

import jakarta.ws.rs.core.Cookie;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The cookie of a browser for one person of a realm: several people keep theirs beside each other. The prefix {@code __Host-} has
 * browsers take it only over a safe connection and from this very host (RFC 6265bis, section 4.1.3).
 */
final class DeviceCookie {

    private static final String NAME = "__Host-gatehouse_device_";
    private static final int NAME_LENGTH = 22;

    private DeviceCookie() {}

    static Optional<PresentedDevice> read(KeycloakSession session, RealmModel realm, UserModel user) {
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(name(realm, user));
        return PresentedDevice.parse(cookie == null ? null : cookie.getValue());
    }

    static void set(
            KeycloakSession session, RealmModel realm, UserModel user, PresentedDevice device, Duration lifetime) {
        HostCookie.set(session, name(realm, user), device.text(), Math.toIntExact(lifetime.toSeconds()));
    }

    /** Says nothing of the person, and nothing that could be looked up elsewhere. */
    private static String name(RealmModel realm, UserModel user) {
        return NAME + DeviceSecret.hash(realm.getId() + '/' + user.getId()).substring(0, NAME_LENGTH);
    }
}
