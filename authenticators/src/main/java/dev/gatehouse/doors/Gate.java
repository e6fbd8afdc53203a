package dev.gatehouse.doors;

import dev.gatehouse.Reason;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowCallback;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * A step that lets a login go on or ends it.
 *
 * <p>Keycloak keeps the steps that a login has passed until it ends, and meanwhile another person can take it over: whoever comes
 * back from an identity provider. So a gate notes whom it let in, and a flow that would end with somebody else is refused. What was
 * passed does not outlive the flow, so that a second pass asks anew.
 */
public abstract class Gate implements AuthenticationFlowCallback {

    /** Note of a login, with the id of a flow: whom its gates have let in. */
    private static final String LET_IN = "gatehouse.let_in.";

    /** Stands for somebody where gates have let in several. */
    private static final String NOBODY = "";

    /** Lets the person of the login in, and nobody else. */
    public static void letIn(AuthenticationFlowContext context, String factory) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String note = LET_IN + context.getTopLevelFlow().getId();
        String before = login.getAuthNote(note);
        String who = who(login);
        login.setAuthNote(note, before == null || before.equals(who) ? who : NOBODY);
        AuthenticatorUtil.setAuthCallbacksFactoryIds(login, factory);
        context.success();
    }

    @Override
    public final void onTopFlowSuccess(AuthenticationFlowModel flow) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        String letIn = login == null ? null : login.getAuthNote(LET_IN + flow.getId());
        if (letIn == null) {
            // a flow of the same login that has no gate, or that of a first login through a provider, where there is
            // nobody yet
            return;
        }
        if (letIn.equals(who(login))) {
            login.removeAuthNote(LET_IN + flow.getId());
            login.clearExecutionStatus();
            return;
        }
        KeycloakContext context = session.getContext();
        new Refused(Reason.PERSON_CHANGED, Optional.empty(), Optional.empty())
                .event(
                        session,
                        new EventBuilder(context.getRealm(), session, context.getConnection())
                                .event(EventType.LOGIN)
                                .client(login.getClient())
                                .user(login.getAuthenticatedUser()));
        AuthenticationProcessor.resetFlow(login, LoginActionsService.AUTHENTICATE_PATH);
        throw new WebApplicationException(session.getProvider(LoginFormsProvider.class)
                .setAuthenticationSession(login)
                .setError(Messages.EXPIRED_CODE)
                .createErrorPage(Response.Status.BAD_REQUEST));
    }

    /** The person, and the provider that they have just come through. */
    private static String who(AuthenticationSessionModel login) {
        UserModel user = login.getAuthenticatedUser();
        SerializedBrokeredIdentityContext brokered = SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);
        return (user == null ? NOBODY : user.getId())
                + '.'
                + (brokered == null ? "" : brokered.getIdentityProviderId());
    }

    /** Everything is done when the top flow ends. */
    @Override
    public final void onParentFlowSuccess(AuthenticationFlowContext context) {
        // says nothing of who the flow ends with
    }

    @Override
    public final boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public final void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // sets nobody anything to do
    }

    @Override
    public final void close() {
        // holds nothing
    }
}
