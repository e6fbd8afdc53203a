package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The code of a mail, and how often somebody may guess it. */
class DeviceCodeIT {

    private static final int TRIES = 5;
    private static final int WRONG_A_DAY = 10;

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(realm -> {
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        // else whoever types faster than a person is locked out before anything else
        realm.put("quickLoginCheckMilliSeconds", 0);
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

    private static String wrong(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    private static Page enter(Browser browser, Page waiting, String code) {
        return browser.submit(waiting.formWith("code")
                .orElseThrow(() -> new AssertionError(waiting.toString()))
                .fill("code", code));
    }

    /** As many as are expected, or what there are when there is nothing more to wait for: Keycloak counts in the background. */
    private int failures(int expected) {
        int failures;
        long end = System.nanoTime() + 10_000_000_000L;
        do {
            failures = REALM.admin()
                    .get(REALM.path("/attack-detection/brute-force/users/" + dana.id()))
                    .get("numFailures")
                    .intValue();
        } while (failures < expected && System.nanoTime() < end);
        return failures;
    }

    @Test
    void aWrongCodeIsSaidAndCountsAndTheRightOneStillDoes() {
        Page waiting = dana.signIn(browser, cli);
        String code = Somebody.code(dana.mail());
        Page again = enter(browser, waiting, wrong(code));
        assertThat(again.id()).isEqualTo("gatehouse-device-wait");
        assertThat(again.document().select("#code").attr("aria-invalid")).isEqualTo("true");
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).containsExactly("code_wrong");
        assertThat(failures(1)).isEqualTo(1);
        assertThat(enter(browser, again, code).isOutside()).isTrue();
    }

    @Test
    void aLoginHasFiveTriesAndThenTheLink() {
        Page waiting = dana.signIn(browser, cli);
        Mail mail = dana.mail();
        String code = Somebody.code(mail);
        for (int i = 1; i <= TRIES; i++) {
            waiting = enter(browser, waiting, wrong(code));
            assertThat(failures(i)).isEqualTo(i);
        }
        assertThat(waiting.formWith("code")).as(waiting.toString()).isEmpty();
        // whoever sends one all the same
        Page late = browser.post(waiting.forms().get(0).action(), Map.of("code", code));
        assertThat(late.isOutside()).as(late.toString()).isFalse();
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).contains("code_tries");

        Page asked = browser.open(Somebody.link(mail));
        browser.submit(asked.formWith("answer").orElseThrow());
        assertThat(browser.submit(late.forms().get(0)).isOutside()).isTrue();
    }

    @Test
    void anotherMailBringsNoNewTries() {
        Page waiting = dana.signIn(browser, cli);
        String code = Somebody.code(dana.mail());
        for (int i = 1; i < TRIES; i++) {
            waiting = enter(browser, waiting, wrong(code));
            assertThat(failures(i)).isEqualTo(i);
        }
        Page sent = dana.again(browser, waiting);
        String other = Somebody.code(dana.mail());
        Page last = enter(browser, sent, wrong(other));
        assertThat(last.formWith("code")).isEmpty();
        Page late = browser.post(last.forms().get(0).action(), Map.of("code", other));
        assertThat(late.isOutside()).isFalse();
    }

    @Test
    void theCodeOfTheNewestMailCounts() {
        Page waiting = dana.signIn(browser, cli);
        String first = Somebody.code(dana.mail());
        Page sent = dana.again(browser, waiting);
        String second = Somebody.code(dana.mail());
        if (!first.equals(second)) {
            sent = enter(browser, sent, first);
            assertThat(sent.isOutside()).isFalse();
        }
        assertThat(enter(browser, sent, second).isOutside()).isTrue();
    }

    @Test
    void theLinksOfAllItsMailsLeadToTheLogin() {
        Page waiting = dana.signIn(browser, cli);
        URI first = Somebody.link(dana.mail());
        Page sent = dana.again(browser, waiting);
        assertThat(Somebody.link(dana.mail())).isNotEqualTo(first);
        Page asked = browser.open(first);
        browser.submit(asked.formWith("answer").orElseThrow());
        assertThat(browser.submit(sent.forms().get(0)).isOutside()).isTrue();
    }

    @Test
    void guessesAtTheSameTimeShareNoTry() throws Exception {
        Page waiting = dana.signIn(browser, cli);
        String code = Somebody.code(dana.mail());
        URI action = waiting.formWith("code").orElseThrow().action();
        AtOnce.times(30, () -> {
            Browser tab = new Browser(REALM.server().url());
            tab.cookies().copyFrom(browser.cookies(), name -> true);
            return tab.post(action, Map.of("code", wrong(code)));
        });
        List<String> reasons = DeviceEvents.reasons(dana, "device_verification_failed");
        assertThat(reasons).filteredOn("code_wrong"::equals).hasSizeBetween(1, TRIES);
        int wrongs = Collections.frequency(reasons, "code_wrong");
        assertThat(failures(wrongs)).isEqualTo(wrongs);
    }

    @Test
    void whoGuessedTenTimesInADayHasTheLinkAlone() {
        for (int i = 0; i < WRONG_A_DAY / TRIES; i++) {
            Browser other = new Browser(REALM.server().url());
            Page waiting = afterAPause(other);
            String code = Somebody.code(dana.mail());
            for (int j = 1; j <= TRIES; j++) {
                waiting = enter(other, waiting, wrong(code));
                // while Keycloak counts one, it takes no other
                assertThat(failures(j)).isEqualTo(j);
            }
        }
        REALM.admin().delete(REALM.path("/attack-detection/brute-force/users/" + dana.id()));
        Page waiting = afterAPause(browser);
        Mail mail = dana.mail();
        assertThat(waiting.formWith("code")).as(waiting.toString()).isEmpty();
        Page refused = browser.post(waiting.forms().get(0).action(), Map.of("code", Somebody.code(mail)));
        assertThat(refused.isOutside()).isFalse();
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).contains("code_tries");
        browser.submit(browser.open(Somebody.link(mail)).formWith("answer").orElseThrow());
        assertThat(browser.submit(refused.forms().get(0)).isOutside()).isTrue();
    }

