package dev.gatehouse.token;

import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;

/**
 * Refuses the token that is about to be issued. The answer is the OAuth error {@code access_denied} (RFC 6749, section 5.2) with
 * status 400; Keycloak writes no event for it, so this does.
 */
public final class TokenRefusal {

    private static final Map<String, EventType> EVENTS = Map.of(
            OAuth2Constants.AUTHORIZATION_CODE, EventType.CODE_TO_TOKEN,
            OAuth2Constants.REFRESH_TOKEN, EventType.REFRESH_TOKEN,
            OAuth2Constants.CLIENT_CREDENTIALS, EventType.CLIENT_LOGIN,
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, EventType.TOKEN_EXCHANGE,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE, EventType.OAUTH2_DEVICE_CODE_TO_TOKEN,
            OAuth2Constants.CIBA_GRANT_TYPE, EventType.AUTHREQID_TO_TOKEN);

    private TokenRefusal() {}

    /**
     * Writes the error event, of the grant's own type, and returns what to throw.
     *
     * @param reason one of {@link dev.gatehouse.Reason}: the event's detail {@code reason}, and the first word of the error
     *     description
     * @param explanation for the developer of the client; names nothing that the person may not know
     */
    public static TokenInterceptorException of(
            KeycloakSession session, ClientSessionContext clientSession, String reason, String explanation) {
        KeycloakContext context = session.getContext();
        UserSessionModel userSession = clientSession.getClientSession().getUserSession();
        String grant = clientSession.getAttribute(Constants.GRANT_TYPE, String.class);
        new EventBuilder(context.getRealm(), session, context.getConnection())
                .event(EVENTS.getOrDefault(String.valueOf(grant), EventType.LOGIN))
                .client(clientSession.getClientSession().getClient())
                .user(userSession.getUser())
                .session(userSession)
                .detail(Details.GRANT_TYPE, grant)
                .detail(Details.REASON, reason)
                .error(OAuthErrorException.ACCESS_DENIED);
        return new TokenInterceptorException(OAuthErrorException.ACCESS_DENIED, reason + ": " + explanation);
    }
}
