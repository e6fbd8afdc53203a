package dev.gatehouse.doors;

import dev.gatehouse.Reason;
import dev.gatehouse.domain.DomainMode;
import dev.gatehouse.tenant.LoginTenant;
import dev.gatehouse.tenant.Tenants;
import dev.gatehouse.wayin.TenantOfLogin;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Lets a login go on only with an address of the organization that it is for, else of the client's list, else of the realm's. It
 * stands at the end of a flow, whichever way the person was recognised.
 *
 * <p>An address that is not verified yet is verified here: the person is sent a mail and this login ends, because nothing but a whole
 * new one may follow from what a mailbox shows. In the flow of a first login through an identity provider, where there is no account
 * yet, only the domain is judged.
 */
final class DomainGate extends Gate {

    static final DomainGate SINGLETON = new DomainGate();

    private DomainGate() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        if (LoginActionsService.FIRST_BROKER_LOGIN_PATH.equals(context.getFlowPath())) {
            SerializedBrokeredIdentityContext newcomer =
                    SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                            context.getAuthenticationSession(), AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE);
            if (newcomer != null) {
                judge(context, newcomer.getEmail(), true);
                return;
            }
        } else if (hasLeftTheirProvidersFlow(context)) {
            context.resetFlow();
            return;
        }
        if (user == null) {
            context.failure(AuthenticationFlowError.UNKNOWN_USER);
            return;
        }
        if (!user.isEmailVerified() && EmailVerification.isDone(context)) {
            user.setEmailVerified(true);
        }
        Optional<String> unbound = TenantOfLogin.bind(context);
        if (unbound.isPresent()) {
            refuse(context, new Refused(unbound.get(), Optional.empty(), Optional.empty()));
            return;
        }
        judge(context, user.getEmail(), user.isEmailVerified());
    }

    /**
     * Whoever came through a provider, and then went on in a flow that others have begun with a password: their session would not say
     * where they came from.
     */
    private static boolean hasLeftTheirProvidersFlow(AuthenticationFlowContext context) {
        return !LoginActionsService.POST_BROKER_LOGIN_PATH.equals(context.getFlowPath())
                && context.getAuthenticationSession()
                                .getAuthNote(PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT)
                        != null;
    }

    private static void judge(AuthenticationFlowContext context, String address, boolean verified) {
        KeycloakSession session = context.getSession();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        LoginTenant tenant = Tenants.ofLogin(session, login, context.getFlowPath(), context.getUser());
        Optional<Refused> refusal = DomainQuestion.of(session, context.getRealm(), login.getClient(), tenant)
                .refusal(address, verified);
        if (refusal.isEmpty()) {
            pass(context);
            return;
        }
        refuse(context, refusal.get());
    }

    private static void pass(AuthenticationFlowContext context) {
        if (context.getUser() == null) {
            context.success();
        } else {
            letIn(context, DomainGateFactory.PROVIDER_ID);
        }
    }

    private static void refuse(AuthenticationFlowContext context, Refused refused) {
        KeycloakSession session = context.getSession();
        if (DomainMode.of(context.getRealm()) == DomainMode.REPORT) {
            refused.report(session, context.getEvent().clone().user(context.getUser()));
            pass(context);
            return;
        }
        refused.event(session, context.getEvent().clone().user(context.getUser()));
        if (Reason.EMAIL_UNVERIFIED.equals(refused.reason())) {
            EmailVerification.begin(context);
        } else {
            RefusalPage.show(context, refused);
        }
    }

    /** There is nothing to send to this step: whoever does is judged again. */
    @Override
    public void action(AuthenticationFlowContext context) {
        if (context.getUser() == null && !LoginActionsService.FIRST_BROKER_LOGIN_PATH.equals(context.getFlowPath())) {
            // the login has ended here
            context.resetFlow();
        } else {
            authenticate(context);
        }
    }

    /** Not at a first login through a provider. */
    @Override
    public boolean requiresUser() {
        return false;
    }
}
