package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.ServerClock;
import dev.gatehouse.server.TwoNodes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one node of a cluster knows of a device, the other knows too. */
class DeviceNodesIT {

    private static final String COOKIE = "__Host-gatehouse_device_";
    private static final int TRIES = 5;

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(TwoNodes::get, realm -> {
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        // it lets nobody sign in twice at the same time
        realm.put("bruteForceProtected", false);
    });

    private RelyingParty cli;
    private Browser browser;
    private Browser phone;
    private Somebody dana;
    private URI one;
    private URI other;

    @BeforeEach
    void somebody() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        phone = new Browser(REALM.server().url());
        dana = Somebody.of(REALM);
        one = TwoNodes.get().nodes().get(0).url();
        other = TwoNodes.get().nodes().get(1).url();
    }

    /** The same address at one node, past the balancer. */
    private static URI at(URI node, URI url) {
        return URI.create(url.toString().replace(REALM.server().url().toString(), node.toString()));
    }

    /** As far as the password leads, all of it at one node. */
    private Page signIn(Browser with, URI node) {
        Page name = with.open(
                at(node, cli.login(Somebody.SOMEWHERE, "openid offline_access").url()));
        Page password =
                with.post(at(node, name.formWith("username").orElseThrow().action()), Map.of("username", dana.email()));
        return with.post(
                at(node, password.formWith("password").orElseThrow().action()), Map.of("password", "password"));
    }

    private Page enter(Browser with, URI node, Page waiting, String code) {
        return with.post(at(node, waiting.formWith("code").orElseThrow().action()), Map.of("code", code));
    }

    private void confirm(URI node) {
        Page in = enter(browser, node, signIn(browser, node), Somebody.code(dana.mail()));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
    }

    private static Map<String, String> confirming(Page waiting) {
        return Map.of(
                "answer",
                "confirm",
                "number",
                waiting.document().select("#gatehouse-number").text());
    }

    private static String state(Page page) {
        return page.document().select("#gatehouse-device-done").attr("data-state");
    }

    /** Closes the browser and opens it again: what ends with its session is gone. */
    private static Browser reopened(Browser browser) {
        Browser again = new Browser(REALM.server().url());
        again.cookies().copyFrom(browser.cookies(), name -> name.startsWith(COOKIE));
        return again;
    }

    @Test
    void whoWaitsAtOneNodeIsConfirmedAtTheOtherAndGoesOnAtTheirs() {
        Page waiting = signIn(browser, one);
        URI link = Somebody.link(dana.mail());
        URI status = URI.create(waiting.document().select("[data-status]").attr("data-status"));
        assertThat(phone.open(at(other, link)).document().select("#gatehouse-confirm button"))
                .hasSize(3);
        assertThat(browser.open(at(other, status)).text()).contains("pending");
        assertThat(state(phone.post(at(other, link), confirming(waiting)))).isEqualTo("confirmed");
        assertThat(browser.open(at(one, status)).text()).contains("decided");
        assertThat(state(phone.open(at(one, link)))).isEqualTo("used");
        Page in = browser.post(at(one, waiting.forms().get(0).action()), Map.of());
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(signIn(reopened(browser), other).isOutside()).isTrue();
    }

    @Test
    void orWhereverTheBalancerTakesThem() throws Exception {
        RelyingParty.Login login = cli.login(Somebody.SOMEWHERE, "openid");
        Page waiting = dana.person().goOn(browser, browser.open(login.url()));
        assertThat(state(phone.post(at(other, Somebody.link(dana.mail())), confirming(waiting))))
                .isEqualTo("confirmed");
        Page in = browser.submit(waiting.forms().get(0));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(cli.refresh(cli.redeem(login, in.url())).accessToken()).isNotNull();
    }

    @Test
    void aCodeOfOneNodeIsTakenByTheOther() {
        Page waiting = signIn(browser, one);
        Page in = enter(browser, other, waiting, Somebody.code(dana.mail()));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
    }

    @Test
    void ofAHundredAnswersAtOnceAtBothOneWins() throws Exception {
        Page waiting = signIn(browser, one);
        URI link = Somebody.link(dana.mail());
        Map<String, String> answer = confirming(waiting);
        AtomicInteger turn = new AtomicInteger();
        List<String> states = AtOnce.times(100, () -> {
            URI node = turn.getAndIncrement() % 2 == 0 ? one : other;
            return state(new Browser(REALM.server().url()).post(at(node, link), answer));
        });
        assertThat(states).filteredOn("confirmed"::equals).hasSize(1);
        assertThat(states).filteredOn("used"::equals).hasSize(99);
        assertThat(DeviceEvents.of(dana, "device_verification_confirmed")).hasSize(1);
        assertThat(browser.submit(waiting.forms().get(0)).isOutside()).isTrue();
        assertThat(DeviceEvents.of(dana, "device_trusted")).hasSize(1);
    }

    @Test
    void guessesAtTheSameTimeAtBothShareNoTry() throws Exception {
        Page shown = signIn(browser, one);
        Mail mail = dana.mail();
        String wrong = Somebody.code(mail).equals("000000") ? "000001" : "000000";
        URI action = shown.forms().get(0).action();
        AtomicInteger turn = new AtomicInteger();
        // Keycloak takes most of those that come from one page for the same click
        for (int i = 0; i < TRIES && shown.formWith("code").isPresent(); i++) {
            Page waiting = shown;
            AtOnce.times(20, () -> {
                URI node = turn.getAndIncrement() % 2 == 0 ? one : other;
                Browser tab = new Browser(REALM.server().url());
                tab.cookies().copyFrom(browser.cookies(), name -> true);
                return enter(tab, node, waiting, wrong);
            });
            shown = browser.open(URI.create(at(one, action).toString().replaceFirst("session_code=[^&]*&", "")));
        }
        assertThat(shown.id()).as(shown.toString()).isEqualTo("gatehouse-device-wait");
        assertThat(shown.formWith("code")).as("five tries and no more").isEmpty();
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed"))
                .filteredOn("code_wrong"::equals)
                .hasSize(TRIES);
        Page late = browser.post(at(other, shown.forms().get(0).action()), Map.of("code", Somebody.code(mail)));
        assertThat(late.isOutside()).as(late.toString()).isFalse();
    }

    @Test
    void whatOneGaveOutTheOtherReplacesAndBothSayTheSame() throws Exception {
        confirm(one);
        String first = browser.cookies().value(COOKIE);
        Browser lost = reopened(browser);
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            clock.forward(Duration.ofDays(1));
            Browser next = reopened(browser);
            assertThat(signIn(next, other).isOutside()).isTrue();
            String second = next.cookies().value(COOKIE);
            assertThat(second).isNotEqualTo(first).startsWith(first.substring(0, 36));
            // whoever never got the answer is told the same, by either
            assertThat(signIn(lost, one).isOutside()).isTrue();
            assertThat(lost.cookies().value(COOKIE)).isEqualTo(second);

            assertThat(signIn(reopened(next), one).isOutside()).isTrue();
            assertThat(DeviceEvents.of(dana, "device_cookie_reuse")).isEmpty();
        }
    }

    @Test
    void aCopyOfACookieThatOneReplacedIsFoundOutByTheOther() {
        confirm(one);
        Browser thief = reopened(browser);
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            Browser owner = browser;
            for (URI node : List.of(other, one)) {
                clock.forward(Duration.ofDays(1));
                owner = reopened(owner);
                assertThat(signIn(owner, node).isOutside()).isTrue();
            }
            clock.forward(Duration.ofMinutes(1));
            Page stopped = signIn(thief, other);
            assertThat(stopped.isOutside()).as(stopped.toString()).isFalse();
            assertThat(DeviceEvents.of(dana, "device_cookie_reuse")).hasSize(1);
            assertThat(dana.devices()).isEmpty();
            assertThat(signIn(reopened(owner), one).isOutside()).isFalse();
        }
    }

    @Test
    void whoeverRemovesADeviceAtOneEndsItsSessionsAtTheOther() throws Exception {
        Somebody.Session session = dana.session(cli, browser, "openid");
        REALM.admin()
                .delete(REALM.path(
                        "/users/" + dana.id() + "/credentials/" + dana.devices().get(0)));
        DeviceClients.assertEnded(() -> cli.refresh(session.tokens()));
        for (URI node : List.of(one, other)) {
            Page page = signIn(reopened(browser), node);
            assertThat(page.isOutside()).as(page.toString()).isFalse();
        }
    }
}
