package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.device.TrustedDevice.Distrusted;
import dev.gatehouse.device.TrustedDevice.Trusted;
import dev.gatehouse.device.TrustedDevice.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a device's cookie, day by day. */
class TrustedDeviceTest {

    private static final Instant START = Instant.parse("2026-10-03T10:00:00Z");
    private static final String BINDING = "binding";
    private static final TrustPeriod FIXED = new TrustPeriod(30, false);
    private static final TrustPeriod SLIDING = new TrustPeriod(30, true);

    private DeviceSecret cookie = DeviceSecret.random();
    private TrustedDevice stored = device(FIXED, true);
    private TrustPeriod period = FIXED;

    private TrustedDevice device(TrustPeriod of, boolean confirmed) {
        return TrustedDevice.create(
                UUID.randomUUID().toString(), "label", "Chrome", "Windows", cookie, BINDING, of, START, confirmed);
    }

    private Verdict judge(DeviceSecret presented, Instant now) {
        return stored.judge(presented, BINDING, period, now);
    }

    /** A whole login: what is to be stored is stored, and the browser gets its cookie. */
    private void logIn(Instant now) {
        Verdict verdict = judge(cookie, now);
        assertThat(verdict).isInstanceOf(Trusted.class);
        Trusted trusted = (Trusted) verdict;
        stored = trusted.changed().orElse(stored);
        cookie = trusted.cookie().orElse(cookie);
    }

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    @Test
    void onItsFirstDayNothingChangesAndNothingIsWritten() {
        assertThat(judge(cookie, START.plusSeconds(60))).isEqualTo(new Trusted(Optional.empty(), Optional.empty()));
    }

    @Test
    void theNextDayBringsTheSuccessorAndOneWrite() {
        Trusted trusted = (Trusted) judge(cookie, day(1));
        assertThat(trusted.cookie()).isPresent().get().isNotEqualTo(cookie);
        assertThat(trusted.changed().orElseThrow().shown().lastUsed()).isEqualTo("2026-10-04");
    }

    @Test
    void tabsAndNodesAtTheSameTimeAreToldTheSameSuccessor() {
        Trusted one = (Trusted) judge(cookie, day(1));
        Trusted other = (Trusted) judge(cookie, day(1).plusSeconds(1));
        assertThat(one.cookie()).isEqualTo(other.cookie());
    }

    @Test
    void anAnswerThatWasLostDoesNoHarm() {
        Trusted lost = (Trusted) judge(cookie, day(1));
        stored = lost.changed().orElseThrow();
        for (int i = 2; i < 10; i++) {
            Trusted again = (Trusted) judge(cookie, day(i));
            assertThat(again.cookie()).isEqualTo(lost.cookie());
            stored = again.changed().orElseThrow();
        }
    }

    @Test
    void theOldSecretHoldsUntilItsSuccessorWasPresented() {
        DeviceSecret old = cookie;
        logIn(day(1));
        assertThat(judge(old, day(1).plusSeconds(3600))).isInstanceOf(Trusted.class);
        logIn(day(2));
        assertThat(judge(old, day(2).plusSeconds(3600))).isEqualTo(Distrusted.COPIED);
    }

    @Test
    void aRequestThatWasUnderWayWhenItsSecretWasOvertakenIsTakenForOne() {
        DeviceSecret old = cookie;
        logIn(day(1));
        logIn(day(2));
        Verdict late = judge(old, day(2).plus(TrustedDevice.OVERTAKEN).minusSeconds(1));
        assertThat(late).isInstanceOf(Trusted.class);
        assertThat(((Trusted) late).cookie()).contains(cookie);
        assertThat(((Trusted) late).changed()).isEmpty();
        assertThat(judge(old, day(2).plus(TrustedDevice.OVERTAKEN))).isEqualTo(Distrusted.COPIED);
    }

    @Test
    void ofTwoGenerationsAgoNoRequestCanBeUnderWay() {
        DeviceSecret old = cookie;
        logIn(day(1));
        logIn(day(2));
        logIn(day(3));
        logIn(day(4));
        assertThat(judge(old, day(4))).isEqualTo(Distrusted.COPIED);
    }

    @Test
    void everySecretThatWasEverOvertakenIsRecognised() {
        List<DeviceSecret> before = new ArrayList<>();
        for (int i = 1; i < 30; i++) {
            if (!before.contains(cookie)) {
                before.add(cookie);
            }
            logIn(day(i));
        }
        before.remove(cookie);
        assertThat(before).hasSizeGreaterThan(10);
        Instant last = day(29).plusSeconds(60);
        List<Verdict> verdicts =
                before.stream().map(secret -> judge(secret, last)).toList();
        // the last one may not have been overtaken yet
        assertThat(verdicts.subList(0, verdicts.size() - 1)).containsOnly(Distrusted.COPIED);
    }

