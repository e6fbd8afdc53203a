package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A login that becomes another person's on its way through an identity provider takes nothing along that was the first one's. */
class TakenOverLoginIT {

    private static final URI CERTCTL = URI.create("https://localhost:8443/auth/oidc/callback");
    private static final String PROVIDER = "upstream";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceClients::addTo);

    private final String owner = "o" + UUID.randomUUID();
    private final String other = "t" + UUID.randomUUID();
    private RelyingParty strict;
    private RelyingParty certctl;
    private MockProvider mock;
    private Providers providers;
    private Browser browser;

    @BeforeEach
    void somebodyHasComeThroughTheProvider() throws Exception {
        strict = DeviceClients.of(REALM, DeviceClients.STRICT);
        certctl = RelyingParty.confidentialClient(REALM.issuer(), "certctl", "certctl-secret")
                .withPkce();
        mock = MockProvider.start(REALM.server());
        providers = new Providers(REALM);
        add("platform post broker");
        browser = new Browser(REALM.server().url());
        Page in = through(new Browser(REALM.server().url()), certctl.login(CERTCTL, "openid"), owner);
        assertThat(in.isOutside()).as(in.toString()).isTrue();
    }

    @AfterEach
    void removeTheProvider() {
        providers.remove(PROVIDER);
        mock.close();
    }

    @Test
    void noClientGetsATokenForTheDeviceOfWhoeverBeganTheLogin() throws Exception {
        RelyingParty.Login login = strict.login(Somebody.SOMEWHERE, "openid");
        Page waiting = through(browser, login, other);
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        Page ask = browser.open(Somebody.link(Inbox.get().take(address(other))));
        browser.post(ask.url(), Map.of("answer", "confirm"));
        URI goOn = browser.sentTo(waiting.url());
        assertThat(goOn.getPath()).endsWith("after-post-broker-login");

        Page asked = answer(browser, browser.open(throughProvider(goOn)).url(), owner);
        assertThat(asked.id()).as(asked.toString()).isEqualTo("gatehouse-device-wait");
        // Keycloak remembers of the login, and not of its person, that its flow was passed
        Page in = browser.open(URI.create(REALM.issuer() + "/broker/after-post-broker-login?"
                + sameLogin(asked).getRawQuery()));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        DeviceClients.assertRefused(() -> strict.redeem(login, in.url()), "device_gone");
    }

    @Test
    void nobodyChoosesAPasswordForThemWithThePasswordOfAnother() {
        replaceBy(null);
        ObjectNode user = (ObjectNode) REALM.user(address(owner));
        user.putArray("requiredActions").add("UPDATE_PASSWORD");
        REALM.admin().put(REALM.path("/users/" + user.get("id").textValue()), user);

        Somebody thief = DeviceClients.somebody(REALM);
        Page waiting = thief.signIn(browser, strict);
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        Page refused = answer(
                browser, browser.open(throughProvider(sameLogin(waiting))).url(), owner);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
    }

    @Test
    void aProviderSaysOfNobodyThatTheyAreVerified() throws Exception {
        replaceBy(null);
        providers.addMapper(
                PROVIDER,
                "hardcoded-user-session-attribute-idp-mapper",
                Map.of("attribute", "device_verified", "attribute.value", "true"));
        RelyingParty.Login login = strict.login(Somebody.SOMEWHERE, "openid");
        Page in = through(browser, login, owner);
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        DeviceClients.assertRefused(() -> strict.redeem(login, in.url()), "device_gone");

        Browser another = new Browser(REALM.server().url());
        RelyingParty.Login action = strict.login(Somebody.SOMEWHERE, "openid");
        Page refused = answer(
                another,
                another.open(URI.create(action.url() + "&kc_action=UPDATE_PASSWORD&kc_idp_hint=" + PROVIDER))
                        .url(),
                owner);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
    }

    @Test
    void nobodyLinksAProviderWithAStolenPassword() throws Exception {
        Somebody victim = DeviceClients.somebody(REALM);
        RelyingParty.Login login = certctl.login(CERTCTL, "openid");
        Page confirm = answer(
                browser,
                browser.open(URI.create(login.url() + "&kc_idp_hint=" + PROVIDER))
                        .url(),
                other,
                victim.email());
        assertThat(confirm.id()).as(confirm.toString()).isEqualTo("login-idp-link-confirm");
        Page mailed =
                browser.submit(confirm.formWith("submitAction").orElseThrow().press("submitAction", "linkAccount"));
        victim.mail();
        Page ways = browser.submit(mailed.formWith("tryAnotherWay").orElseThrow());
        List<Form> choices = ways.forms().stream()
                .filter(form -> form.has("authenticationExecution"))
                .toList();
        Page password = browser.submit(choices.get(choices.size() - 1));
        Page waiting =
                browser.submit(password.formWith("password").orElseThrow().fill("password", "password"));
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        assertThat(linked(victim)).isEmpty();

        Page in = browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(victim.mail())));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(linked(victim)).hasSize(1);
    }

    private static JsonNode linked(Somebody somebody) {
        return REALM.admin().get(REALM.path("/users/" + somebody.id() + "/federated-identity"));
    }

    /** @param postBroker null for none */
    private void add(String postBroker) {
        ObjectNode provider = mock.representation(providers, PROVIDER).put("trustEmail", true);
        if (postBroker != null) {
            provider.put("postBrokerLoginFlowAlias", postBroker);
        }
        providers.add(provider);
        providers.addMapper(PROVIDER, "oidc-hardcoded-group-idp-mapper", Map.of("group", "/certctl-engineers"));
    }

    private void replaceBy(String postBroker) {
        JsonNode saved = REALM.admin().get(REALM.path("/identity-provider/instances/" + PROVIDER));
        ((ObjectNode) saved).put("postBrokerLoginFlowAlias", postBroker == null ? "" : postBroker);
        REALM.admin().put(REALM.path("/identity-provider/instances/" + PROVIDER), saved);
    }

    private static URI sameLogin(Page page) {
        return page.forms().stream()
                .map(Form::action)
                .filter(action -> String.valueOf(action.getQuery()).contains("session_code="))
                .findFirst()
                .orElseThrow();
    }

    /** The provider's button, as it is on the page from which this address comes. */
    private static URI throughProvider(URI sameLogin) {
        return URI.create(REALM.issuer() + "/broker/" + PROVIDER + "/login?" + sameLogin.getRawQuery());
    }

    private Page through(Browser in, RelyingParty.Login login, String subject) {
        return answer(
                in,
                in.open(URI.create(login.url() + "&kc_idp_hint=" + PROVIDER)).url(),
                subject);
    }

    private Page answer(Browser in, URI atProvider, String subject) {
        return answer(in, atProvider, subject, address(subject));
    }

    private Page answer(Browser in, URI atProvider, String subject, String email) {
        assertThat(mock.isAt(atProvider)).as(atProvider.toString()).isTrue();
        mock.says(
                subject,
                Map.of("preferred_username", subject, "email", email, "given_name", "Up", "family_name", "Stream"));
        return in.open(mock.answer(atProvider));
    }

    private static String address(String subject) {
        return subject + "@acme.example";
    }
}
