package dev.gatehouse.doors;

import dev.gatehouse.correlation.Correlation;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.actiontoken.resetcred.ResetCredentialsActionToken;
import org.keycloak.authentication.actiontoken.verifyemail.VerifyEmailActionToken;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.services.Urls;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionCompoundId;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sends Keycloak's own mail to verify an address, and ends the login.
 *
 * <p>Keycloak's link goes on with the login that it belongs to, past whatever its flow has still to ask. So the link belongs to none:
 * it only verifies, after a confirmation on a page of its own, and the person signs in anew.
 */
public final class EmailVerification {

    static final String TEMPLATE = "gatehouse-verify-email.ftl";

    private static final Logger LOG = Logger.getLogger(EmailVerification.class);

    /** Seconds within which a person is sent one mail, on all nodes together. */
    private static final long COOL_DOWN = 30;

    private static final int MAILS_AN_HOUR = 5;
    private static final long HOUR = 3600;

    private static final String COOL_DOWN_KEY = "gatehouse.verify_email.";

    private EmailVerification() {}

    /** Sends the mail and ends the login, with a page that says what to do. */
    public static void begin(AuthenticationFlowContext context) {
        LoginFormsProvider form =
                context.form().setAttribute("gatehouseEmail", context.getUser().getEmail());
        if (LoginRequest.isSilent(context.getAuthenticationSession())) {
            // nobody sees the page, and nobody has asked for a mail
            context.forceChallenge(form.createForm(TEMPLATE));
            return;
        }
        boolean sent = isSentAlready(context) || send(context);
        LoginRequest.again(context).ifPresent(url -> form.setAttribute("gatehouseSignInAgain", url.toString()));
        Response page = form.setAttribute("gatehouseSent", sent).createForm(TEMPLATE);
        AuthenticationProcessor.resetFlow(context.getAuthenticationSession(), LoginActionsService.AUTHENTICATE_PATH);
        context.forceChallenge(
                sent
                        ? page
                        : Response.fromResponse(page)
                                .status(Response.Status.INTERNAL_SERVER_ERROR)
                                .build());
    }

    /**
     * Whether this login came out of the mailbox: through the link that resets a password. Keycloak has checked the link, and that the
     * address is still the one it was sent to; it kept the link with the login.
     */
    public static boolean isDone(AuthenticationFlowContext context) {
        return LoginActionsService.RESET_CREDENTIALS_PATH.equals(context.getFlowPath())
                && isOutOfMailbox(context.getAuthenticationSession(), context.getUser());
    }

    /** The same of what the login does after its flow. */
    public static boolean isOutOfMailbox(AuthenticationSessionModel login, UserModel user) {
        String link = login.getAuthNote(Constants.KEY);
        if (link == null) {
            return false;
        }
        try {
            ResetCredentialsActionToken token = new JWSInput(link).readJsonContent(ResetCredentialsActionToken.class);
            return ResetCredentialsActionToken.TOKEN_TYPE.equals(token.getActionId())
                    && user.getId().equals(token.getUserId())
                    && user.getEmail() != null
                    && user.getEmail().equals(token.getEmail());
        } catch (JWSInputException e) {
            LOG.debugf(e, "The link of the login cannot be read");
            return false;
        }
    }

    /** Whoever knows no more than an address can have mails sent there by registering: so there are few. */
    private static boolean isSentAlready(AuthenticationFlowContext context) {
        SingleUseObjectProvider store = context.getSession().singleUseObjects();
        String key = COOL_DOWN_KEY + context.getUser().getId();
        return !store.putIfAbsent(key, COOL_DOWN)
                || IntStream.range(0, MAILS_AN_HOUR).noneMatch(mail -> store.putIfAbsent(key + '.' + mail, HOUR));
    }

    private static boolean send(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        UserModel user = context.getUser();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        int lifespan = realm.getActionTokenGeneratedByUserLifespan(VerifyEmailActionToken.TOKEN_TYPE);
        EventBuilder event = context.getEvent()
                .clone()
                .event(EventType.SEND_VERIFY_EMAIL)
                .user(user)
                .detail(Details.EMAIL, user.getEmail())
                .detail(Correlation.DETAIL, Correlation.id(session));
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setAuthenticationSession(login)
                    .setRealm(realm)
                    .setUser(user)
                    .sendVerifyEmail(link(context, lifespan), TimeUnit.SECONDS.toMinutes(lifespan));
            event.success();
            return true;
        } catch (EmailException e) {
            LOG.errorf(e, "Realm %s: the mail that verifies an address could not be sent", realm.getName());
            event.error(Errors.EMAIL_SEND_FAILED);
            session.singleUseObjects().remove(COOL_DOWN_KEY + user.getId());
            return false;
        }
    }

    private static String link(AuthenticationFlowContext context, int lifespan) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        UserModel user = context.getUser();
        String tab = UUID.randomUUID().toString();
        String nobodysLogin = AuthenticationSessionCompoundId.decoded(
                        UUID.randomUUID().toString(), tab, login.getClient().getId())
                .getEncodedId();
        VerifyEmailActionToken token = new VerifyEmailActionToken(
                user.getId(),
                Time.currentTime() + lifespan,
                nobodysLogin,
                user.getEmail(),
                login.getClient().getClientId());
        return Urls.actionTokenBuilder(
                        context.getUriInfo().getBaseUri(),
                        token.serialize(context.getSession(), context.getRealm(), context.getUriInfo()),
                        login.getClient().getClientId(),
                        tab,
                        AuthenticationProcessor.getClientData(context.getSession(), login))
                .build(context.getRealm().getName())
                .toString();
    }
}
