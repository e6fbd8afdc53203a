package dev.gatehouse.device;

import dev.gatehouse.correlation.Correlation;
import dev.gatehouse.device.DeviceVerificationConfig.Mode;
import dev.gatehouse.device.DeviceVerificationConfig.Remember;
import dev.gatehouse.device.PendingLogin.Outcome;
import dev.gatehouse.doors.EmailVerification;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.email.EmailException;
import org.keycloak.events.Details;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.SecureContextResolver;

/**
 * A login from an unknown device: has the person asked by mail, shows the page that waits for them, and goes on when they have
 * confirmed it.
 */
final class WaitingLogin {

    /** How long a link and a code can be used. */
    static final int MINUTES = 10;

    /** How long somebody can say of a login that they were told of that it was not them. */
    private static final Duration NOTICE = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(WaitingLogin.class);

    private static final String TEMPLATE = "gatehouse-device-wait.ftl";

    /** Notes of a login: which one waits, and the hash of the code of its newest mail. */
    private static final String PENDING = "gatehouse.device.pending";

    private static final String CODE = "gatehouse.device.code";

    /** Note of a login: whom it was first asked about, and their binding then. */
    private static final String ASKED = "gatehouse.device.asked";

    /** Fields of the form. */
    private static final String CODE_FIELD = "code";

    private static final String AGAIN_FIELD = "again";
    private static final String REMEMBER_FIELD = "remember";

    private final DeviceLogin of;
    private final AuthenticationFlowContext context;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AuthenticationSessionModel login;
    private final DeviceVerificationConfig config;
    private final Person person;
    private final PendingLogins pendings;

