package dev.gatehouse.doors;

import dev.gatehouse.domain.DomainMode;
import dev.gatehouse.tenant.Tenants;
import dev.gatehouse.token.GrantEvent;
import dev.gatehouse.token.Refusal;
import dev.gatehouse.token.TokenGuard;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * Asks once more at every token, so that a flow or a provider that somebody forgot to gate leaks none. Works in realms that say so,
 * and not on service accounts, who have no address.
 */
final class DomainGuard extends TokenGuard {

    DomainGuard(KeycloakSession session) {
        super(session);
    }

    @Override
    public Optional<Refusal> refusal(TokenPostProcessorContext context) {
        return mode(context).filter(mode -> mode == DomainMode.ENFORCE).isPresent()
                ? refused(context)
                        .map(refused -> new Refusal(
                                refused.reason(),
                                "the e-mail address of this account may not sign in here",
                                null,
                                refused.details()))
                : Optional.empty();
    }

    @Override
    protected void accept(TokenPostProcessorContext context) {
        if (context.requestRefreshToken() == null
                && mode(context).filter(mode -> mode == DomainMode.REPORT).isPresent()) {
            refused(context)
                    .ifPresent(refused -> refused.report(session, GrantEvent.of(session, context.clientSessionCtx())));
        }
    }

    private Optional<DomainMode> mode(TokenPostProcessorContext context) {
        RealmModel realm = session.getContext().getRealm();
        return DomainMode.ofTokens(realm)
                .filter(mode -> context.requestRefreshToken() == null || DomainMode.isAtRefresh(realm));
    }

    private Optional<Refused> refused(TokenPostProcessorContext context) {
        ClientSessionContext client = context.clientSessionCtx();
        UserSessionModel userSession = client.getClientSession().getUserSession();
        UserModel user = userSession.getUser();
        if (user.getServiceAccountClientLink() != null) {
            return Optional.empty();
        }
        return DomainQuestion.of(
                        session,
                        session.getContext().getRealm(),
                        client.getClientSession().getClient(),
                        Tenants.ofToken(session, userSession, client))
                .refusal(user.getEmail(), user.isEmailVerified());
    }
}
