package dev.gatehouse.doors;

import dev.gatehouse.roles.Unmapped;
import dev.gatehouse.roles.UnmappedRoles;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;

/**
 * Ends a login whose client would be refused every token because no group gives the person a role: they read why on a page, instead
 * of the client's error.
 */
final class RoleGate extends Gate {

    static final RoleGate SINGLETON = new RoleGate();

    private RoleGate() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        Optional<Unmapped> consequence =
                UnmappedRoles.atLogin(session, context.getAuthenticationSession(), context.getUser());
        if (consequence.isEmpty()) {
            letIn(context, RoleGateFactory.PROVIDER_ID);
        } else if (consequence.get() == Unmapped.REPORT) {
            Refused.unmapped().report(session, context.getEvent().clone().user(context.getUser()));
            letIn(context, RoleGateFactory.PROVIDER_ID);
        } else {
            Refused.unmapped().event(session, context.getEvent().clone().user(context.getUser()));
            RefusalPage.show(context, Refused.unmapped());
        }
    }

    /** There is nothing to send to this step: whoever does is judged again. */
    @Override
    public void action(AuthenticationFlowContext context) {
        if (context.getUser() == null) {
            context.resetFlow();
        } else {
            authenticate(context);
        }
    }

    @Override
    public boolean requiresUser() {
        return true;
    }
}