    /** Signs in after what was wrong before, and has a mail sent. */
    private Page afterAPause(Browser other) {
        REALM.admin().delete(REALM.path("/attack-detection/brute-force/users/" + dana.id()));
        return dana.waiting(other, cli);
    }

    @Test
    void whatIsRefusedByPolicyIsNoFailedAttempt() {
        Page waiting = dana.signIn(browser, cli);
        Browser phone = new Browser(REALM.server().url());
        phone.post(Somebody.link(dana.mail()), Map.of("answer", "confirm", "number", "1"));
        assertThat(browser.submit(waiting.forms().get(0)).id()).isEqualTo("gatehouse-refused");
        // what is counted next is the first
        new Person(dana.email(), "wrong")
                .goOn(phone, phone.open(cli.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(failures(1)).isEqualTo(1);
    }

    @Test
    void aCodeOfAnotherLoginIsWrong() {
        Page mine = dana.signIn(browser, cli);
        String code = Somebody.code(dana.mail());
        Somebody other = Somebody.of(REALM);
        Browser theirs = new Browser(REALM.server().url());
        Page waiting = other.signIn(theirs, cli);
        String theirCode = Somebody.code(other.mail());
        if (!code.equals(theirCode)) {
            assertThat(enter(theirs, waiting, code).isOutside()).isFalse();
        }
        assertThat(enter(browser, mine, code).isOutside()).isTrue();
    }

    @Test
    void whatIsNoCodeCostsNoTry() {
        Page waiting = dana.signIn(browser, cli);
        String code = Somebody.code(dana.mail());
        for (String typed : Collections.nCopies(TRIES + 1, "12345")) {
            waiting = enter(browser, waiting, typed);
        }
        assertThat(enter(browser, waiting, " " + code.substring(0, 3) + " " + code.substring(3))
                        .isOutside())
                .isTrue();
    }
}
