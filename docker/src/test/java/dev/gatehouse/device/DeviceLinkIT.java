package dev.gatehouse.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the link of a mail opens, and what it does not. */
class DeviceLinkIT {

    private static final int WRONG_NUMBERS = 2;

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceSettings.of("mail.wait.seconds", "1"));

    private RelyingParty cli;
    private Browser browser;
    private Browser phone;
    private Somebody dana;
    private Page waiting;
    private Mail mail;
    private URI link;

    @BeforeEach
    void somebodyWaits() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        phone = new Browser(REALM.server().url());
        dana = Somebody.of(REALM);
        waiting = dana.signIn(browser, cli);
        mail = dana.mail();
        link = Somebody.link(mail);
    }

    private String number() {
        return waiting.document().select("#gatehouse-number").text();
    }

    private String wrongNumber() {
        return phone.open(link).document().select("#gatehouse-confirm button").eachAttr("value").stream()
                .filter(number -> !number.equals(number()))
                .findFirst()
                .orElseThrow();
    }

    private static String state(Page page) {
        return page.document().select("#gatehouse-device-done").attr("data-state");
    }

    private Page goOn() {
        return browser.submit(waiting.forms().get(0));
    }

    private void assertStillWaiting() {
        Page page = goOn();
        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(page.id()).isEqualTo("gatehouse-device-wait");
        assertThat(page.document().select("#gatehouse-number").text()).isEqualTo(number());
        waiting = page;
    }

    @Test
    void openingItChangesNothingHoweverOftenAndByWhatever() throws Exception {
        for (Browser scanner :
                List.of(phone, browser, new Browser(REALM.server().url()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(scanner.open(link).id()).isEqualTo("gatehouse-device-confirm");
                HttpResponse<Void> head = Http.client()
                        .send(
                                HttpRequest.newBuilder(link)
                                        .method("HEAD", BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.discarding());
                assertThat(head.statusCode()).isEqualTo(200);
                assertThat(head.headers().firstValue("Cache-Control")).contains("no-store");
            }
        }
        assertStillWaiting();
        assertThat(DeviceEvents.of(dana, "device_verification_confirmed")).isEmpty();
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        assertThat(goOn().isOutside()).isTrue();
    }

    @Test
    void aPostThatIsNoAnswerChangesNothing() {
        for (Map<String, String> nothing :
                List.<Map<String, String>>of(Map.of(), Map.of("number", number()), Map.of("answer", "yes"))) {
            assertThat(phone.post(link, nothing).id()).isEqualTo("gatehouse-device-confirm");
        }
        assertStillWaiting();
    }

    @Test
    void ofAHundredAnswersAtOnceOneWins() throws Exception {
        String number = number();
        List<String> states = AtOnce.times(
                100,
                () -> state(
                        new Browser(REALM.server().url()).post(link, Map.of("answer", "confirm", "number", number))));
        assertThat(states).filteredOn("confirmed"::equals).hasSize(1);
        assertThat(states).filteredOn("used"::equals).hasSize(99);
        assertThat(DeviceEvents.of(dana, "device_verification_confirmed")).hasSize(1);
        assertThat(goOn().isOutside()).isTrue();
        assertThat(DeviceEvents.of(dana, "device_trusted")).hasSize(1);
    }

    @Test
    void aSecondUseSaysSoAndChangesNothing() {
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        Page again = phone.open(link);
        assertThat(state(again)).isEqualTo("used");
        assertThat(again.status()).isEqualTo(400);
        assertThat(state(phone.post(link, Map.of("answer", "deny")))).isEqualTo("used");
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).containsExactly("used", "used");
        assertThat(goOn().isOutside()).isTrue();
    }

    @Test
    void aWrongNumberEndsTheLogin() {
        assertThat(state(phone.post(link, Map.of("answer", "confirm", "number", wrongNumber()))))
                .isEqualTo("wrong_number");
        Page ended = goOn();
        assertThat(ended.id()).isEqualTo("gatehouse-refused");
        assertThat(ended.status()).isEqualTo(403);
        assertThat(state(phone.post(link, Map.of("answer", "confirm", "number", number()))))
                .isEqualTo("used");
        assertThat(goOn().isOutside()).isFalse();
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).contains("wrong_number");
        assertThat(DeviceEvents.of(dana, "device_trusted")).isEmpty();
    }

    @Test
    void noNumberIsAWrongOne() {
        assertThat(state(phone.post(link, Map.of("answer", "confirm")))).isEqualTo("wrong_number");
        assertThat(goOn().isOutside()).isFalse();
    }

    @Test
    void theChoicesStayTheSameSoThatReloadingTellsNothing() {
        List<String> choices =
                phone.open(link).document().select("#gatehouse-confirm button").eachAttr("value");
        assertThat(choices).hasSize(1 + WRONG_NUMBERS).doesNotHaveDuplicates();
        for (int i = 0; i < 5; i++) {
            Page page = new Browser(REALM.server().url()).open(link);
            assertThat(page.document().select("#gatehouse-confirm button").eachAttr("value"))
                    .isEqualTo(choices);
        }
    }

    @Test
    void theCookiesOfKeycloaksLoginMakeNoBrowserTheWaitingOne() {
        phone.cookies().copyFrom(browser.cookies(), name -> name.startsWith("AUTH_SESSION") || name.startsWith("KC_"));
        assertThat(phone.open(link).document().select("#gatehouse-confirm button"))
                .hasSize(1 + WRONG_NUMBERS);
        assertThat(state(phone.post(link, Map.of("answer", "confirm")))).isEqualTo("wrong_number");
    }

    @Test
    void neitherDoTheyHaveAnotherBrowserGoOnWithTheLoginOfTheOneThatWaits() {
        Browser thief = new Browser(REALM.server().url());
        thief.cookies().copyFrom(browser.cookies(), name -> name.startsWith("AUTH_SESSION") || name.startsWith("KC_"));
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        Page stays = thief.submit(waiting.forms().get(0));
        assertThat(stays.isOutside()).as(stays.toString()).isFalse();
        assertThat(stays.id()).isEqualTo("gatehouse-device-wait");
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void norByTheCodeThatWasMeantForIt() {
        Browser thief = new Browser(REALM.server().url());
        thief.cookies().copyFrom(browser.cookies(), name -> name.startsWith("AUTH_SESSION") || name.startsWith("KC_"));
        Page stays = thief.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(mail)));
        assertThat(stays.isOutside()).as(stays.toString()).isFalse();
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void whatWasConfirmedAndHeldBackOpensNothingOnceAnotherLoginIsDenied() {
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        dana.waiting(new Browser(REALM.server().url()), cli);
        assertThat(state(phone.post(Somebody.link(dana.mail()), Map.of("answer", "deny"))))
                .isEqualTo("denied");

        Page again = goOn();
        assertThat(again.isOutside()).as(again.toString()).isFalse();
        assertThat(again.formWith("username")).as(again.toString()).isPresent();
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void norOnceThePasswordIsAnother() {
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        REALM.admin()
                .put(
                        REALM.path("/users/" + dana.id() + "/reset-password"),
                        Somebody.json(Map.of("type", "password", "value", "another one", "temporary", false)));

        Page again = goOn();
        assertThat(again.isOutside()).as(again.toString()).isFalse();
        assertThat(again.formWith("username")).as(again.toString()).isPresent();
        assertThat(dana.devices()).isEmpty();
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).contains("person_changed");
    }

    @Test
    void onlyTheLoginThatTheMailIsAboutGoesOn() {
        Browser thief = new Browser(REALM.server().url());
        Page other = dana.signIn(thief, cli);
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        Page stays = thief.submit(other.forms().get(0));
        assertThat(stays.isOutside()).as(stays.toString()).isFalse();
        assertThat(stays.id()).isEqualTo("gatehouse-device-wait");
        assertThat(goOn().isOutside()).isTrue();
        assertThat(thief.submit(other.forms().get(0)).isOutside()).isFalse();
    }

    @Test
    void nobodyElsesWaitingPageCanBeAskedHowThingsStand() {
        URI status = URI.create(waiting.document().select("[data-status]").attr("data-status"));
        assertThat(browser.open(status).text()).contains("pending");
        assertThat(phone.open(status).text()).contains("gone");
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        assertThat(browser.open(status).text()).contains("decided");
        assertThat(phone.open(status).text()).contains("gone");
    }

    @Test
    void aLinkThatIsNoneSaysSoAndIsAnEvent() {
        int before = DeviceEvents.anonymous(REALM, "device_verification_failed").size();
        for (String none : List.of(
                "A".repeat(43), "x", link.getPath().substring(link.getPath().lastIndexOf('/') + 2))) {
            Page page = phone.open(link.resolve(none));
            assertThat(state(page)).as(page.toString()).isEqualTo("link_unknown");
            assertThat(state(phone.post(link.resolve(none), Map.of("answer", "confirm", "number", number()))))
                    .isEqualTo("link_unknown");
        }
        assertThat(DeviceEvents.anonymous(REALM, "device_verification_failed")).hasSize(before + 6);
        assertStillWaiting();
    }

    @Test
    void theLinkOfAnotherRealmIsNone() {
        URI elsewhere = URI.create(link.toString().replace("/realms/" + REALM.name() + "/", "/realms/master/"));
        assertThat(state(phone.post(elsewhere, Map.of("answer", "confirm", "number", number()))))
                .isEqualTo("link_unknown");
        assertStillWaiting();
    }

    @Test
    void theMailHoldsNeitherTheNumberNorAnythingOfTheDevice() {
        String facts = mail.text()
                .replace(link.toString(), "")
                .replace(Somebody.code(mail), "")
                .replaceAll("\\d+[.:]\\d+(?:[.:]\\d+)*", "")
                .replaceAll("\\b20\\d\\d\\b|\\b\\d\\d?,|\\b10 min", "");
        assertThat(facts).doesNotContain(number());
        assertThat(link.toString()).doesNotContain(number() + "/").doesNotContain("=" + number());
        phone.post(link, Map.of("answer", "confirm", "number", number()));
        goOn();
        String cookie = browser.cookies().value("__Host-gatehouse_device_");
        assertThat(new String(mail.source(), UTF_8)).doesNotContain(cookie.substring(cookie.indexOf('.') + 1));
    }

    @Test
    void whoeverItWasNotSaysSoAndTheAccountIsSafe() throws Exception {
        Somebody.Session before = dana.session(cli);
        assertThat(state(phone.post(link, Map.of("answer", "deny")))).isEqualTo("denied");

        Page ended = goOn();
        assertThat(ended.id()).isEqualTo("gatehouse-refused");
        assertThat(state(phone.post(link, Map.of("answer", "confirm", "number", number()))))
                .isEqualTo("used");
        assertThatThrownBy(() -> cli.refresh(before.tokens())).isInstanceOf(RelyingParty.OAuthErrorException.class);
        assertThat(dana.devices()).isEmpty();
        assertThat(DeviceEvents.reasons(dana, "device_verification_denied")).containsExactly("denied");

        // the password is gone; the mailbox brings another one
        Page wrong = dana.signIn(new Browser(REALM.server().url()), cli);
        assertThat(wrong.formWith("password")).as(wrong.toString()).isPresent();
        assertThat(wrong.isOutside()).isFalse();
    }
}
