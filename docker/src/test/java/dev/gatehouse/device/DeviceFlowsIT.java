package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ways into a realm beside the browser's forms, and what is exempt. */
class DeviceFlowsIT {

    private static final String COOKIE = "__Host-gatehouse_device_";
    private static final URI ENEO = URI.create("http://localhost:3000/login/callback");

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceSettings.of("mail.wait.seconds", "1"));

    private RelyingParty cli;
    private RelyingParty eneo;
    private Browser browser;
    private Somebody dana;

    @BeforeEach
    void somebody() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        browser = new Browser(REALM.server().url());
        dana = Somebody.of(REALM);
    }

    @Test
    void aPlatformThatIsExemptAsksNothingAndItsSessionIsVerifiedBeforeItIsUsedElsewhere() throws Exception {
        RelyingParty.Login login = eneo.login(ENEO, "openid email");
        Page in = dana.person().goOn(browser, browser.open(login.url()));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(eneo.redeem(login, in.url()).idToken().getStringClaim("email"))
                .isEqualTo(dana.email());
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();

        Page stopped = browser.open(cli.login(Somebody.SOMEWHERE, "openid").url());
        assertThat(stopped.id()).as(stopped.toString()).isEqualTo("gatehouse-device-wait");
        Page on = browser.submit(stopped.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
        assertThat(on.isOutside()).isTrue();
        // the session has become a verified one
        assertThat(browser.open(cli.login(Somebody.SOMEWHERE, "openid").url()).isOutside())
                .isTrue();
    }

    @Test
    void keycloaksOwnClientsAreNotExempt() {
        for (String client : new String[] {"account-console", "security-admin-console"}) {
            Somebody somebody = Somebody.of(REALM);
            Browser theirs = new Browser(REALM.server().url());
            URI base = URI.create(REALM.issuer()
                    + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=" + client
                    + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri="
                    + REALM.server().url()
                    + (client.equals("account-console")
                            ? "/realms/" + REALM.name() + "/account/"
                            : "/admin/" + REALM.name() + "/console/"));
            Page page = somebody.person().goOn(theirs, theirs.open(base));
            assertThat(page.id()).as(client + ": " + page).isEqualTo("gatehouse-device-wait");
        }
    }

    @Test
    void aPasskeyIsVerifiedLikeAPassword() {
        Person person = dana.person();
        Page waiting = person.goOn(
                browser,
                browser.open(URI.create(
                        cli.login(Somebody.SOMEWHERE, "openid").url() + "&kc_action=webauthn-register-passwordless")));
        Page register = browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
        assertThat(person.goOn(browser, register).isOutside()).isTrue();
        assertThat(person.seen()).contains("webauthn-register");

        person.preferringPasskey();
        Browser other = new Browser(REALM.server().url());
        Page stopped = person.goOn(
                other, other.open(cli.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(stopped.isOutside()).as("let in").isFalse();
        assertThat(stopped.id()).as(stopped.toString()).isEqualTo("gatehouse-device-wait");
        assertThat(dana.devices()).hasSize(1);
        // where the device is known, the passkey is all that is asked for
        Browser known = new Browser(REALM.server().url());
        known.cookies().copyFrom(browser.cookies(), name -> name.startsWith(COOKIE));
        Page in = person.goOn(
                known, known.open(cli.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
    }

    @Test
    void whoComesThroughATenantsProviderIsVerifiedAfterItAtTheFirstLoginAndAtEveryOther() {
        String email = "b" + dana.email();
        try (MockProvider mock = MockProvider.start(REALM.server())) {
            Providers providers = new Providers(REALM);
            providers.add(
                    mock.representation(providers, "upstream").put("postBrokerLoginFlowAlias", "platform post broker"));
            providers.addMapper("upstream", "oidc-hardcoded-group-idp-mapper", Map.of("group", "/developers"));

            Page waiting = through(mock, browser, email);
            assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
            Page in = browser.submit(waiting.formWith("code")
                    .orElseThrow()
                    .fill("code", Somebody.code(Inbox.get().take(email))));
            assertThat(in.isOutside()).as(in.toString()).isTrue();

            Browser known = new Browser(REALM.server().url());
            known.cookies().copyFrom(browser.cookies(), name -> name.startsWith(COOKIE));
            Page again = through(mock, known, email);
            assertThat(again.isOutside()).as(again.toString()).isTrue();
            Somebody came =
                    new Somebody(REALM, email, REALM.user(email).get("id").textValue());
            assertThat(came.devices()).hasSize(1);

            Page stopped = through(mock, new Browser(REALM.server().url()), email);
            assertThat(stopped.isOutside()).as("let in").isFalse();
            assertThat(stopped.id()).as(stopped.toString()).isEqualTo("gatehouse-device-wait");
        } finally {
            new Providers(REALM).remove("upstream");
        }
    }

    private Page through(MockProvider mock, Browser with, String email) {
        Page at = with.open(URI.create(cli.login(Somebody.SOMEWHERE, "openid").url() + "&kc_idp_hint=upstream"));
        assertThat(at.isOutside() && mock.isAt(at.url())).as(at.toString()).isTrue();
        mock.says(
                email,
                Map.of("preferred_username", email, "given_name", "Some", "family_name", "Body", "email", email));
        return with.open(mock.answer(at.url()));
    }

    @Test
    void theBrowsersPartOfTheDeviceGrantIsVerified() throws Exception {
        DeviceAuthorizationSuccessResponse device = cli.authorizeDevice("openid");
        Page page = dana.person().goOn(browser, browser.open(device.getVerificationURIComplete()));
        assertThat(page.id()).as(page.toString()).isEqualTo("gatehouse-device-wait");
        Page consent = browser.submit(page.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
        dana.person().goOn(browser, consent);
        assertThat(cli.redeem(device.getDeviceCode()).accessToken()).isNotNull();
    }

    @Test
    void aNewPasswordThroughTheMailboxHasVerifiedTheLogin() throws Exception {
        Page start = browser.open(cli.login(Somebody.SOMEWHERE, "openid").url());
        Page password = browser.submit(start.formWith("username").orElseThrow().fill("username", dana.email()));
        Page forgot = browser.open(password.link("a[href*=reset-credentials]").orElseThrow());
        Page sent = forgot.formWith("username")
                .map(form -> browser.submit(form.fill("username", dana.email())))
                .orElse(forgot);
        assertThat(sent.isOutside()).isFalse();
        Page reset = browser.open(Inbox.get().take(dana.email()).links().get(0));
        Page in = new Person(dana.email(), "password").withoutMailbox().goOn(browser, reset);
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
        assertThat(dana.devices()).isEmpty();
        // and is worth its tokens, now and at a refresh
        assertThat(browser.open(cli.login(Somebody.SOMEWHERE, "openid").url()).isOutside())
                .isTrue();
    }

    @Test
    void whoRegistersConfirmsTheAddressAndTheDeviceWithOneMail() throws Exception {
        String email = "n" + dana.email();
        Page start = browser.open(URI.create(
                cli.login(Somebody.SOMEWHERE, "openid").url().toString().replace("/auth?", "/registrations?")));
        Page waiting = browser.submit(start.formWith("firstName")
                .orElseThrow(() -> new AssertionError(start.toString()))
                .fill("email", email)
                .fill("firstName", "New")
                .fill("lastName", "Comer"));
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        // a code could be guessed for an address that is nobody's yet
        assertThat(waiting.formWith("code")).isEmpty();
        assertThat(REALM.user(email).get("emailVerified").booleanValue()).isFalse();
        Mail mail = Inbox.get().take(email);
        Browser phone = new Browser(REALM.server().url());
        phone.post(
                Somebody.link(mail),
                Map.of(
                        "answer",
                        "confirm",
                        "number",
                        waiting.document().select("#gatehouse-number").text()));
        Page on = browser.submit(waiting.forms().get(0));
        assertThat(REALM.user(email).get("emailVerified").booleanValue()).isTrue();
        // no role yet, and no password: whatever comes next, it is not the address
        assertThat(on.text()).doesNotContain("Verify");
    }
}
