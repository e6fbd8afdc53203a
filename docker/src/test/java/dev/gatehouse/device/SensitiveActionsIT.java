package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would make an account somebody else's is not done in a session that is not verified. */
class SensitiveActionsIT {

    private static final URI CERTCTL = URI.create("https://localhost:8443/auth/oidc/callback");

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(SensitiveActionsIT::prepare);

    private static void prepare(ObjectNode realm) {
        DeviceClients.addTo(realm);
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        realm.put("editUsernameAllowed", true);
    }

    private RelyingParty certctl;
    private RelyingParty exempt;
    private RelyingParty strict;
    private Somebody somebody;
    private Browser browser;

    @BeforeEach
    void somebodyIsThere() throws Exception {
        certctl = RelyingParty.confidentialClient(REALM.issuer(), "certctl", "certctl-secret")
                .withPkce();
        exempt = DeviceClients.of(REALM, DeviceClients.EXEMPT);
        strict = DeviceClients.of(REALM, DeviceClients.STRICT);
        somebody = DeviceClients.somebody(REALM);
        browser = new Browser(REALM.server().url());
    }

    @Test
    void anExemptLoginIsVerifiedWhenItIsToDoSuchAThing() {
        Page plain = somebody.signIn(new Browser(REALM.server().url()), exempt);
        assertThat(plain.isOutside()).as(plain.toString()).isTrue();

        Page asked = somebody.person().goOn(browser, browser.open(exempt("UPDATE_PASSWORD")));
        assertThat(asked.id()).as(asked.toString()).isEqualTo("gatehouse-device-wait");
        Page choose = browser.submit(asked.formWith("code").orElseThrow().fill("code", Somebody.code(somebody.mail())));
        assertThat(choose.id()).as(choose.toString()).isEqualTo("login-update-password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE_PASSWORD",
                "CONFIGURE_TOTP",
                "webauthn-register",
                "webauthn-register-passwordless",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "UPDATE_EMAIL",
                "delete_credential:x",
                "delete_account",
                "idp_link:x"
            })
    void whereNoStepStandsItIsRefused(String action) {
        String alias = action.replaceFirst(":.*", "");
        boolean before = DeviceClients.enable(REALM, alias, true);
        Page refused;
        try {
            refused = somebody.person().goOn(browser, browser.open(certctl(action)));
        } finally {
            DeviceClients.enable(REALM, alias, before);
        }
        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
        assertThat(refused.document().select("#gatehouse-what").text()).contains("account console");
        String id = refused.document().select("#gatehouse-correlation-id").text();
        List<JsonNode> events = DeviceEvents.of(somebody, "device_verification_failed");
        assertThat(events).isNotEmpty();
        assertThat(events.get(0).at("/details/reason").asText()).isEqualTo("device_unverified");
        assertThat(events.get(0).at("/details/correlation_id").asText()).isEqualTo(id);
    }

    @Test
    void noneOfItIsDoneEvenWithoutThePage() {
        Page refused = somebody.person().goOn(browser, browser.open(certctl("UPDATE_PASSWORD")));
        // the address of the page, as whoever wrote a form of their own would send it
        Page again = browser.post(
                refused.url(), Map.of("password-new", "a thief's own", "password-confirm", "a thief's own"));
        assertThat(again.status()).isEqualTo(403);
        assertThat(new Person(somebody.email(), "a thief's own")
                        .goOn(browser, newLogin(new Browser(REALM.server().url()), certctl("")))
                        .isOutside())
                .isFalse();
    }

    @Test
    void whoeverIsVerifiedDoesItAnywhere() throws Exception {
        somebody.session(strict, browser, "openid");
        Page choose = browser.open(certctl("UPDATE_PASSWORD"));
        assertThat(choose.id()).as(choose.toString()).isEqualTo("login-update-password");
        Page done = somebody.person().goOn(browser, choose);
        assertThat(done.isOutside()).as(done.toString()).isTrue();
    }

