package dev.gatehouse.device;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.correlation.Correlation;
import dev.gatehouse.device.DeviceVerificationConfig.Mode;
import dev.gatehouse.device.DeviceVerificationConfig.Remember;
import dev.gatehouse.device.PendingLogin.Outcome;
import dev.gatehouse.doors.EmailVerification;
import dev.gatehouse.doors.Gate;
import dev.gatehouse.doors.LoginRequest;
import dev.gatehouse.doors.RefusalPage;
import dev.gatehouse.doors.Refused;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailException;
import org.keycloak.events.Details;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.SecureContextResolver;

/**
 * Lets a login go on from a device that its person has confirmed. Any other login waits here until the person confirms it out of their
 * mailbox; then the browser that waits, and no other, is given the cookie by which it is known from then on.
 *
 * <p>It stands behind whatever recognises the person, so that nothing is shown and no mail is sent before the first factor is right.
 */
final class DeviceVerification extends Gate {

    static final DeviceVerification SINGLETON = new DeviceVerification();

    /** How long a link and a code can be used. */
    static final int MINUTES = 10;

    /** How long somebody can say of a login that they were told of that it was not them. */
    private static final Duration NOTICE = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(DeviceVerification.class);

    private static final String TEMPLATE = "gatehouse-device-wait.ftl";

    /** Notes of a login: which one waits, and the hash of the code of its newest mail. */
    private static final String PENDING = "gatehouse.device.pending";

    private static final String CODE = "gatehouse.device.code";

    private static final Set<String> BROWSER_PATHS = Set.of(
            LoginActionsService.AUTHENTICATE_PATH,
            LoginActionsService.REGISTRATION_PATH,
            LoginActionsService.RESET_CREDENTIALS_PATH,
            LoginActionsService.FIRST_BROKER_LOGIN_PATH,
            LoginActionsService.POST_BROKER_LOGIN_PATH);

    /** Fields of the form. */
    private static final String CODE_FIELD = "code";

    private static final String AGAIN_FIELD = "again";
    private static final String REMEMBER_FIELD = "remember";

