package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairTableTest {

    @Test
    void readsWhatTheAdminConsoleSaves() throws Exception {
        assertThat(parse("[{\"key\":\"a\",\"value\":\"1\"},{\"value\":\"2\",\"key\":\"a\"}]"))
                .containsExactly("a=1", "a=2");
        assertThat(parse("")).isEmpty();
        assertThat(parse(null)).isEmpty();
        assertThat(parse("[]")).isEmpty();
    }

    @Test
    void refusesALineThatSaysTwoThingsOrMoreThanItCan() {
        refused("[{\"key\":\"a\",\"key\":\"b\",\"value\":\"1\"}]", "\"Table\" is not JSON: Duplicate field 'key'");
        refused("[{\"key\":\"a\",\"value\":\"1\",\"unless\":\"b\"}]", "Line 1 of \"Table\" is {\"key\":\"a\"");
        refused("[{\"key\":\"a\",\"value\":1}]", "Line 1 of \"Table\" is {\"key\":\"a\",\"value\":1}, not {\"key\": …");
        refused("[{\"key\":\"a\",\"value\":null}]", "Line 1 of \"Table\" is");
        refused("[null]", "Line 1 of \"Table\" is null");
        refused("[] []", "\"Table\" is not JSON");
    }

    @Test
    void refusesWhatIsTooDeepInsteadOfOverflowingTheStack() {
        refused("[".repeat(100_000), "\"Table\" is not JSON: Document nesting depth (1001) exceeds");
        refused("[{\"key\":" + "[".repeat(900) + "]".repeat(900) + "}]", "Line 1 of \"Table\" is {\"key\":[[[[");
    }

    @Test
    void aMessageShowsOnlyTheBeginningOfALongLine() {
        assertThatThrownBy(() -> parse("[\"" + "x".repeat(1_000_000) + "\"]"))
                .isInstanceOf(InvalidConfigurationException.class)
                .satisfies(e ->
                        assertThat(e.getMessage()).hasSizeLessThan(300).endsWith("…, not {\"key\": …, \"value\": …}."));
    }

    @Test
    void aMessageCannotForgeALineOfTheLog() {
        assertThat(new InvalidConfigurationException("Rule \"/a\r\nERROR: b\u0085\u2028\" $1 \\ → ä"))
                .hasMessage("Rule \"/a\\u000d\\u000aERROR: b\\u0085\\u2028\" $1 \\ → ä");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static List<String> parse(String json) throws InvalidConfigurationException {
        return PairTable.parse("Table", json, (key, value) -> key + "=" + value);
    }
}
