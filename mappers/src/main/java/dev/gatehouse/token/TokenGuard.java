package dev.gatehouse.token;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/** Refuses tokens, at every grant and every refresh, and can be asked whether it would. */
public abstract class TokenGuard implements TokenPostProcessor {

    protected final KeycloakSession session;

    protected TokenGuard(KeycloakSession session) {
        this.session = session;
    }

    /** Why there must be no such token; empty when this guard has nothing against it. Writes no event and throws nothing. */
    public abstract Optional<Refusal> refusal(TokenPostProcessorContext context);

    @Override
    public final void process(TokenPostProcessorContext context) {
        Optional<Refusal> refusal = refusal(context);
        if (refusal.isPresent()) {
            TokenInterceptorException refused = TokenRefusal.of(session, context.clientSessionCtx(), refusal.get());
            refuse(context, refusal.get());
            throw refused;
        }
        accept(context);
    }

    /** What is to be done, beside the event and the error, when this guard refuses a token. Keycloak keeps it. */
    protected void refuse(TokenPostProcessorContext context, Refusal refusal) {
        // most guards only look
    }

    /** What is to be done for a token that this guard has nothing against, before it is issued. */
    protected void accept(TokenPostProcessorContext context) {
        // most guards only look
    }
}
