package dev.gatehouse.roles;

import dev.gatehouse.Reason;
import dev.gatehouse.claims.GrantEvent;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.models.ClientSessionContext;
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
            GrantEvent.of(session, client)
                    .detail(Details.REASON, Reason.UNMAPPED_GROUPS)
                    .error(OAuthErrorException.ACCESS_DENIED);
            throw new TokenInterceptorException(
                    OAuthErrorException.ACCESS_DENIED,
                    Reason.UNMAPPED_GROUPS + ": no group of this account gives it a role for this client");
        }
    }
}
