package dev.gatehouse.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIdTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678",
                "a.b_c-D9",
                "........",
                "0123456789012345678901234567890123456789012345678901234567890123",
                "8f14e45f-ceea-467f-a9e2-3f1d2b6c7d8e"
            })
    void keepsAnIdOfTheCharactersAndLengthsAllowed(String text) {
        assertThat(of(text, null)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234567",
                "01234567890123456789012345678901234567890123456789012345678901234",
                "12345678 ",
                " 12345678",
                "1234 5678",
                "12345678\n",
                "12345678\r\nSet-Cookie: a=b",
                "12345678\u0000",
                "1234567\u0661",
                "１２３４５６７８",
                "abcdéfgh",
                "12345678,abcdefgh",
                "<script>alert(1)</script>",
                "${jndi:ldap://evil.example}",
                "%0d%0a12345678",
                "../../etc/passwd"
            })
    void replacesEverythingElse(String hostile) {
        assertReplaced(of(hostile, null), hostile);
    }

    @Test
    void replacesWhatIsVeryLong() {
        assertReplaced(of("a".repeat(10_000), null), "a".repeat(10_000));
        assertReplaced(of(null, TRACEPARENT.replace("00-0af", "01-0af") + "-" + "a".repeat(10_000)), TRACE);
    }

    @Test
    void acceptsExactlyWhatTheRuleSays() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            String text = random(random);
            boolean fits = text.length() >= 8
                    && text.length() <= 64
                    && text.chars().allMatch(character -> ALPHABET.indexOf(character) >= 0);
            assertThat(CorrelationId.parse(text).isPresent()).as(text).isEqualTo(fits);
            if (!fits) {
                assertThatThrownBy(() -> new CorrelationId(text)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(70);
        for (int i = 0; i < length; i++) {
            text.append(
                    random.nextInt(100) == 0
                            ? (char) random.nextInt(0x300)
                            : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    @Test
    void takesTheTraceIdWhereThereIsNoIdOfItsOwn() {
        assertThat(of(null, TRACEPARENT)).isEqualTo(TRACE);
        assertThat(of("short", TRACEPARENT)).isEqualTo(TRACE);
        assertThat(of("an-id-of-its-own", TRACEPARENT)).isEqualTo("an-id-of-its-own");
    }

    @Test
    void readsTheTraceIdOfLaterVersionsToo() {
        assertThat(of(null, "cc-" + TRACE + "-b7ad6b7169203331-01")).isEqualTo(TRACE);
        assertThat(of(null, "cc-" + TRACE + "-b7ad6b7169203331-01-what-the-future-brings"))
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff-" + TRACE + "-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-" + TRACE + "-B7AD6B7169203331-01",
                "00-" + TRACE + "-b7ad6b7169203331-0A",
                "00-" + TRACE + "-b7ad6b7169203331-01-more",
                "00-" + TRACE + "-b7ad6b7169203331-01-",
                "cc-" + TRACE + "-b7ad6b7169203331-01more",
                "00-" + TRACE + "-b7ad6b7169203331",
                "00-" + TRACE + "a-b7ad6b7169203331-01",
                "0-" + TRACE + "-b7ad6b7169203331-01",
                " 00-" + TRACE + "-b7ad6b7169203331-01",
                "00-" + TRACE + "-b7ad6b7169203331-01\n",
                "00_" + TRACE + "_b7ad6b7169203331_01",
                TRACE
            })
    void refusesATraceThatIsInvalidByTheSpecification(String invalid) {
        assertReplaced(of(null, invalid), TRACE);
    }

    @Test
    void noTraceParentThatIsChangedInOnePlaceToWhatItMayNotHoldIsRead() {
        for (int i = 0; i < TRACEPARENT.length(); i++) {
            for (char hostile : new char[] {'G', 'g', ' ', '\n', '\u0660', '.'}) {
                String changed = TRACEPARENT.substring(0, i) + hostile + TRACEPARENT.substring(i + 1);
                assertThat(CorrelationId.ofTraceparent(changed)).as(changed).isEmpty();
            }
        }
    }

    @Test
    void aHeaderThatComesTwiceSaysNothing() {
        assertReplaced(
                CorrelationId.ofRequest(List.of("12345678", "12345678"), null).text(), "12345678");
        assertReplaced(
                CorrelationId.ofRequest(null, List.of(TRACEPARENT, TRACEPARENT)).text(), TRACE);
        assertThat(CorrelationId.ofRequest(List.of("12345678", "abcdefgh"), List.of(TRACEPARENT))
                        .text())
                .isEqualTo(TRACE);
        assertThat(CorrelationId.ofRequest(List.of(), List.of()).text()).hasSize(36);
    }

    @Test
    void newOnesAreAcceptedAndNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = CorrelationId.random().text();
            assertThat(CorrelationId.parse(id)).isPresent();
            assertThat(seen.add(id)).isTrue();
            assertThat(id).isEqualTo(id.toLowerCase(Locale.ROOT));
        }
    }

    private static String of(String id, String traceparent) {
        return CorrelationId.ofRequest(
                        id == null ? null : List.of(id), traceparent == null ? null : Arrays.asList(traceparent))
                .text();
    }

    private static void assertReplaced(String id, String hostile) {
        assertThat(id).isNotEqualTo(hostile).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }
}
