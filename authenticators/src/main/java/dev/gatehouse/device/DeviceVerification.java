package dev.gatehouse.device;

import dev.gatehouse.doors.EmailVerification;
import dev.gatehouse.doors.Gate;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Lets a login go on from a device that its person has confirmed. Any other login waits here until the person confirms it out of their
 * mailbox; then the browser that waits, and no other, is given the cookie by which it is known from then on.
 *
 * <p>It stands behind whatever recognises the person, so that nothing is shown and no mail is sent before the first factor is right.
 */
final class DeviceVerification extends Gate {

    static final DeviceVerification SINGLETON = new DeviceVerification();

    private static final Set<String> BROWSER_PATHS = Set.of(
            LoginActionsService.AUTHENTICATE_PATH,
            LoginActionsService.REGISTRATION_PATH,
            LoginActionsService.RESET_CREDENTIALS_PATH,
            LoginActionsService.FIRST_BROKER_LOGIN_PATH,
            LoginActionsService.POST_BROKER_LOGIN_PATH);

    private DeviceVerification() {}

    @Override
    public boolean requiresUser() {
        return true;
    }

    /** Also when the person reloads the page. */
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        DeviceLogin login = DeviceLogin.of(context);
        if (!hasBrowser(context)) {
            withoutBrowser(login);
            return;
        }
        WaitingLogin waiting = new WaitingLogin(login);
        if (!isDecided(login, waiting)) {
            waiting.ask();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (context.getUser() == null || !hasBrowser(context)) {
            // the login has ended here
            context.resetFlow();
            return;
        }
        DeviceLogin login = DeviceLogin.of(context);
        WaitingLogin waiting = new WaitingLogin(login);
        if (!isDecided(login, waiting)) {
            waiting.act();
        }
    }

    /** Whether the login goes on, or has ended, without asking anybody. */
    private static boolean isDecided(DeviceLogin login, WaitingLogin waiting) {
        if (isPasswordBlocked(login)) {
            refuseBlocked(login, waiting);
            return true;
        }
        if (waiting.isOutdated()) {
            login.failed(DeviceReason.PERSON_CHANGED);
            login.context().resetFlow();
            return true;
        }
        return new KnownDevice(login).letsIn() || waiting.letsIn() || new Excuse(login).letsIn();
    }

    /** Not of a grant by password, which Keycloak gives a path of its own, nor of one for which it knows none. */
    private static boolean hasBrowser(AuthenticationFlowContext context) {
        return context.getFlowPath() != null && BROWSER_PATHS.contains(context.getFlowPath());
    }

    /**
     * After the person said that somebody else knew a password that Keycloak cannot take away: whichever way they come, until they
     * have reset it; not on the way there, out of the mailbox. An admin in their place is nobody who knows it.
     */
    private static boolean isPasswordBlocked(DeviceLogin login) {
        return !login.person().hasPassword()
                && new PersonState(login.session(), login.realm(), login.user()).isPasswordBlocked()
                && !EmailVerification.isDone(login.context())
                && SessionTrust.joined(login.session(), login.login())
                        .filter(SessionTrust::isImpersonated)
                        .isEmpty();
    }

    private static void refuseBlocked(DeviceLogin login, WaitingLogin waiting) {
        if (login.isSilent()) {
            waiting.showNobody();
        } else {
            login.end(DeviceReason.PASSWORD_BLOCKED);
        }
    }

    /** A grant without a browser, where nobody could confirm anything. */
    private static void withoutBrowser(DeviceLogin login) {
        if (isPasswordBlocked(login)) {
            refuse(
                    login,
                    DeviceReason.PASSWORD_BLOCKED,
                    "the password does not work until it is reset by \"Forgot password\"");
        } else if (new Excuse(login).isExempt()) {
            login.letIn();
        } else {
            refuse(
                    login,
                    DeviceReason.DEVICE_UNVERIFIED,
                    "a password alone opens no session here; sign in with a browser, or have an admin exempt this client");
        }
    }

    private static void refuse(DeviceLogin login, String reason, String description) {
        login.failed(reason);
        login.context()
                .forceChallenge(Response.status(Response.Status.BAD_REQUEST)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(new OAuth2ErrorRepresentation(
                                OAuthErrorException.ACCESS_DENIED, reason + ": " + description))
                        .build());
    }
}
