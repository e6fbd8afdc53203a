package dev.gatehouse.roles;

import dev.gatehouse.Reason;
import dev.gatehouse.token.GrantEvent;
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
 * person no role. Where it says {@link Unmapped#REPORT}, an event tells of it at every grant but a refresh.
 */
final class RoleGuard extends TokenGuard {

    RoleGuard(KeycloakSession session) {
        super(session);
    }

    @Override
    public Optional<Refusal> refusal(TokenPostProcessorContext context) {
        return unmapped(context.clientSessionCtx(), Unmapped.REFUSE)
                .map(mapper -> new Refusal(
                        Reason.UNMAPPED_GROUPS,
                        "no group of this account gives it a role for this client",
                        mapper.getId()));
    }

    @Override
    protected void accept(TokenPostProcessorContext context) {
        ClientSessionContext client = context.clientSessionCtx();
        if (context.requestRefreshToken() == null
                && unmapped(client, Unmapped.REPORT).isPresent()) {
            GrantEvent.report(GrantEvent.of(session, client), Reason.UNMAPPED_GROUPS);
        }
    }

    private Optional<ProtocolMapperModel> unmapped(ClientSessionContext client, Unmapped consequence) {
        UserModel user = client.getClientSession().getUserSession().getUser();
        return UnmappedRoles.first(session, client.getProtocolMappersStream(), user, consequence);
    }
}
