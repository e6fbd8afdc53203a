package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who comes through an identity provider waits in the flow behind it, and is asked by mail like everybody. */
class DeviceBrokerIT {

    private static final String PROVIDER = "upstream";
    private static final String WITHOUT_FLOW = "careless";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceSettings.of("mail.wait.seconds", "1"));

    private static MockProvider mock;

    private RelyingParty cli;
    private Browser browser;
    private Somebody dana;

    @BeforeAll
    static void connectAProvider() {
        mock = MockProvider.start(REALM.server());
        Providers providers = new Providers(REALM);
        providers.add(mock.representation(providers, PROVIDER)
                .put("trustEmail", true)
                .put("postBrokerLoginFlowAlias", "platform post broker"));
        providers.add(mock.representation(providers, WITHOUT_FLOW).put("trustEmail", true));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @BeforeEach
    void somebodyIsLinked() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        dana = linked(PROVIDER);
    }

    private static Somebody linked(String provider) {
        Somebody somebody = Somebody.of(REALM);
        REALM.admin()
                .post(
                        REALM.path("/users/" + somebody.id() + "/federated-identity/" + provider),
                        Somebody.json(Map.of("userId", somebody.id(), "userName", somebody.id())));
        return somebody;
    }

    private static URI answerOf(URI at, Somebody somebody) {
        mock.says(
                somebody.id(),
                Map.of(
                        "preferred_username",
                        somebody.id(),
                        "given_name",
                        "Up",
                        "family_name",
                        "Stream",
                        "email",
                        somebody.email()));
        return mock.answer(URI.create(at.toString().replace("prompt=login", "")));
    }

    private URI atProvider(Browser with, RelyingParty.Login login) {
        Page at = with.open(URI.create(login.url() + "&kc_idp_hint=" + PROVIDER));
        assertThat(at.isOutside() && mock.isAt(at.url())).as(at.toString()).isTrue();
        return at.url();
    }

    private Page through(Browser with, Somebody somebody) {
        return with.open(answerOf(atProvider(with, cli.login(Somebody.SOMEWHERE, "openid")), somebody));
    }

    private void confirm(Browser with) {
        Page waiting = through(with, dana);
        Page in = with.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
    }

    @Test
    void theyWaitAndGoOnByTheLinkAndAreKnownTheNextTime() {
        Page waiting = through(browser, dana);
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        Page reloaded = browser.open(waiting.url());
        assertThat(reloaded.id()).as(reloaded.toString()).isEqualTo("gatehouse-device-wait");
        Page stays = browser.submit(reloaded.forms().get(0));
        assertThat(stays.id()).as(stays.toString()).isEqualTo("gatehouse-device-wait");

        String number = stays.document().select("#gatehouse-number").text();
        new Browser(REALM.server().url())
                .post(Somebody.link(dana.mail()), Map.of("answer", "confirm", "number", number));
        Page in = browser.submit(stays.forms().get(0));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(in.url().getQuery()).contains("code=");
        assertThat(dana.devices()).hasSize(1);

        browser.cookies().removeIf(name -> !name.startsWith("__Host-gatehouse_device_"));
        assertThat(through(browser, dana).isOutside()).isTrue();
    }

    @Test
    void theCodeDoesAsWell() {
        confirm(browser);
        assertThat(dana.devices()).hasSize(1);
    }

    @Test
    void whatSomebodyConfirmedIsNothingToWhoComesThroughTheProviderAfterThem() {
        Page waiting = through(browser, dana);
        String number = waiting.document().select("#gatehouse-number").text();
        new Browser(REALM.server().url())
                .post(Somebody.link(dana.mail()), Map.of("answer", "confirm", "number", number));

        Somebody other = linked(PROVIDER);
        URI form = waiting.forms().get(0).action();
        URI at = browser.sentTo(URI.create(form.toString()
                .replaceFirst("/login-actions/post-broker-login", "/broker/" + PROVIDER + "/login")
                .replaceFirst("execution=[^&]*&", "")));
        assertThat(mock.isAt(at)).as(at.toString()).isTrue();
        Page page = browser.open(answerOf(at, other));
        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(page.id()).as(page.toString()).isEqualTo("gatehouse-device-wait");
        assertThat(other.devices()).isEmpty();
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void norIsItsSessionWhereAProviderLeadsThroughNoFlow() throws Exception {
        confirm(browser);
        browser.cookies().removeIf(name -> !name.startsWith("__Host-gatehouse_device_"));
        RelyingParty.Login login = cli.login(Somebody.SOMEWHERE, "openid");
        // dana, who is known, passes the flow behind the provider and does not go on
        URI flow = browser.sentTo(answerOf(atProvider(browser, login), dana));
        URI done = browser.sentTo(flow);
        assertThat(done.getPath()).endsWith("/after-post-broker-login");

        Somebody other = linked(WITHOUT_FLOW);
        URI at = browser.sentTo(URI.create(
                done.toString().replace("/broker/after-post-broker-login", "/broker/" + WITHOUT_FLOW + "/login")));
        assertThat(mock.isAt(at)).as(at.toString()).isTrue();
        Page page = browser.open(answerOf(at, other));
        assertThat(page.isOutside()).as(page.toString()).isTrue();
        assertThatThrownBy(() -> cli.redeem(login, page.url())).isInstanceOf(RelyingParty.OAuthErrorException.class);
    }
}
