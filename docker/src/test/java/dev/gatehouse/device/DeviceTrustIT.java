package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.ServerClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the cookie of a browser is worth, from the day it was given to the day it is worth nothing. */
class DeviceTrustIT {

    private static final String COOKIE = "__Host-gatehouse_device_";
    private static final int MOST = 20;

    /** Takes no Secure cookie over plain http, not even from this machine, so that Keycloak holds the connection for unsafe. */
    private static final String SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
            + "(KHTML, like Gecko) Version/18.0 Safari/605.1.15";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(realm -> {
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        // it lets nobody sign in twice at the same time
        realm.put("bruteForceProtected", false);
    });

    private RelyingParty cli;
    private Browser browser;
    private Somebody dana;

    @BeforeEach
    void somebody() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        dana = Somebody.of(REALM);
    }

    /** Closes the browser and opens it again: what ends with its session is gone. */
    private static Browser reopened(Browser browser) {
        Browser again = new Browser(REALM.server().url());
        again.cookies().copyFrom(browser.cookies(), name -> name.startsWith(COOKIE));
        return again;
    }

    private boolean isTrusted(Browser with) {
        return dana.signIn(with, cli).isOutside();
    }

    private void confirm() {
        confirm(browser);
    }

    private void confirm(Browser with) {
        Page waiting = dana.waiting(with, cli);
        Page in = with.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
    }

    @Test
    void theCookieIsAsSafeAsACookieCanBe() {
        confirm();
        assertThat(browser.received("Set-Cookie"))
                .filteredOn(header -> header.startsWith(COOKIE))
                .singleElement()
                .satisfies(header -> assertThat(header)
                        .matches(COOKIE + "[A-Za-z0-9_-]{22}=[0-9a-f-]{36}\\.[A-Za-z0-9_-]{43};.*")
                        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=2592000")
                        .doesNotContain("Domain"));
    }

    @Test
    void theDatabaseDoesNotHoldWhatTheCookieHolds() {
        confirm();
        String secret = browser.cookies().value(COOKIE).split("\\.")[1];
        JsonNode stored = REALM.admin().get(REALM.path("/users/" + dana.id() + "/credentials"));
        assertThat(stored.toString()).contains("gatehouse-device").doesNotContain(secret);
        JsonNode exported = REALM.admin()
                .send("POST", REALM.path("/partial-export?exportClients=false"), null)
                .body();
        assertThat(String.valueOf(exported)).doesNotContain(secret);
    }

    @Test
    void aTrustedDeviceIsAskedNothing() {
        confirm();
        assertThat(isTrusted(reopened(browser))).isTrue();
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).hasSize(1);
        assertThat(DeviceEvents.of(dana, "device_trusted")).hasSize(1);
    }

    @Test
    void aCookieThatWasChangedIsNone() {
        confirm();
        String value = browser.cookies().value(COOKIE);
        String id = value.substring(0, 36);
        for (String other : List.of(
                id + "." + "A".repeat(43),
                "00000000-0000-0000-0000-000000000000" + value.substring(36),
                value.substring(0, value.length() - 1),
                id,
                "",
                "x".repeat(3000))) {
            Browser copy = reopened(browser);
            copy.cookies().change(COOKIE, other);
            assertThat(isTrusted(copy)).as(other).isFalse();
        }
        assertThat(dana.devices()).hasSize(1);
        assertThat(isTrusted(reopened(browser))).isTrue();
    }

    @Test
    void severalPeopleOnOneBrowserKeepTheirOwnTrust() {
        confirm();
        Somebody vera = Somebody.of(REALM);
        Browser same = reopened(browser);
        Page waiting = vera.signIn(same, cli);
        assertThat(waiting.isOutside()).isFalse();
        same.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(vera.mail())));
        assertThat(same.cookies().names())
                .filteredOn(name -> name.startsWith(COOKIE))
                .hasSize(2);
        assertThat(isTrusted(reopened(same))).isTrue();
        assertThat(vera.signIn(reopened(same), cli).isOutside()).isTrue();
    }

    @Test
    void somebodysCookieIsWorthNothingForSomebodyElse() {
        confirm();
        Somebody vera = Somebody.of(REALM);
        Browser theirs = new Browser(REALM.server().url());
        Page waiting = vera.signIn(theirs, cli);
        theirs.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(vera.mail())));
        Browser forged = reopened(theirs);
        forged.cookies().change(COOKIE, browser.cookies().value(COOKIE));
        assertThat(vera.signIn(forged, cli).isOutside()).isFalse();
    }

    @Test
    void withinThirtyDaysNothingIsAskedAndAfterThemThereIs() throws Exception {
        confirm();
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            clock.forward(Duration.ofDays(30).minusMinutes(1));
            assertThat(isTrusted(reopened(browser))).isTrue();
            clock.forward(Duration.ofMinutes(2));
            assertThat(isTrusted(reopened(browser))).isFalse();
        }
    }

    @Test
    void theSecretChangesDailyAndAnAnswerThatWasLostDoesNoHarm() throws Exception {
        confirm();
        String first = browser.cookies().value(COOKIE);
        Browser lost = reopened(browser);
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            Browser sameDay = reopened(browser);
            assertThat(isTrusted(sameDay)).isTrue();
            assertThat(sameDay.cookies().value(COOKIE)).isEqualTo(first);

            clock.forward(Duration.ofDays(1));
            Browser next = reopened(browser);
            assertThat(isTrusted(next)).isTrue();
            String second = next.cookies().value(COOKIE);
            assertThat(second).isNotEqualTo(first).startsWith(first.substring(0, 36));
            // whoever never got the answer is told the same
            assertThat(isTrusted(reopened(lost))).isTrue();
            Browser again = reopened(lost);
            assertThat(isTrusted(again)).isTrue();
            assertThat(again.cookies().value(COOKIE)).isEqualTo(second);

            clock.forward(Duration.ofDays(1));
            assertThat(isTrusted(reopened(next))).isTrue();
            assertThat(DeviceEvents.of(dana, "device_cookie_reuse")).isEmpty();
        }
    }

    @Test
    void tabsThatAllComeWithTheSameSecretAreAllLetIn() throws Exception {
        confirm();
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            clock.forward(Duration.ofDays(1));
            List<String> cookies = AtOnce.times(8, () -> {
                Browser tab = reopened(browser);
                assertThat(isTrusted(tab)).isTrue();
                return tab.cookies().value(COOKIE);
            });
            assertThat(cookies.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void aCopiedCookieIsFoundOutAndEndsTheDeviceAndItsSessions() throws Exception {
        dana.session(cli, browser, "openid offline_access");
        Browser thief = reopened(browser);
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            for (int day = 1; day <= 2; day++) {
                clock.forward(Duration.ofDays(1));
                Browser owner = reopened(browser);
                assertThat(isTrusted(owner)).isTrue();
                browser.cookies().change(COOKIE, owner.cookies().value(COOKIE));
            }
            clock.forward(Duration.ofMinutes(1));
            assertThat(dana.offlineSessions("enclii-cli")).isEqualTo(1);
            Page stopped = dana.signIn(thief, cli);
            assertThat(stopped.isOutside()).isFalse();
            assertThat(stopped.id()).isEqualTo("gatehouse-device-wait");
            assertThat(DeviceEvents.of(dana, "device_cookie_reuse"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.get("error").textValue()).isEqualTo("device_cookie_reuse");
                        assertThat(event.at("/details/device_id").textValue())
                                .isEqualTo(browser.cookies().value(COOKIE).substring(0, 36));
                        assertThat(event.at("/details/device_label").textValue())
                                .isNotEmpty();
                    });
            assertThat(dana.devices()).isEmpty();
            assertThat(dana.offlineSessions("enclii-cli")).isZero();
            assertThat(isTrusted(reopened(browser))).isFalse();
        }
    }

    @Test
    void theTwentyFirstDeviceTakesThePlaceOfTheOneUnusedForLongest() {
        dana = Somebody.withDevices(REALM, MOST);
        List<String> before = dana.devices();
        assertThat(before).hasSize(MOST);
        confirm();
        assertThat(dana.devices()).hasSize(MOST).doesNotContain(before.get(0)).containsAll(before.subList(1, MOST));
        assertThat(DeviceEvents.of(dana, "device_removed")).singleElement().satisfies(event -> {
            assertThat(event.at("/details/device_id").textValue()).isEqualTo(before.get(0));
            assertThat(event.at("/details/reason").textValue()).isEqualTo("too_many");
        });
        assertThat(isTrusted(reopened(browser))).isTrue();
    }

    @Test
    void aSessionThatWasOpenedFromATrustedDevicePassesWithoutTheCookie() throws Exception {
        confirm();
        Browser sso = new Browser(REALM.server().url());
        sso.cookies().copyFrom(browser.cookies(), name -> !name.startsWith(COOKIE));
        Page joined = sso.open(cli.login(Somebody.SOMEWHERE, "openid").url());
        assertThat(joined.isOutside()).as(joined.toString()).isTrue();

        REALM.admin()
                .delete(REALM.path(
                        "/users/" + dana.id() + "/credentials/" + dana.devices().get(0)));
        Page stopped = dana.person()
                .goOn(sso, sso.open(cli.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(stopped.isOutside()).isFalse();
    }

    @Test
    void anotherPasswordEndsTheTrust() {
        confirm();
        REALM.admin()
                .put(
                        REALM.path("/users/" + dana.id() + "/reset-password"),
                        Somebody.json(Map.of("type", "password", "value", "password", "temporary", false)));
        assertThat(isTrusted(reopened(browser))).isFalse();
    }

    @Test
    void anotherAddressEndsTheTrust() {
        confirm();
        ObjectNode user = (ObjectNode) REALM.user(dana.email());
        user.put("email", "other-" + dana.email()).put("username", "other-" + dana.email());
        REALM.admin().put(REALM.path("/users/" + dana.id()), user);
        Somebody renamed = new Somebody(REALM, "other-" + dana.email(), dana.id());
        assertThat(renamed.signIn(reopened(browser), cli).isOutside()).isFalse();
        user.put("email", dana.email()).put("username", dana.email());
        REALM.admin().put(REALM.path("/users/" + dana.id()), user);
        // removed with the change, not only passed over
        assertThat(isTrusted(reopened(browser))).isFalse();
    }

    @Test
    void whoeverIsDisabledIsNotLetInByTheirDevice() {
        confirm();
        ObjectNode user = (ObjectNode) REALM.user(dana.email());
        user.put("enabled", false);
        REALM.admin().put(REALM.path("/users/" + dana.id()), user);
        assertThat(isTrusted(reopened(browser))).isFalse();
    }

    @Test
    void withoutASafeConnectionNobodyIsLetIn() {
        browser.sends("User-Agent", SAFARI);
        Page page = dana.signIn(browser, cli);
        assertThat(page.id()).isEqualTo("gatehouse-refused");
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).containsExactly("insecure_connection");
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
    }
}
