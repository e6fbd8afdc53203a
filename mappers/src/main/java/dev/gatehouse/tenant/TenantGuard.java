package dev.gatehouse.tenant;

import dev.gatehouse.Reason;
import dev.gatehouse.token.Refusal;
import dev.gatehouse.token.TokenGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * Refuses a token of a client with a {@link TenantMapper}, at every grant and every refresh, when it would be for another
 * organization than the login or the scope is for, and, where the mapper says so, when several would do.
 */
final class TenantGuard extends TokenGuard {

    TenantGuard(KeycloakSession session) {
        super(session);
    }

    @Override
    public Optional<Refusal> refusal(TokenPostProcessorContext context) {
        ClientSessionContext clientSession = context.clientSessionCtx();
        List<ProtocolMapperModel> mappers = mappers(clientSession).toList();
        if (mappers.isEmpty()) {
            return Optional.empty();
        }
        AuthenticatedClientSessionModel client = clientSession.getClientSession();
        TenantDecision decision = Tenants.decided(session, client.getUserSession(), clientSession);
        if (decision instanceof TenantDecision.Refused refused) {
            return refusal(refused.reason(), mappers.get(0));
        }
        Optional<ProtocolMapperModel> refusesAmbiguous =
                mappers.stream().filter(TenantMapper::refusesAmbiguous).findFirst();
        if (decision instanceof TenantDecision.Ambiguous && refusesAmbiguous.isPresent()) {
            return refusal(Reason.TENANT_AMBIGUOUS, refusesAmbiguous.get());
        }
        // Keycloak leaves out of the scope what the person is not a member of: nobody must get another tenant instead
        boolean right = context.requestRefreshToken() == null
                ? Tenants.isWhatWasAskedFor(session, decision, clientSession, requestedScope(context))
                : Tenants.isPinned(session, decision, context.requestRefreshToken());
        return right ? Optional.empty() : refusal(Reason.TENANT_MISMATCH, mappers.get(0));
    }

    /**
     * Keycloak pins the request's organization into the refresh token, whoever set it, and with 26.6 before or after this: what is
     * pinned is what was decided, or nothing.
     */
    @Override
    protected void accept(TokenPostProcessorContext context) {
        ClientSessionContext clientSession = context.clientSessionCtx();
        if (context.requestRefreshToken() != null
                || mappers(clientSession).findAny().isEmpty()) {
            return;
        }
        Optional<OrganizationModel> tenant =
                Tenants.of(session, clientSession.getClientSession().getUserSession(), clientSession);
        session.getContext().setOrganization(tenant.orElse(null));
        if (context.refreshToken() != null) {
            Map<String, Object> claims = context.refreshToken().getOtherClaims();
            claims.remove(OAuth2Constants.ORGANIZATION);
            tenant.ifPresent(organization -> claims.put(OAuth2Constants.ORGANIZATION, organization.getAlias()));
        }
    }

    private static Stream<ProtocolMapperModel> mappers(ClientSessionContext clientSession) {
        return clientSession
                .getProtocolMappersStream()
                .filter(mapper -> TenantMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()));
    }

    private static String requestedScope(TokenPostProcessorContext context) {
        return context.code() != null
                ? context.code().getScope()
                : context.clientSessionCtx().getClientSession().getNote(OAuth2Constants.SCOPE);
    }

    private static Optional<Refusal> refusal(String reason, ProtocolMapperModel mapper) {
        String explanation = switch (reason) {
            case Reason.TENANT_AMBIGUOUS -> "name the organization in the scope, organization:<alias>";
            case Reason.TENANT_MISMATCH -> "this login is not for the organization it asks for";
            default -> "the organization of this login's identity provider cannot be used";
        };
        return Optional.of(new Refusal(reason, explanation, mapper.getId()));
    }
}
