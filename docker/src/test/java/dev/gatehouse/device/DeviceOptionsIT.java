package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.ServerClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin can have otherwise, saved while the realm is there. */
class DeviceOptionsIT {

    private static final String COOKIE = "__Host-gatehouse_device_";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(realm -> {
        // the step alone, without the gates before it
        PlatformRealm.openDoors(realm);
        DeviceClients.addTo(realm);
        DeviceSettings.of("mail.wait.seconds", "1", "exempt.clients", "").accept(realm);
        realm.put("registrationEmailAsUsername", false);
        realm.put("bruteForceProtected", false);
    });

    private ObjectNode before;
    private RelyingParty cli;
    private Browser browser;
    private Browser phone;
    private Somebody dana;

    @BeforeEach
    void somebody() throws Exception {
        before = DeviceSettings.saved(REALM);
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        phone = new Browser(REALM.server().url());
        dana = Somebody.of(REALM);
    }

    @AfterEach
    void leaveTheRealmAsItWas() {
        assertThat(DeviceSettings.save(REALM, before).status()).isEqualTo(204);
    }

    private void set(String... options) {
        Admin.Answer answer = DeviceSettings.save(REALM, before, options);
        assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(204);
    }

    /** Closes the browser and opens it again: what ends with its session is gone. */
    private static Browser reopened(Browser browser) {
        Browser again = new Browser(REALM.server().url());
        again.cookies().copyFrom(browser.cookies(), name -> name.startsWith(COOKIE));
        return again;
    }

    private static void assertIn(Page page) {
        assertThat(page.isOutside()).as(page.toString()).isTrue();
        assertThat(page.url().getQuery()).contains("code=");
    }

    private static void assertWaits(Page page) {
        assertThat(page.isOutside()).as("let in").isFalse();
        assertThat(page.id()).as(page.toString()).isEqualTo("gatehouse-device-wait");
    }

    private static String state(Page page) {
        return page.document().select("#gatehouse-device-done").attr("data-state");
    }

    private Page confirmElsewhere(Mail mail, Page waiting) {
        return phone.post(
                Somebody.link(mail),
                Map.of(
                        "answer",
                        "confirm",
                        "number",
                        waiting.document().select("#gatehouse-number").text()));
    }

    @Test
    void whoTicksNoBoxIsLetInOnceAndAskedAgain() throws Exception {
        set("remember", "ask");
        RelyingParty.Login login = cli.login(Somebody.SOMEWHERE, "openid");
        Page waiting = dana.person().goOn(browser, browser.open(login.url()));
        assertThat(waiting.document().select("#remember")).hasSize(1).noneMatch(box -> box.hasAttr("checked"));
        Page in = browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
        assertIn(in);
        assertThat(dana.devices()).isEmpty();
        assertThat(browser.cookies().names()).noneMatch(name -> name.startsWith(COOKIE));
        // the session is verified all the same: it is worth tokens, and is joined
        assertThat(cli.refresh(cli.redeem(login, in.url())).accessToken()).isNotNull();
        assertIn(browser.open(cli.login(Somebody.SOMEWHERE, "openid").url()));
        assertWaits(dana.signIn(reopened(browser), cli));
    }

    @Test
    void whoTicksTheBoxIsKnown() {
        set("remember", "ask");
        Page waiting = dana.signIn(browser, cli);
        assertIn(browser.submit(waiting.formWith("code")
                .orElseThrow()
                .fill("code", Somebody.code(dana.mail()))
                .fill("remember", "on")));
        assertThat(dana.devices()).hasSize(1);
        assertIn(dana.signIn(reopened(browser), cli));
    }

    @Test
    void whoTicksTheBoxAndConfirmsElsewhereIsKnownToo() {
        set("remember", "ask");
        Page waiting = dana.signIn(browser, cli);
        assertThat(state(confirmElsewhere(dana.mail(), waiting))).isEqualTo("confirmed");
        assertIn(browser.submit(waiting.formWith("remember").orElseThrow().fill("remember", "on")));
        assertThat(dana.devices()).hasSize(1);
        assertIn(dana.signIn(reopened(browser), cli));
    }

    @Test
    void whereNobodyIsAskedThereIsNoBox() {
        Page waiting = dana.signIn(browser, cli);
        assertThat(waiting.document().select("#remember")).isEmpty();
    }

