package dev.gatehouse.wayin;

import jakarta.ws.rs.core.NewCookie;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.utils.SecureContextResolver;

/**
 * A browser's cookie that says one thing: somebody signed out of the realm here, and nobody signed in since. It holds nothing of
 * theirs, and lasts until the next login or until the browser is closed.
 */
final class SignedOutCookie {

    private static final String NAME = "GATEHOUSE_SIGNED_OUT";

    private static final int FOR_THIS_BROWSER_SESSION = -1;
    private static final int EXPIRED = 0;

    private SignedOutCookie() {}

    static boolean isPresent(KeycloakSession session) {
        return session.getContext().getRequestHeaders().getCookies().containsKey(NAME);
    }

    static void set(KeycloakSession session) {
        set(session, FOR_THIS_BROWSER_SESSION);
    }

    static void remove(KeycloakSession session) {
        if (isPresent(session)) {
            set(session, EXPIRED);
        }
    }

    private static void set(KeycloakSession session, int maxAge) {
        KeycloakContext context = session.getContext();
        boolean secure = SecureContextResolver.isSecureContext(session);
        context.getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(NAME)
                        .value("1")
                        .path(RealmsResource.realmBaseUrl(context.getUri())
                                .path("/")
                                .build(context.getRealm().getName())
                                .getRawPath())
                        .maxAge(maxAge)
                        .secure(secure)
                        .httpOnly(true)
                        // as Keycloak's own cookies: clients may send people here by a form too
                        .sameSite(secure ? NewCookie.SameSite.NONE : NewCookie.SameSite.LAX)
                        .build());
    }
}