    @Test
    void aCopiedCookieIsFoundOutWhenBothHaveUsedItOnDifferentDays() {
        Random random = new Random(42);
        for (int run = 0; run < 500; run++) {
            cookie = DeviceSecret.random();
            stored = device(FIXED, true);
            DeviceSecret[] held = {cookie, cookie};
            int[] uses = {0, 0};
            boolean found = false;
            for (int day = 1; day < 30 && !found; day++) {
                int who = random.nextInt(2);
                Verdict verdict = judge(held[who], day(day));
                if (verdict instanceof Trusted trusted) {
                    uses[who]++;
                    stored = trusted.changed().orElse(stored);
                    held[who] = trusted.cookie().orElse(held[who]);
                } else {
                    assertThat(verdict).isEqualTo(Distrusted.COPIED);
                    found = true;
                }
            }
            assertThat(found).as("uses %s", List.of(uses[0], uses[1])).isTrue();
        }
    }

    @Test
    void aSecretThatIsNoneOfTheDevicesSaysNothingOfACopy() {
        logIn(day(1));
        logIn(day(2));
        for (int i = 0; i < 100; i++) {
            assertThat(judge(DeviceSecret.random(), day(3))).isEqualTo(Distrusted.UNKNOWN);
        }
    }

    @Test
    void aFixedTrustEndsThirtyDaysAfterItBegan() {
        for (int i = 1; i < 30; i++) {
            logIn(day(i));
        }
        logIn(day(30).minusSeconds(1));
        assertThat(judge(cookie, day(30))).isEqualTo(Distrusted.EXPIRED);
    }

    @Test
    void aSlidingTrustEndsThirtyDaysAfterItsLastUse() {
        period = SLIDING;
        stored = device(SLIDING, true);
        logIn(day(29));
        logIn(day(58));
        assertThat(judge(cookie, day(87))).isInstanceOf(Trusted.class);
        assertThat(judge(cookie, day(88))).isEqualTo(Distrusted.EXPIRED);
    }

    @Test
    void aPeriodThatWasShortenedHoldsForWhatIsThere() {
        period = new TrustPeriod(7, false);
        assertThat(judge(cookie, day(7).minusSeconds(1))).isInstanceOf(Trusted.class);
        assertThat(judge(cookie, day(7))).isEqualTo(Distrusted.EXPIRED);
    }

    @Test
    void aPeriodThatWasLengthenedDoesNot() {
        period = new TrustPeriod(365, false);
        assertThat(judge(cookie, day(30))).isEqualTo(Distrusted.EXPIRED);
    }

    @Test
    void anotherAddressOrPasswordEndsTheTrust() {
        assertThat(stored.judge(cookie, "other", FIXED, START)).isEqualTo(Distrusted.PERSON_CHANGED);
        assertThat(stored.boundTo("other").judge(cookie, "other", FIXED, START)).isInstanceOf(Trusted.class);
    }

    @Test
    void aDeviceThatWasOnlyNoticedIsNotTrusted() {
        stored = device(FIXED, false);
        assertThat(judge(cookie, START)).isEqualTo(Distrusted.UNCONFIRMED);
        assertThat(stored.distrusted(BINDING, START)).contains(Distrusted.UNCONFIRMED);
    }

    @Test
    void aCopyIsReportedAlsoWhenTheTimeIsOver() {
        DeviceSecret old = cookie;
        logIn(day(1));
        logIn(day(2));
        assertThat(judge(old, day(40))).isEqualTo(Distrusted.COPIED);
    }

    @Test
    void whatIsStoredDoesNotHoldTheSecret() {
        assertThat(stored.toString())
                .doesNotContain(cookie.text())
                .doesNotContain(cookie.successor(stored.kept().key()).text());
        assertThat(cookie.toString()).doesNotContain(cookie.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "00000000-0000-0000-0000-000000000000",
                "00000000-0000-0000-0000-000000000000.",
                "00000000-0000-0000-0000-000000000000.AAAA",
                "00000000-0000-0000-0000-000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "00000000-0000-0000-0000-000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "00000000-0000-0000-0000-00000000000é.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "x.00000000-0000-0000-0000-000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoCookieIsNone(String value) {
        assertThat(PresentedDevice.parse(value)).isEmpty();
    }

    @Test
    void aCookieIsReadAsItWasWritten() {
        PresentedDevice device = new PresentedDevice(stored.id(), cookie);
        assertThat(PresentedDevice.parse(device.text())).contains(device);
        assertThat(PresentedDevice.parse(null)).isEmpty();
    }
}
