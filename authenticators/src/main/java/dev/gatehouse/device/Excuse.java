package dev.gatehouse.device;

import dev.gatehouse.doors.EmailVerification;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Lets a login go on although its device is unknown. */
final class Excuse {

    private final DeviceLogin of;
    private final AuthenticationFlowContext context;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AuthenticationSessionModel login;
    private final DeviceVerificationConfig config;
    private final Person person;
    private final PendingLogins pendings;

    Excuse(DeviceLogin of) {
        this.of = of;
        context = of.context();
        session = of.session();
        realm = of.realm();
        user = of.user();
        login = of.login();
        config = of.config();
        person = of.person();
        pendings = new PendingLogins(session, realm);
    }

    /**
     * What lets a login go on although its device is unknown. None of it has the device remembered: what remembers one is the mailbox
     * alone. A factor that was phished, or an admin's word for one login, would else open the account for weeks by the password
     * alone, wherever a factor is asked of unknown devices only; and whoever holds a factor shows it at each login anyway.
     */
    boolean letsIn() {
        if (EmailVerification.isDone(context)) {
            // this browser has just opened a link out of the mailbox
            of.pass("");
            return true;
        }
        if (config.skipAfterSecondFactor() && new VerifiedFactors(person).areShownIn(context)) {
            of.confirmed("second_factor");
            of.pass("");
            return true;
        }
        if (isExempt() && SensitiveActions.pending(session, login).isEmpty()) {
            of.letIn();
            return true;
        }
        return isExcusedByAdmin();
    }

    /**
     * An exempt person is let in and stays unverified: for good, nobody looks who comes, so that what needs a verified person still
     * does. Who is let in once is verified: an admin vouches for this login, so that its person can do what they have to about a
     * mailbox that they are locked out of.
     */
    private boolean isExcusedByAdmin() {
        if (new PersonState(session, realm, user).isExempt()
                && SensitiveActions.pending(session, login).isEmpty()) {
            SessionTrust.excuse(login);
            context.getEvent().detail(SessionTrust.EXCUSED, Boolean.TRUE.toString());
            of.letIn();
            return true;
        }
        if (!of.isSilent() && pendings.useSkip(user.getId())) {
            of.confirmed("skip_once");
            of.pass("");
            return true;
        }
        return false;
    }

    boolean isExempt() {
        return config.exemptClients().contains(login.getClient().getClientId());
    }
}