    @Test
    void withoutNumbersTheLinkHasOneButtonWhereverItIsOpened() {
        set("number.matching", "false");
        Page waiting = dana.signIn(browser, cli);
        assertThat(waiting.document().select("#gatehouse-number")).isEmpty();
        Page asked = phone.open(Somebody.link(dana.mail()));
        assertThat(asked.document().select("#gatehouse-confirm button")).hasSize(1);
        Page done = phone.submit(asked.formWith("answer").orElseThrow());
        assertThat(state(done)).as(done.toString()).isEqualTo("confirmed");
        assertIn(browser.submit(waiting.forms().get(0)));
        assertThat(phone.cookies().names()).noneMatch(name -> name.startsWith(COOKIE));
    }

    @Test
    void aMailWithTheCodeAloneHasNoLink() {
        set("proof", "code");
        Page waiting = dana.signIn(browser, cli);
        // there is nowhere to pick it
        assertThat(waiting.document().select("#gatehouse-number")).isEmpty();
        Mail mail = dana.mail();
        assertThat(mail.text() + mail.html()).doesNotContain("device-verification");
        assertIn(browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(mail))));
    }

    @Test
    void aMailWithTheLinkAloneHasNoCodeAndThePageNoField() {
        set("proof", "link");
        Page waiting = dana.signIn(browser, cli);
        assertThat(waiting.formWith("code")).isEmpty();
        Mail mail = dana.mail();
        assertThat(mail.text()).doesNotContainPattern("(?m)^\\s*\\d{6}\\s*$");
        Page still = browser.post(waiting.forms().get(0).action(), Map.of("code", "000000"));
        assertWaits(still);
        assertThat(state(confirmElsewhere(mail, still))).isEqualTo("confirmed");
        assertIn(browser.submit(still.forms().get(0)));
    }

    @Test
    void aTrustThatSlidesLastsAsLongAsTheDeviceIsUsed() {
        set("trust.kind", "sliding");
        Page waiting = dana.signIn(browser, cli);
        assertIn(browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail()))));
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            Browser used = browser;
            for (int i = 0; i < 2; i++) {
                clock.forward(Duration.ofDays(20));
                used = reopened(used);
                assertIn(dana.signIn(used, cli));
                assertThat(used.received("Set-Cookie"))
                        .filteredOn(header -> header.startsWith(COOKIE))
                        .singleElement()
                        .satisfies(header -> assertThat(header).contains("Max-Age=2592000"));
            }
            clock.forward(Duration.ofDays(31));
            assertWaits(dana.signIn(reopened(used), cli));
        }
    }

    @Test
    void aTrustThatIsFixedDoesNot() {
        Page waiting = dana.signIn(browser, cli);
        assertIn(browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail()))));
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            clock.forward(Duration.ofDays(20));
            Browser used = reopened(browser);
            assertIn(dana.signIn(used, cli));
            clock.forward(Duration.ofDays(20));
            assertWaits(dana.signIn(reopened(used), cli));
        }
    }

    @Test
    void aNoticeTellsOnceOfABrowserAndStopsNobody() throws Exception {
        set("mode", "notice");
        RelyingParty optional = DeviceClients.of(REALM, DeviceClients.OPTIONAL);
        RelyingParty.Login login = optional.login(Somebody.SOMEWHERE, "openid");
        Page in = dana.person().goOn(browser, browser.open(login.url()));
        assertIn(in);
        assertThat(optional.redeem(login, in.url()).accessToken()).isNotNull();
        Mail mail = dana.mail();
        Page told = phone.open(Somebody.link(mail));
        assertThat(told.id()).as(told.toString()).isEqualTo("gatehouse-device-confirm");
        assertThat(told.document().select("#gatehouse-confirm")).isEmpty();
        assertThat(told.document().select("#gatehouse-deny button")).hasSize(1);
        // nor is there anything to confirm for whoever tries
        assertThat(phone.post(Somebody.link(mail), Map.of("answer", "confirm")).id())
                .isEqualTo("gatehouse-device-confirm");
        assertThat(DeviceEvents.of(dana, "device_verification_confirmed")).isEmpty();
        assertThat(DeviceEvents.of(dana, "device_trusted")).isEmpty();

        assertIn(dana.signIn(reopened(browser), optional));
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).hasSize(1);

        set("mode", "enforce");
        assertWaits(dana.waiting(reopened(browser), optional));
    }

    @Test
    void whoeverANoticeIsNotAboutSaysSo() throws Exception {
        set("mode", "notice");
        RelyingParty optional = DeviceClients.of(REALM, DeviceClients.OPTIONAL);
        RelyingParty.Login login = optional.login(Somebody.SOMEWHERE, "openid");
        var tokens = optional.redeem(
                login, dana.person().goOn(browser, browser.open(login.url())).url());
        Page told = phone.open(Somebody.link(dana.mail()));
        assertThat(state(phone.submit(told.formWith("answer").orElseThrow()))).isEqualTo("denied");
        DeviceClients.assertEnded(() -> optional.refresh(tokens));
        assertThat(dana.devices()).isEmpty();
        assertThat(dana.signIn(new Browser(REALM.server().url()), optional).formWith("password"))
                .isPresent();
    }

    @Test
    void aNoticeThatCannotBeSentStopsNobody() {
        set("mode", "notice");
        ObjectNode user = (ObjectNode) REALM.user(dana.email());
        REALM.admin().put(REALM.path("/users/" + dana.id()), user.put("email", ""));
        // else Keycloak asks for the address afterwards
        boolean asked = DeviceClients.enable(REALM, "VERIFY_PROFILE", false);
        try {
            assertIn(dana.signIn(browser, cli));
        } finally {
            DeviceClients.enable(REALM, "VERIFY_PROFILE", asked);
        }
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).containsExactly("email_missing");
    }

    @Test
    void whoeverAsksSilentlyIsToldNothing() throws Exception {
        set("exempt.clients", DeviceClients.EXEMPT);
        assertIn(dana.signIn(browser, DeviceClients.of(REALM, DeviceClients.EXEMPT)));
        set("mode", "notice");
        URI silent = URI.create(cli.login(Somebody.SOMEWHERE, "openid").url() + "&prompt=none");
        assertIn(browser.open(silent));
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void aDenialThatEndsNothingElseEndsTheLogin() throws Exception {
        Somebody.Session before = dana.session(cli);
        List<String> devices = dana.devices();
        set("denial.ends.sessions", "false", "denial.removes.devices", "false", "denial.blocks.password", "false");
        Page waiting = dana.waiting(browser, cli);
        URI link = Somebody.link(dana.mail());
        assertThat(phone.open(link).document().select("#gatehouse-denial-parts li"))
                .hasSize(2);
        Page denied = phone.post(link, Map.of("answer", "deny"));
        assertThat(state(denied)).isEqualTo("denied");
        assertThat(denied.document().select("#gatehouse-denial-parts li")).hasSize(2);

        assertThat(browser.submit(waiting.forms().get(0)).id()).isEqualTo("gatehouse-refused");
        assertThat(DeviceEvents.reasons(dana, "device_verification_denied")).containsExactly("denied");
        assertThat(cli.refresh(before.tokens()).accessToken()).isNotNull();
        assertThat(dana.devices()).hasSize(1).isEqualTo(devices);
        assertIn(dana.signIn(reopened(before.browser()), cli));
    }

    @Test
    void keycloaksOwnClientsCannotBeExempt() {
        for (String client : List.of("account", "account-console", "security-admin-console", "admin-cli")) {
            Admin.Answer answer = DeviceSettings.save(REALM, before, "exempt.clients", "enclii-cli##" + client);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().toString()).contains("Exempt clients", client, "never exempt");
        }
        assertThat(DeviceSettings.saved(REALM)).isEqualTo(before);
    }

    @Test
    void norCanOneThatIsNotThere() {
        Admin.Answer answer = DeviceSettings.save(REALM, before, "exempt.clients", "enclii-cil");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains("enclii-cil");
    }

    @Test
    void norCanOneThatWantsVerifiedSessions() {
        Admin.Answer answer = DeviceSettings.save(REALM, before, "exempt.clients", "enclii-cli");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains("enclii-cli", "gatehouse.devices");
    }

    @Test
    void anExemptClientsSessionIsNotVerifiedAndTheNextClientAsks() throws Exception {
        set("exempt.clients", DeviceClients.EXEMPT);
        RelyingParty exempt = DeviceClients.of(REALM, DeviceClients.EXEMPT);
        RelyingParty.Login login = exempt.login(Somebody.SOMEWHERE, "openid");
        Page in = dana.person().goOn(browser, browser.open(login.url()));
        assertIn(in);
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
        assertThat(exempt.redeem(login, in.url()).accessToken()).isNotNull();

        Page waiting = browser.open(DeviceClients.of(REALM, DeviceClients.STRICT)
                .login(Somebody.SOMEWHERE, "openid")
                .url());
        assertWaits(waiting);
        assertIn(browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail()))));
        RelyingParty.Login again = cli.login(Somebody.SOMEWHERE, "openid");
        assertThat(cli.redeem(again, browser.open(again.url()).url()).accessToken())
                .isNotNull();
    }
}