    @Test
    void aTemporaryPasswordIsReplacedWhereNoDeviceIsAskedFor() {
        resetPassword();
        Person person = somebody.person();
        Page in = person.goOn(browser, browser.open(certctl("")));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(person.seen()).contains("login-update-password").doesNotContain("gatehouse-device-wait");

        resetPassword();
        Person again = somebody.person();
        Browser another = new Browser(REALM.server().url());
        Page exemptIn = again.goOn(another, another.open(exempt("")));
        assertThat(exemptIn.isOutside()).as(exemptIn.toString()).isTrue();
        assertThat(again.seen()).contains("login-update-password").doesNotContain("gatehouse-device-wait");
    }

    @Test
    void aFactorThatAnAdminDemandsIsSetUpInAVerifiedSession() {
        demand("CONFIGURE_TOTP");
        Page refused = somebody.person().goOn(browser, browser.open(certctl("")));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);

        Browser verified = new Browser(REALM.server().url());
        Page waiting = somebody.waiting(verified, strict);
        Page setUp =
                verified.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(somebody.mail())));
        assertThat(setUp.id()).as(setUp.toString()).isEqualTo("login-config-totp");
    }

    @Test
    void aProfileKeepsItsAddress() {
        demand("UPDATE_PROFILE");
        Page profile = somebody.person().answer(browser, passwordPage()).orElseThrow();
        assertThat(profile.id()).as(profile.toString()).isEqualTo("login-update-profile");
        Page refused = browser.submit(filled(profile).fill("email", "thief@acme.example"));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
        assertThat(user().get("email").asText()).isEqualTo(somebody.email());
    }

    @Test
    void andMayBeCompletedOtherwise() {
        demand("UPDATE_PROFILE");
        Page profile = somebody.person().answer(browser, passwordPage()).orElseThrow();
        Page in = browser.submit(filled(profile).fill("lastName", "Changed"));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(user().get("lastName").asText()).isEqualTo("Changed");
    }

    @Test
    void aLinkThatAnAdminSendsIsProofEnough() {
        REALM.admin()
                .put(
                        REALM.path("/users/" + somebody.id() + "/execute-actions-email?client_id=certctl"),
                        Somebody.json(Map.of("a", List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP")))
                                .get("a"));
        Person person = somebody.person();
        Page last = person.goOn(browser, browser.open(somebody.mail().links().get(0)));
        assertThat(person.seen()).contains("login-update-password", "login-config-totp");
        assertThat(last.status()).as(last.toString()).isNotEqualTo(403);
        assertThat(REALM.admin()
                        .get(REALM.path("/users/" + somebody.id() + "/credentials"))
                        .toString())
                .contains("\"otp\"");
    }

    @Test
    void aPasswordIsResetByMailWhereNoDeviceIsAskedFor() {
        Page password = newLogin(browser, certctl(""));
        Page forgot = browser.open(password.link("a[href*=reset-credentials]").orElseThrow());
        browser.submit(forgot.formWith("username").orElseThrow().fill("username", somebody.email()));
        Person person = new Person(somebody.email(), "quite another");
        Page in = person.goOn(browser, browser.open(somebody.mail().links().get(0)));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(person.seen()).contains("login-update-password");
    }

    @Test
    void theApiOfTheAccountChangesNothingForASessionThatIsNotVerified() throws Exception {
        String token = DeviceClients.directGrant(somebody, DeviceClients.OPTIONAL)
                .get("access_token")
                .textValue();
        ObjectNode account = (ObjectNode)
                DeviceClients.account(REALM, token, "GET", "/", null).body();
        account.put("email", "thief@acme.example");
        DeviceClients.Answer refused = DeviceClients.account(REALM, token, "POST", "/", account);
        assertThat(refused.status()).as(String.valueOf(refused.body())).isEqualTo(403);
        assertThat(refused.body().path("error").asText()).isEqualTo("device_unverified");
        assertThat(refused.body().path("correlation_id").asText()).isNotEmpty();
        assertThat(DeviceClients.account(REALM, token, "DELETE", "/credentials/x", null)
                        .status())
                .isEqualTo(403);
        assertThat(DeviceClients.account(REALM, token, "DELETE", "/linked-accounts/x", null)
                        .status())
                .isEqualTo(403);
        assertThat(user().get("email").asText()).isEqualTo(somebody.email());
        assertThat(DeviceEvents.reasons(somebody, "device_verification_failed")).containsOnly("device_unverified");

        assertThat(DeviceClients.account(REALM, token, "DELETE", "/sessions", null)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void nobodyLinksAnAccountByKeycloaksOldWay() throws Exception {
        URI link = URI.create(REALM.issuer()
                + "/broker/x/link?client_id=strict&redirect_uri=http://127.0.0.1:9/&nonce=n&hash=aGFzaA");
        somebody.signIn(browser, exempt);
        assertThat(browser.open(link).status()).isEqualTo(403);

        Browser verified = new Browser(REALM.server().url());
        somebody.session(strict, verified, "openid");
        assertThat(verified.open(link).status()).isEqualTo(400);
    }

    @Test
    void noProviderGivesItsPeopleAPasswordHere() throws Exception {
        try (MockProvider mock = MockProvider.start(REALM.server())) {
            Providers providers = new Providers(REALM);
            providers.add(mock.representation(providers, "upstream")
                    .put("trustEmail", true)
                    .put("postBrokerLoginFlowAlias", "platform post broker"));
            providers.addMapper("upstream", "oidc-hardcoded-group-idp-mapper", Map.of("group", "/certctl-engineers"));
            Page in = through(mock, new Browser(REALM.server().url()), certctl(""));
            assertThat(in.isOutside()).as(in.toString()).isTrue();

            Page refused = through(mock, browser, certctl("UPDATE_PASSWORD"));
            assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
        }
    }

    @Test
    void whereDevicesDoNotCountNothingIsRefused() {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        ObjectNode attributes = (ObjectNode) realm.get("attributes");
        attributes.put("gatehouse.authenticators.devices", "");
        REALM.admin().put(REALM.path(""), realm);
        try {
            Page choose = somebody.person()
                    .answer(browser, newLogin(browser, certctl("UPDATE_PASSWORD")))
                    .orElseThrow();
            assertThat(choose.id()).as(choose.toString()).isEqualTo("login-update-password");
        } finally {
            attributes.put("gatehouse.authenticators.devices", "required");
            REALM.admin().put(REALM.path(""), realm);
        }
    }

    private static Page through(MockProvider mock, Browser browser, URI url) {
        URI provider = browser.open(URI.create(url + "&kc_idp_hint=upstream")).url();
        mock.says(
                "somebody",
                Map.of(
                        "preferred_username",
                        "upstream",
                        "email",
                        "upstream@acme.example",
                        "given_name",
                        "Up",
                        "family_name",
                        "Stream"));
        return browser.open(mock.answer(provider));
    }

    private JsonNode user() {
        return REALM.admin().get(REALM.path("/users/" + somebody.id()));
    }

    private Page passwordPage() {
        return newLogin(browser, certctl(""));
    }

    /** The page that asks for the password, as far as the username leads. */
    private Page newLogin(Browser in, URI url) {
        return in.submit(in.open(url).formWith("username").orElseThrow().fill("username", somebody.email()));
    }

    private static Form filled(Page profile) {
        return profile.formWith("lastName").orElseThrow();
    }

    private URI certctl(String action) {
        return action(certctl, CERTCTL, action);
    }

    private URI exempt(String action) {
        return action(exempt, Somebody.SOMEWHERE, action);
    }

    private static URI action(RelyingParty client, URI back, String action) {
        URI url = client.login(back, "openid").url();
        return action.isEmpty() ? url : URI.create(url + "&kc_action=" + action);
    }

    private void resetPassword() {
        REALM.admin()
                .put(
                        REALM.path("/users/" + somebody.id() + "/reset-password"),
                        Somebody.json(Map.of("type", "password", "value", "password", "temporary", true)));
    }

    private void demand(String action) {
        ObjectNode user = (ObjectNode) REALM.user(somebody.email());
        user.putArray("requiredActions").add(action);
        REALM.admin().put(REALM.path("/users/" + somebody.id()), user);
    }
}