    WaitingLogin(DeviceLogin of) {
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
     * Whether the person's address or password has changed since this login waits: then what it has shown opens nothing any more, also
     * when it was confirmed before that and held back.
     */
    boolean isOutdated() {
        String asked = login.getAuthNote(ASKED);
        return asked != null && asked.startsWith(user.getId()) && !asked.equals(asked()) && !isRefused();
    }

    /** Whoever waits is told so. */
    private boolean isRefused() {
        return pending()
                .flatMap(pending -> pendings.outcome(pending.id()))
                .filter(outcome -> outcome != Outcome.CONFIRMED)
                .isPresent();
    }

    private String asked() {
        return user.getId() + ' ' + person.binding();
    }

    /** By the link of this login's mail, in whichever browser that was answered. */
    boolean letsIn() {
        Optional<PendingLogin> pending = pending();
        if (pending.isEmpty()
                || pendings.outcome(pending.get().id())
                        .filter(outcome -> outcome == Outcome.CONFIRMED)
                        .isEmpty()) {
            return false;
        }
        goOn(pending.get());
        return true;
    }

    private void goOn(PendingLogin pending) {
        login.removeAuthNote(PENDING);
        login.removeAuthNote(CODE);
        if (pending.provesAddress()) {
            user.setEmailVerified(true);
        }
        MultivaluedMap<String, String> form = of.form();
        if (config.remember() == Remember.ALWAYS || form != null && form.containsKey(REMEMBER_FIELD)) {
            PresentedDevice device =
                    of.devices().add(person, pending.facts(), config.period(), true, context.getEvent());
            of.hold(device, lifetime());
            SessionTrust.confirmed(login, device.id());
            of.pass(device.id());
        } else {
            of.pass("");
        }
    }

    void ask() {
        if (config.mode() == Mode.NOTICE) {
            notice();
        } else if (of.isSilent()) {
            showNobody();
        } else if (!SecureContextResolver.isSecureContext(session)) {
            of.end(DeviceReason.INSECURE_CONNECTION);
        } else if (user.getEmail() == null) {
            of.end(DeviceReason.EMAIL_MISSING);
        } else if (!user.isEmailVerified() && !isRegistration()) {
            EmailVerification.begin(context);
        } else {
            waitForPerson();
        }
    }

    /** A page that nobody sees, for whoever asks silently: no mail is sent, and the client is told that somebody has to do something. */
    void showNobody() {
        context.forceChallenge(context.form().createForm(TEMPLATE));
    }

    private boolean isRegistration() {
        return LoginActionsService.REGISTRATION_PATH.equals(context.getFlowPath());
    }

    private void waitForPerson() {
        Optional<PendingLogin> pending = pending();
        if (pending.isEmpty()) {
            begin();
            return;
        }
        Optional<Outcome> outcome = pendings.outcome(pending.get().id());
        if (outcome.isPresent()) {
            of.end(outcome.get() == Outcome.DENIED ? DeviceReason.DENIED : DeviceReason.WRONG_NUMBER);
        } else {
            show(pending.get(), Optional.empty());
        }
    }

    /**
     * The login of this tab that waits, as far as it is still about this person, this address and this browser: the mail is answered
     * without the number in the browser that waits, so no other may go on with it, be it by a login's cookie that was planted or taken.
     */
    private Optional<PendingLogin> pending() {
        return Optional.ofNullable(login.getAuthNote(PENDING))
                .flatMap(pendings::find)
                .filter(pending -> pending.user().equals(user.getId())
                        && pending.address().equals(user.getEmail())
                        && WaitingBrowser.isOf(session, pending));
    }

    private void begin() {
        login.setAuthNote(ASKED, asked());
        DeviceSecret browser = DeviceSecret.random();
        PendingLogin pending = pending(false, browser.hash());
        if (send(pending)) {
            WaitingBrowser.mark(session, pending.id(), browser);
        }
    }

    private PendingLogin pending(boolean notice, String browser) {
        List<Integer> numbers = config.numberMatching() && !notice ? Code.numbers() : List.of();
        return new PendingLogin(
                PendingLogins.newId(),
                user.getId(),
                user.getEmail(),
                login.getClient().getId(),
                notice ? DeviceLogin.now().plus(NOTICE).getEpochSecond() : inTenMinutes(),
                numbers.isEmpty() ? null : numbers.get(0),
                Code.shuffled(numbers),
                browser,
                !user.isEmailVerified(),
                notice,
                config.denial(),
                facts(),
                Correlation.id(session));
    }

    /** @return whether there is a mail */
    private boolean send(PendingLogin pending) {
        String code = config.proof().hasCode() && !pending.provesAddress() ? Code.random() : null;
        Optional<String> problem = mail(pending, code);
        if (problem.isPresent()) {
            of.failed(problem.get());
            show(pending().orElse(null), problem);
            return false;
        }
        login.setAuthNote(PENDING, pending.id());
        if (code == null) {
            login.removeAuthNote(CODE);
        } else {
            login.setAuthNote(CODE, Code.hash(pending.id(), code));
        }
        show(pending, Optional.empty());
        return true;
    }

    /** @param code null for none @return why there was no mail, one of {@link DeviceReason}; empty when it was sent */
    private Optional<String> mail(PendingLogin pending, String code) {
        PendingLogins.MailClaim claim =
                pendings.claimMail(user.getId(), pending.facts().ip(), config.mailWait(), config.mailsOfAddress());
        if (claim.refusal() != null) {
            return Optional.of(claim.refusal());
        }
        DeviceSecret link = pendings.save(pending);
        try {
            VerificationMail.send(
                    session, realm, user, pending, config.proof().hasLink() || code == null ? link(link) : null, code);
        } catch (EmailException e) {
            LOG.errorf(e, "Realm %s: the mail about a device could not be sent", realm.getName());
            claim.giveBack().run();
            return Optional.of(DeviceReason.MAIL_FAILED);
        }
        DeviceEvent.DEVICE_VERIFICATION_SENT
                .in(session, context.getEvent(), user)
                .detail(Details.EMAIL, user.getEmail())
                .success();
        return Optional.empty();
    }

    private URI link(DeviceSecret secret) {
        return DeviceConfirmation.link(context.getUriInfo(), realm, secret);
    }

    private LoginFacts facts() {
        UserAgent agent = UserAgent.of(session);
        return new LoginFacts(
                DeviceLogin.now().getEpochSecond(),
                agent.browser(),
                agent.os(),
                context.getConnection().getRemoteAddr(),
                ClientName.of(login.getClient(), PersonLanguage.of(session, realm, user)));
    }

    /** The mail tells what the person need not confirm; the login goes on whatever becomes of it. */
    private void notice() {
        if (!of.isSilent() && !isNoticed()) {
            noticeProblem().or(this::sendNotice).ifPresent(of::failed);
        }
        of.letIn();
    }

    /** Whether the person was told of this browser before. */
    private boolean isNoticed() {
        return DeviceCookie.read(session, realm, user)
                .flatMap(cookie -> person.device(cookie.id()).filter(device -> device.isNoticed(cookie.secret())))
                .isPresent();
    }

    private Optional<String> noticeProblem() {
        if (!SecureContextResolver.isSecureContext(session)) {
            return Optional.of(DeviceReason.INSECURE_CONNECTION);
        }
        if (user.getEmail() == null) {
            return Optional.of(DeviceReason.EMAIL_MISSING);
        }
        return user.isEmailVerified() ? Optional.empty() : Optional.of(DeviceReason.EMAIL_UNVERIFIED);
    }

    private Optional<String> sendNotice() {
        PendingLogin pending = pending(true, "");
        Optional<String> problem = mail(pending, null);
        if (problem.isEmpty()) {
            of.hold(of.devices().add(person, pending.facts(), config.period(), false, context.getEvent()), lifetime());
        }
        return problem;
    }

    private Duration lifetime() {
        return Duration.ofDays(config.period().days());
    }

    /** Does what the person does on the page that waits. */
    void act() {
        MultivaluedMap<String, String> form = of.form();
        Optional<PendingLogin> pending = pending();
        if (pending.isEmpty() || pendings.outcome(pending.get().id()).isPresent()) {
            ask();
        } else if (form.containsKey(AGAIN_FIELD)) {
            sendAgain(pending.get());
        } else if (form.containsKey(CODE_FIELD) && !form.getFirst(CODE_FIELD).isBlank()) {
            enterCode(pending.get(), form.getFirst(CODE_FIELD));
        } else {
            show(pending.get(), Optional.empty());
        }
    }

    /** The same login is asked about again, for longer; when it ran out, that is a new question. */
    private void sendAgain(PendingLogin pending) {
        if (DeviceLogin.now().getEpochSecond() < pending.until()) {
            send(pending.until(inTenMinutes()));
        } else {
            begin();
        }
    }

    private void enterCode(PendingLogin pending, String typed) {
        String hash = login.getAuthNote(CODE);
        Optional<String> code = Code.read(typed);
        if (hash == null || code.isEmpty()) {
            show(pending, Optional.of(DeviceReason.CODE_WRONG));
            return;
        }
        if (DeviceLogin.now().getEpochSecond() >= pending.until()) {
            of.failed(DeviceReason.EXPIRED);
            show(pending, Optional.of(DeviceReason.EXPIRED));
            return;
        }
        boolean lockedOut = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user) != null;
        Optional<Runnable> right =
                !lockedOut && pendings.claimTry(tab()) ? pendings.claimWrongCode(user.getId()) : Optional.empty();
        if (right.isEmpty()) {
            of.failed(DeviceReason.CODE_TRIES);
            show(pending, Optional.of(DeviceReason.CODE_TRIES));
            return;
        }
        if (!Code.matches(pending.id(), code.get(), hash)) {
            countFailure();
            of.failed(DeviceReason.CODE_WRONG);
            show(pending, Optional.of(DeviceReason.CODE_WRONG));
            return;
        }
        right.get().run();
        if (pendings.decide(pending, Outcome.CONFIRMED)) {
            of.confirmed("code");
        }
        if (!letsIn()) {
            ask();
        }
    }

