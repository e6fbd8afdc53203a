package dev.gatehouse.token;

import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;

/**
 * Refuses the token that is about to be issued. The answer is the OAuth error {@code access_denied} (RFC 6749, section 5.2) with
 * status 400; Keycloak writes no event for it, so this does.
 */
public final class TokenRefusal {

    private TokenRefusal() {}

    /**
     * Writes the error event, of the grant's own type, and returns what to throw. The reason is the event's detail {@code reason}, and
     * the first word of the error description.
     */
    public static TokenInterceptorException of(
            KeycloakSession session, ClientSessionContext clientSession, Refusal refusal) {
        EventBuilder event = GrantEvent.of(session, clientSession).detail(Details.REASON, refusal.reason());
        refusal.details().forEach(event::detail);
        event.error(OAuthErrorException.ACCESS_DENIED);
        return new TokenInterceptorException(
                OAuthErrorException.ACCESS_DENIED, refusal.reason() + ": " + refusal.explanation());
    }
}
