package dev.gatehouse.roles;

import dev.gatehouse.Reason;
import dev.gatehouse.token.TokenRefusal;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * Refuses a token, at every grant and every refresh, when a role table of the client says {@link Unmapped#REFUSE} and gives the
 * person no role.
 */
final class RoleGuard implements TokenPostProcessor {

    private final KeycloakSession session;

    RoleGuard(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        ClientSessionContext client = context.clientSessionCtx();
        UserModel user = client.getClientSession().getUserSession().getUser();
        boolean refused = client.getProtocolMappersStream()
                .filter(mapper -> GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .map(RoleTable::of)
                .anyMatch(table -> table.refusesUnmapped()
                        && table.emittedOnce(session, user).isEmpty());
        if (refused) {
            throw TokenRefusal.of(
                    session,
                    client,
                    Reason.UNMAPPED_GROUPS,
                    "no group of this account gives it a role for this client");
        }
    }
}
