package dev.gatehouse.roles;

import dev.gatehouse.Reason;
import dev.gatehouse.token.Refusal;
import dev.gatehouse.token.TokenGuard;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * Refuses a token, at every grant and every refresh, when a role table of the client says {@link Unmapped#REFUSE} and gives the
 * person no role.
 */
final class RoleGuard extends TokenGuard {

    RoleGuard(KeycloakSession session) {
        super(session);
    }

    @Override
    public Optional<Refusal> refusal(TokenPostProcessorContext context) {
        ClientSessionContext client = context.clientSessionCtx();
        UserModel user = client.getClientSession().getUserSession().getUser();
        return client.getProtocolMappersStream()
                .filter(mapper -> GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .filter(mapper -> refuses(RoleTable.of(mapper), user))
                .findFirst()
                .map(RoleGuard::unmapped);
    }

    private boolean refuses(RoleTable table, UserModel user) {
        return table.refusesUnmapped() && table.emittedOnce(session, user).isEmpty();
    }

    private static Refusal unmapped(ProtocolMapperModel mapper) {
        return new Refusal(
                Reason.UNMAPPED_GROUPS, "no group of this account gives it a role for this client", mapper.getId());
    }
}