    /** For the brute-force protection, which takes no failure of an authenticator whose category it does not know. */
    private void countFailure() {
        new AuthenticationProcessor()
                .setSession(session)
                .setRealm(realm)
                .setConnection(context.getConnection())
                .setAuthenticationSession(login)
                .logFailure(null);
    }

    /** @param pending null where no mail was sent yet @param problem one of {@link DeviceReason} */
    private void show(PendingLogin pending, Optional<String> problem) {
        context.forceChallenge(page(
                pending,
                problem,
                problem.filter(DeviceReason.MAIL_FAILED::equals).isPresent()
                        ? Response.Status.INTERNAL_SERVER_ERROR
                        : Response.Status.OK));
    }

    private Response page(PendingLogin pending, Optional<String> problem, Response.Status status) {
        LoginFormsProvider form = context.form()
                .setAttribute("gatehouseEmail", Code.masked(user.getEmail()))
                .setAttribute("gatehouseMinutes", MINUTES)
                .setAttribute("gatehouseWait", config.mailWait())
                .setAttribute("gatehouseAsk", config.remember() == Remember.ASK)
                .setAttribute("gatehouseDays", config.period().days());
        // also for whoever only reloads the page, or comes back to it
        problem.or(() -> Optional.of(DeviceReason.EXPIRED)
                        .filter(expired -> pending != null && DeviceLogin.now().getEpochSecond() >= pending.until()))
                .ifPresent(reason -> form.setAttribute("gatehouseProblem", reason));
        if (pending != null) {
            boolean code = login.getAuthNote(CODE) != null;
            form.setAttribute("gatehouseSent", true)
                    .setAttribute("gatehouseStatus", DeviceConfirmation.status(context.getUriInfo(), realm, pending))
                    .setAttribute("gatehouseLink", config.proof().hasLink() || !code)
                    .setAttribute("gatehouseCode", code && pendings.hasTries(tab(), user.getId()));
            if (pending.number() != null) {
                form.setAttribute("gatehouseNumber", pending.number());
            }
        }
        return Response.fromResponse(form.createForm(TEMPLATE)).status(status).build();
    }

    /** The login in Keycloak, whichever mail was sent for it. */
    private String tab() {
        return login.getParentSession().getId() + '.' + login.getTabId();
    }

    private static long inTenMinutes() {
        return DeviceLogin.now().plus(Duration.ofMinutes(MINUTES)).getEpochSecond();
    }
}
