package dev.gatehouse.roles;

import dev.gatehouse.Reason;
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
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * Refuses a token, at every grant and every refresh, when a role table of the client says {@link Unmapped#REFUSE} and gives the
 * person no role. The answer is the OAuth error {@code access_denied} (RFC 6749, section 5.2); Keycloak writes no event for it, so
 * this does.
 */
final class RoleGuard implements TokenPostProcessor {

    private static final Map<String, EventType> EVENTS = Map.of(
            OAuth2Constants.AUTHORIZATION_CODE, EventType.CODE_TO_TOKEN,
            OAuth2Constants.REFRESH_TOKEN, EventType.REFRESH_TOKEN,
            OAuth2Constants.CLIENT_CREDENTIALS, EventType.CLIENT_LOGIN,
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, EventType.TOKEN_EXCHANGE,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE, EventType.OAUTH2_DEVICE_CODE_TO_TOKEN,
            OAuth2Constants.CIBA_GRANT_TYPE, EventType.AUTHREQID_TO_TOKEN);

    private final KeycloakSession session;

    RoleGuard(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        ClientSessionContext client = context.clientSessionCtx();
        UserSessionModel userSession = client.getClientSession().getUserSession();
        boolean refused = client.getProtocolMappersStream()
                .filter(mapper -> GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .map(RoleTable::of)
                .anyMatch(table -> table.refusesUnmapped()
                        && table.emittedOnce(session, userSession.getUser()).isEmpty());
        if (refused) {
            report(client, userSession);
            throw new TokenInterceptorException(
                    OAuthErrorException.ACCESS_DENIED,
                    Reason.UNMAPPED_GROUPS + ": no group of this account gives it a role for this client");
        }
    }

    private void report(ClientSessionContext client, UserSessionModel userSession) {
        KeycloakContext context = session.getContext();
        String grant = client.getAttribute(Constants.GRANT_TYPE, String.class);
        new EventBuilder(context.getRealm(), session, context.getConnection())
                .event(EVENTS.getOrDefault(String.valueOf(grant), EventType.LOGIN))
                .client(client.getClientSession().getClient())
                .user(userSession.getUser())
                .session(userSession)
                .detail(Details.GRANT_TYPE, grant)
                .detail(Details.REASON, Reason.UNMAPPED_GROUPS)
                .error(OAuthErrorException.ACCESS_DENIED);
    }
}
