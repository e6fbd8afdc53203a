package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import java.net.IDN;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainListTest {

    @ParameterizedTest
    @CsvSource({
        "example.com,          example.com,             true",
        "example.com,          EXAMPLE.com.,            true",
        "EXAMPLE.COM.,         example.com,             true",
        "example.com,          a.example.com,           false",
        "example.com,          example.com.evil.example, false",
        "example.com,          evilexample.com,         false",
        "*.example.com,        example.com,             true",
        "*.example.com,        a.example.com,           true",
        "*.example.com,        b.a.example.com,         true",
        "*.example.com,        evilexample.com,         false",
        "*.example.com,        example.com.evil.example, false",
        "*.a.example.com,      example.com,             false",
        "göteborg.se,          xn--gteborg-90a.se,      true",
        "XN--GTEBORG-90A.se,   GÖTEBORG.se,             true",
        "*.göteborg.se,        stad.göteborg.se,        true",
        "acme.github.io,       acme.github.io,          true",
        "acme.github.io,       other.github.io,         false",
    })
    void anEntryLetsInItsDomainAndWhatIsBelowOnlyIfItSaysSo(String entry, String domain, boolean letIn)
            throws Exception {
        assertThat(DomainList.parse("Domains", List.of(entry)).admits(domain(domain)))
                .isEqualTo(letIn);
        assertThat(DomainList.lenient(List.of(entry)).admits(domain(domain))).isEqualTo(letIn);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "``                 | is empty.",
                "`  `               | is empty.",
                "` example.com`     | has white space around it.",
                "`example.com\u00a0` | is no domain name.",
                "anna@example.com   | has an @.",
                "@example.com       | has an @.",
                "se                 | is one label",
                "*.se               | is one label",
                "*.                 | is no domain name.",
                "*                  | is no domain name.",
                "*example.com       | is no domain name.",
                "a.*.example.com    | is no domain name.",
                "*.*.example.com    | is no domain name.",
                ".example.com       | is no domain name.",
                "example..com       | is no domain name.",
                "https://example.com | is no domain name.",
                "127.0.0.1          | is no domain name.",
                "straße.se          | is no domain name.",
                "ex\u00adample.com  | is no domain name.",
                "co.uk              | is a public suffix",
                "CO.UK.             | is a public suffix",
                "*.co.uk            | is a public suffix",
                "github.io          | is a public suffix",
                "*.github.io        | is a public suffix",
                "公司.cn             | is a public suffix",
                "xn--55qx5d.cn      | is a public suffix",
            })
    void whatIsNoDomainOfSomebodyIsRefusedAndWhereItWasSavedAllTheSameNeverMatches(String entry, String why) {
        assertThatThrownBy(() -> DomainList.parse("Domains", List.of("other.example", entry)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("\"Domains\": entry \"" + entry + "\" " + why);
        DomainList lenient = DomainList.lenient(List.of("other.example", entry));
        assertThat(lenient.unusable()).containsExactly(entry);
        assertThat(lenient.admits(domain("other.example"))).isTrue();
        assertThat(lenient.admits(domain("example.com"))).isFalse();
        assertThat(lenient.admits(domain("a.example.com"))).isFalse();
        assertThat(lenient.admits(domain("x.co.uk"))).isFalse();
        assertThat(lenient.admits(domain("x.github.io"))).isFalse();
        assertThat(DomainList.lenient(List.of(entry)).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com,     example.com",
        "example.com,     EXAMPLE.COM.",
        "göteborg.se,     xn--gteborg-90a.se",
        "example.com,     *.example.com",
        "*.example.com,   a.example.com",
        "*.example.com,   *.a.example.com",
        "*.example.com,   *.EXAMPLE.com",
    })
    void anEntryThatAnotherOneCoversIsRefused(String one, String other) {
        for (List<String> entries : List.of(List.of(one, "x.example", other), List.of(other, "x.example", one))) {
            assertThatThrownBy(() -> DomainList.parse("Domains", entries))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContainingAll(
                            "\"" + one + "\"", "\"" + other + "\"", "\"Domains\"", "Remove one of the two.");
            assertThat(DomainList.lenient(entries).unusable()).isEmpty();
        }
    }

    @Test
    void whatIsCoveredByAListBesideItIsRefusedInWhicheverIsSaved() {
        List<String> own = List.of("*.example.com");
        List<String> admitted = List.of("gbg.se", "a.example.com");
        assertThatThrownBy(() -> DomainList.parse("Admitted", admitted, "Own", own))
                .hasMessage(
                        "\"Admitted\": entry \"a.example.com\" lets in what entry \"*.example.com\" of \"Own\" lets in"
                                + " already. Remove one of the two.");
        assertThatThrownBy(() -> DomainList.parse("Own", own, "Admitted", admitted))
                .hasMessageContainingAll("\"a.example.com\"", "\"*.example.com\"");
    }

    @Test
    void theListBesideItIsNotJudged() throws Exception {
        List<String> beside = List.of("se", "nonsense", "x.example", "X.example", "*.y.example", "a.y.example");
        assertThat(DomainList.parse("Own", List.of("gbg.se"), "Admitted", beside)
                        .admits(domain("x.example")))
                .isFalse();
    }

    @Test
    void twoListsLetInWhatEitherLetsIn() throws Exception {
        DomainList both = DomainList.parse("Own", List.of("sundsvall.se"))
                .with(DomainList.lenient(List.of("*.example.com", "se", "gbg.se")));
        for (String in : List.of("sundsvall.se", "a.example.com", "example.com", "gbg.se")) {
            assertThat(both.admits(domain(in))).as(in).isTrue();
        }
        assertThat(both.admits(domain("a.sundsvall.se"))).isFalse();
        assertThat(both.unusable()).containsExactly("se");
        assertThat(both.isEmpty()).isFalse();
    }

    @Test
    void anAsciiLabelThatStandsForNoNameIsStillComparedAsItIs() throws Exception {
        String hyphen = IDN.toASCII("-å") + ".se";
        assertThat(DomainList.parse("Domains", List.of(hyphen)).admits(domain(hyphen.toUpperCase(Locale.ROOT))))
                .isTrue();
    }

    @Test
    void anEmptyListLetsNobodyIn() throws Exception {
        for (DomainList none :
                List.of(DomainList.empty(), DomainList.parse("Domains", List.of()), DomainList.lenient(List.of()))) {
            assertThat(none.isEmpty()).isTrue();
            assertThat(none.admits(domain("example.com"))).isFalse();
            assertThat(none.unusable()).isEmpty();
        }
    }

    @Test
    void whatIsNoEntryAtAllIsUnusable() {
        assertThat(DomainList.lenient(Arrays.asList(null, "ANY")).unusable()).containsExactly("null", "ANY");
        assertThatThrownBy(() -> DomainList.parse("Domains", Arrays.asList((String) null)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void aMessageShowsTheStartOfALongEntryAndNoControlCharacter() {
        assertThatThrownBy(() -> DomainList.parse("Domains", List.of("a\n" + "b".repeat(10_000))))
                .hasMessageStartingWith("\"Domains\": entry \"a\\u000ab")
                .message()
                .hasSizeLessThan(500);
    }

    @Test
    void aLongListIsCheckedInNoTime() throws Exception {
        List<String> entries = IntStream.range(0, 20_000)
                .mapToObj(i -> "d" + i + ".example.com")
                .toList();
        DomainList list = DomainList.parse("Domains", entries);
        assertThat(list.admits(domain("d19999.example.com"))).isTrue();
        assertThat(list.admits(domain("d20000.example.com"))).isFalse();
    }

    private static DomainName domain(String name) {
        return DomainName.parse(name).orElseThrow();
    }
}
