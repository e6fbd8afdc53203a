package dev.gatehouse.device;

import dev.gatehouse.doors.EmailVerification;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Lets a login go on although its device is unknown. None of it has the device remembered: what remembers one is the mailbox alone. A
 * factor that was phished, or an admin's word for one login, would else open the account for weeks by the password alone, wherever a
 * factor is asked of unknown devices only; and whoever holds a factor shows it at each login anyway.
 */
record Excuse(DeviceLogin login) {

    /** @return whether it went on */
    boolean letsIn() {
        if (EmailVerification.isDone(login.context())) {
            // this browser has just opened a link out of the mailbox
            login.pass("");
            return true;
        }
        if (login.config().skipAfterSecondFactor() && new VerifiedFactors(login.person()).areShownIn(login.context())) {
            login.confirmed("second_factor");
            login.pass("");
            return true;
        }
        if (isExempt() && wantsNothingSensitive()) {
            login.letIn();
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
        if (new PersonState(login.session(), login.realm(), login.user()).isExempt() && wantsNothingSensitive()) {
            SessionTrust.excuse(login.login());
            login.context().getEvent().detail(SessionTrust.EXCUSED, Boolean.TRUE.toString());
            login.letIn();
            return true;
        }
        if (!login.isSilent()
                && new PendingLogins(login.session(), login.realm())
                        .useSkip(login.user().getId())) {
            login.confirmed("skip_once");
            login.pass("");
            return true;
        }
        return false;
    }

    /** Whether the client is. */
    boolean isExempt() {
        return login.config().exemptClients().contains(login.login().getClient().getClientId());
    }

    /** A provider is linked to the account where that flow ends. */
    private boolean wantsNothingSensitive() {
        return !LoginActionsService.FIRST_BROKER_LOGIN_PATH.equals(
                        login.context().getFlowPath())
                && SensitiveActions.pending(login.session(), login.login()).isEmpty();
    }
}
