package dev.gatehouse.doors;

import dev.gatehouse.roles.Unmapped;
import dev.gatehouse.roles.UnmappedRoles;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Ends a login whose client would be refused every token because no group gives the person a role: they read why on a page, instead
 * of the client's error.
 */
final class RoleGate implements Authenticator {

    static final RoleGate SINGLETON = new RoleGate();

    private RoleGate() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        Optional<Unmapped> consequence =
                UnmappedRoles.atLogin(session, context.getAuthenticationSession(), context.getUser());
        if (consequence.isEmpty()) {
            context.success();
        } else if (consequence.get() == Unmapped.REPORT) {
            Refused.unmapped().report(session, context.getEvent().clone().user(context.getUser()));
            context.success();
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

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // sets nobody anything to do
    }

    @Override
    public void close() {
        // holds nothing
    }
}