    private DeviceVerification() {}

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        new Step(context).enter();
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (context.getUser() == null) {
            // the login has ended here
            context.resetFlow();
            return;
        }
        new Step(context).act();
    }

    /** One request of one login. */
    private static final class Step {

        private final AuthenticationFlowContext context;
        private final KeycloakSession session;
        private final RealmModel realm;
        private final UserModel user;
        private final AuthenticationSessionModel login;
        private final DeviceVerificationConfig config;
        private final PendingLogins pendings;
        private final Person person;

        Step(AuthenticationFlowContext context) {
            this.context = context;
            session = context.getSession();
            realm = context.getRealm();
            user = context.getUser();
            login = context.getAuthenticationSession();
            config = config(realm, context.getAuthenticatorConfig());
            pendings = new PendingLogins(session, realm);
            person = Person.of(session, realm, user);
        }

        /** Not of a grant by password, which Keycloak gives a path of its own, nor of one for which it knows none. */
        private boolean hasBrowser() {
            return context.getFlowPath() != null && BROWSER_PATHS.contains(context.getFlowPath());
        }

        /** Also when the person reloads the page. */
        void enter() {
            if (!hasBrowser()) {
                withoutBrowser();
            } else if (isPasswordBlocked()) {
                refuseBlocked();
            } else if (!isTrusted() && !isExcused()) {
                verify();
            }
        }

        /**
         * After the person said that somebody else knew a password that Keycloak cannot take away: whichever way they come, until they
         * have reset it; not on the way there, out of the mailbox. An admin in their place is nobody who knows it.
         */
        private boolean isPasswordBlocked() {
            return !person.hasPassword()
                    && new PersonState(session, realm, user).isPasswordBlocked()
                    && !EmailVerification.isDone(context)
                    && SessionTrust.joined(session, login)
                            .filter(SessionTrust::isImpersonated)
                            .isEmpty();
        }

        private void refuseBlocked() {
            if (LoginRequest.isSilent(login)) {
                // nobody sees the page
                context.forceChallenge(context.form().createForm(TEMPLATE));
            } else {
                end(DeviceReason.PASSWORD_BLOCKED);
            }
        }

        /** A grant without a browser, where nobody could confirm anything. */
        private void withoutBrowser() {
            if (isPasswordBlocked()) {
                refuse(
                        DeviceReason.PASSWORD_BLOCKED,
                        "the password does not work until it is reset by \"Forgot password\"");
            } else if (isExempt()) {
                letIn(context, DeviceVerificationFactory.PROVIDER_ID);
            } else {
                refuse(
                        DeviceReason.DEVICE_UNVERIFIED,
                        "a password alone opens no session here; sign in with a browser, or have an admin exempt this client");
            }
        }

        private void refuse(String reason, String description) {
            failed(reason);
            context.forceChallenge(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(new OAuth2ErrorRepresentation(
                            OAuthErrorException.ACCESS_DENIED, reason + ": " + description))
                    .build());
        }

        private boolean isTrusted() {
            return isTrustedByCookie() || isTrustedBySession() || isConfirmed();
        }

        private boolean isTrustedByCookie() {
            Optional<PresentedDevice> presented = DeviceCookie.read(session, realm, user);
            Optional<TrustedDevice> device = presented.flatMap(cookie -> person.device(cookie.id()));
            if (device.isEmpty()) {
                return false;
            }
            TrustedDevice.Verdict verdict =
                    device.get().judge(presented.get().secret(), person.binding(), config.period(), now());
            if (verdict instanceof TrustedDevice.Trusted trusted) {
                if (!LoginRequest.isSilent(login)) {
                    renew(device.get(), trusted);
                }
                pass(device.get().id());
                return true;
            }
            if (verdict == TrustedDevice.Distrusted.COPIED) {
                DeviceEvent.with(DeviceEvent.DEVICE_COOKIE_REUSE.in(session, context.getEvent(), user), device.get())
                        .detail(Details.REASON, DeviceReason.COOKIE_REUSE)
                        .error(DeviceReason.COOKIE_REUSE);
                new Devices(session, realm, user)
                        .remove(device.get(), DeviceEvent.DEVICE_REMOVED, DeviceReason.COOKIE_REUSE);
                new DeviceSessions(session, realm, user).endOf(device.get().id());
            }
            return false;
        }

        private void renew(TrustedDevice device, TrustedDevice.Trusted trusted) {
            trusted.changed().ifPresent(new Devices(session, realm, user)::store);
            TrustedDevice renewed = trusted.changed().orElse(device);
            trusted.cookie()
                    .ifPresent(secret -> DeviceCookie.set(
                            session,
                            realm,
                            user,
                            new PresentedDevice(device.id(), secret),
                            Duration.between(
                                    now(), Instant.ofEpochSecond(renewed.shown().until()))));
        }

        /** A session that is there already, and that this login joins. */
        private boolean isTrustedBySession() {
            Optional<UserSessionModel> joined = SessionTrust.joined(session, login);
            if (joined.isEmpty()) {
                return false;
            }
            if (SessionTrust.isImpersonated(joined.get())
                    || SessionTrust.isVerified(joined.get().getNotes())
                            && SessionTrust.lost(person, joined.get()).isEmpty()) {
                letIn(context, DeviceVerificationFactory.PROVIDER_ID);
                return true;
            }
            return false;
        }

        /** By the link of this login's mail, in whichever browser. */
        private boolean isConfirmed() {
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
            MultivaluedMap<String, String> form = form();
            if (config.remember() == Remember.ALWAYS || form != null && form.containsKey(REMEMBER_FIELD)) {
                PresentedDevice device = new Devices(session, realm, user)
                        .add(person, pending.facts(), config.period(), true, context.getEvent());
                DeviceCookie.set(
                        session,
                        realm,
                        user,
                        device,
                        Duration.ofDays(config.period().days()));
                SessionTrust.confirmed(login, device.id());
                pass(device.id());
            } else {
                pass("");
            }
        }

        private void pass(String device) {
            SessionTrust.write(login, device, person.binding());
            letIn(context, DeviceVerificationFactory.PROVIDER_ID);
        }

        /**
         * What lets a login go on although its device is unknown. None of it has the device remembered: what remembers one is the mailbox
         * alone. A factor that was phished, or an admin's word for one login, would else open the account for weeks by the password
         * alone, wherever a factor is asked of unknown devices only; and whoever holds a factor shows it at each login anyway.
         */
        private boolean isExcused() {
            if (EmailVerification.isDone(context)) {
                // this browser has just opened a link out of the mailbox
                pass("");
                return true;
            }
            if (config.skipAfterSecondFactor() && new VerifiedFactors(person).areShownIn(context)) {
                confirmed("second_factor");
                pass("");
                return true;
            }
            if (isExempt() && SensitiveActions.pending(session, login).isEmpty()) {
                letIn(context, DeviceVerificationFactory.PROVIDER_ID);
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
                letIn(context, DeviceVerificationFactory.PROVIDER_ID);
                return true;
            }
            if (!LoginRequest.isSilent(login) && pendings.useSkip(user.getId())) {
                confirmed("skip_once");
                pass("");
                return true;
            }
            return false;
        }

        /** @param method how, for admins */
        private void confirmed(String method) {
            DeviceEvent.DEVICE_VERIFICATION_CONFIRMED
                    .in(session, context.getEvent(), user)
                    .detail("method", method)
                    .success();
        }

        private boolean isExempt() {
            return config.exemptClients().contains(login.getClient().getClientId());
        }

        private void verify() {
            if (LoginRequest.isSilent(login)) {
                // nobody sees the page, and nobody has asked for a mail
                context.forceChallenge(context.form().createForm(TEMPLATE));
            } else if (!SecureContextResolver.isSecureContext(session)) {
                end(DeviceReason.INSECURE_CONNECTION);
            } else if (user.getEmail() == null) {
                end(DeviceReason.EMAIL_MISSING);
            } else if (!user.isEmailVerified() && !isRegistration()) {
                EmailVerification.begin(context);
            } else if (config.mode() == Mode.NOTICE) {
                notice();
            } else {
                waitForPerson();
            }
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
                end(outcome.get() == Outcome.DENIED ? DeviceReason.DENIED : DeviceReason.WRONG_NUMBER);
            } else {
                show(pending.get(), Optional.empty());
            }
        }

        /** The login of this tab that waits, as far as it is still about this person and this address. */
        private Optional<PendingLogin> pending() {
            return Optional.ofNullable(login.getAuthNote(PENDING))
                    .flatMap(pendings::find)
                    .filter(pending -> pending.user().equals(user.getId())
                            && pending.address().equals(user.getEmail()));
        }

        private void begin() {
            send(pending(false));
        }

        private PendingLogin pending(boolean notice) {
            List<Integer> numbers = config.numberMatching() && !notice ? Code.numbers() : List.of();
            return new PendingLogin(
                    PendingLogins.newId(),
                    user.getId(),
                    user.getEmail(),
                    login.getClient().getId(),
                    notice ? now().plus(NOTICE).getEpochSecond() : inTenMinutes(),
                    numbers.isEmpty() ? null : numbers.get(0),
                    Code.shuffled(numbers),
                    WaitingBrowser.mark(session),
                    !user.isEmailVerified(),
                    notice,
                    config.denial(),
                    facts(),
                    Correlation.id(session));
        }

        private void send(PendingLogin pending) {
            String code = config.proof().hasCode() && !pending.provesAddress() ? Code.random() : null;
            Optional<String> problem = mail(pending, code);
            if (problem.isPresent()) {
                failed(problem.get());
                show(pending().orElse(null), problem);
                return;
            }
            login.setAuthNote(PENDING, pending.id());
            if (code != null) {
                login.setAuthNote(CODE, Code.hash(pending.id(), code));
            }
            show(pending, Optional.empty());
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
                        session,
                        realm,
                        user,
                        pending,
                        config.proof().hasLink() || code == null ? link(link) : null,
                        code);
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
                    now().getEpochSecond(),
                    agent.browser(),
                    agent.os(),
                    context.getConnection().getRemoteAddr(),
                    ClientName.of(login.getClient(), PersonLanguage.of(session, realm, user)));
        }

        /** The mail tells what the person need not confirm; the login goes on whatever becomes of it. */
        private void notice() {
            PendingLogin pending = pending(true);
            if (DeviceCookie.read(session, realm, user)
                    .flatMap(cookie -> person.device(cookie.id()).filter(device -> device.isNoticed(cookie.secret())))
                    .isEmpty()) {
                mail(pending, null).ifPresentOrElse(this::failed, () -> {
                    PresentedDevice device = new Devices(session, realm, user)
                            .add(person, pending.facts(), config.period(), false, context.getEvent());
                    DeviceCookie.set(
                            session,
                            realm,
                            user,
                            device,
                            Duration.ofDays(config.period().days()));
                });
            }
            letIn(context, DeviceVerificationFactory.PROVIDER_ID);
        }

        /** The form of the page that waits. */
        void act() {
            if (!hasBrowser()) {
                return;
            }
            if (isPasswordBlocked()) {
                refuseBlocked();
                return;
            }
            if (isTrusted() || isExcused()) {
                return;
            }
            MultivaluedMap<String, String> form = form();
            Optional<PendingLogin> pending = pending();
            if (pending.isEmpty() || pendings.outcome(pending.get().id()).isPresent()) {
                verify();
            } else if (form.containsKey(AGAIN_FIELD)) {
                sendAgain(pending.get());
            } else if (form.containsKey(CODE_FIELD)
                    && !form.getFirst(CODE_FIELD).isBlank()) {
                enterCode(pending.get(), form.getFirst(CODE_FIELD));
            } else {
                show(pending.get(), Optional.empty());
            }
        }

        /** The same login is asked about again, for longer; when it ran out, that is a new question. */
        private void sendAgain(PendingLogin pending) {
            if (now().getEpochSecond() < pending.until()) {
                send(pending.until(inTenMinutes()));
            } else {
                begin();
            }
        }

        private void enterCode(PendingLogin pending, String typed) {
            String tab = login.getParentSession().getId() + '.' + login.getTabId();
            String hash = login.getAuthNote(CODE);
            Optional<String> code = Code.read(typed);
            if (hash == null || code.isEmpty()) {
                show(pending, Optional.of(DeviceReason.CODE_WRONG));
                return;
            }
            if (now().getEpochSecond() >= pending.until()) {
                failed(DeviceReason.EXPIRED);
                show(pending, Optional.of(DeviceReason.EXPIRED));
                return;
            }
            boolean lockedOut = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user) != null;
            Optional<Runnable> right =
                    !lockedOut && pendings.claimTry(tab) ? pendings.claimWrongCode(user.getId()) : Optional.empty();
            if (right.isEmpty()) {
                failed(DeviceReason.CODE_TRIES);
                show(pending, Optional.of(DeviceReason.CODE_TRIES));
                return;
            }
            if (!Code.matches(pending.id(), code.get(), hash)) {
                countFailure();
                failed(DeviceReason.CODE_WRONG);
                show(pending, Optional.of(DeviceReason.CODE_WRONG));
                return;
            }
            right.get().run();
            if (pendings.decide(pending, Outcome.CONFIRMED)) {
                confirmed("code");
            }
            enter();
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

        private MultivaluedMap<String, String> form() {
            return context.getHttpRequest().getDecodedFormParameters();
        }

        private void failed(String reason) {
            DeviceEvent.DEVICE_VERIFICATION_FAILED.fail(
                    DeviceEvent.DEVICE_VERIFICATION_FAILED.in(session, context.getEvent(), user), reason);
        }

        /** What was decided stays with the login, so that nothing but starting again asks anew. */
        private void end(String reason) {
            failed(reason);
            RefusalPage.show(context, new Refused(reason, Optional.empty(), Optional.empty()), "device_" + reason);
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
                            .filter(expired -> pending != null && now().getEpochSecond() >= pending.until()))
                    .ifPresent(reason -> form.setAttribute("gatehouseProblem", reason));
            if (pending != null) {
                boolean code = login.getAuthNote(CODE) != null;
                form.setAttribute("gatehouseSent", true)
                        .setAttribute(
                                "gatehouseStatus", DeviceConfirmation.status(context.getUriInfo(), realm, pending))
                        .setAttribute("gatehouseLink", config.proof().hasLink() || !code)
                        .setAttribute(
                                "gatehouseCode",
                                code
                                        && pendings.hasTries(
                                                login.getParentSession().getId() + '.' + login.getTabId(),
                                                user.getId()));
                if (pending.number() != null) {
                    form.setAttribute("gatehouseNumber", pending.number());
                }
            }
            return Response.fromResponse(form.createForm(TEMPLATE))
                    .status(status)
                    .build();
        }

        private static long inTenMinutes() {
            return now().plus(Duration.ofMinutes(MINUTES)).getEpochSecond();
        }

        private static Instant now() {
            return Instant.ofEpochSecond(Time.currentTime());
        }
    }

    /** What cannot be read is as if nothing were configured: nobody is exempt. @param saved null for nothing */
    static DeviceVerificationConfig config(RealmModel realm, AuthenticatorConfigModel saved) {
        try {
            return DeviceVerificationConfig.parse(
                    saved == null || saved.getConfig() == null ? Map.of() : saved.getConfig());
        } catch (InvalidConfigurationException e) {
            LOG.errorf(
                    "Realm %s: the configuration \"%s\" of the device verification is not used: %s",
                    realm.getName(), saved.getAlias(), e.getMessage());
            return DeviceVerificationConfig.byDefault();
        }
    }
}
