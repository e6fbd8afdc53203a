package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.domain.DomainSettings.Listing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainSettingsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "gatehouse.authenticators.allow_all_domains,  true,     false",
                "gatehouse.authenticators.domains_at_refresh, true,     false",
                "gatehouse.authenticators.domains,            enforce,  report",
                "gatehouse.allow_all_domains,                 true,     false",
                "gatehouse.refusal,                           page,     redirect",
            })
    void anAttributeOfOneWordIsThatWord(String attribute, String word, String other) {
        for (String known : List.of(word, other)) {
            assertThatCode(() -> words(attribute, known).check(DomainSettings.NONE))
                    .doesNotThrowAnyException();
        }
        for (String unknown : List.of("TRUE", "yes", " " + word, word + " ", "x".repeat(10_000))) {
            assertThatThrownBy(() -> words(attribute, unknown).check(DomainSettings.NONE))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageStartingWith(
                            "\"" + attribute + "\" is \"" + unknown.substring(0, Math.min(100, unknown.length())))
                    .hasMessageContainingAll(word, other, "or left out.")
                    .message()
                    .hasSizeLessThan(300);
        }
        assertThatThrownBy(() -> words(attribute, word, word).check(DomainSettings.NONE))
                .hasMessageStartingWith("\"" + attribute + "\" has 2 values");
    }

    @Test
    void whatIsAsItWasIsNotJudged() {
        DomainSettings bad = new DomainSettings(
                List.of(new Listing("Own", List.of("se"), false), new Listing("Admitted", List.of("nonsense"), true)),
                Map.of("gatehouse.allow_all_domains", List.of("maybe")));
        assertThatCode(() -> bad.check(bad)).doesNotThrowAnyException();
        assertThatThrownBy(() -> bad.check(DomainSettings.NONE)).isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void aListThatChangedIsJudgedAsAWhole() {
        assertThatThrownBy(() -> lists(List.of("se", "gbg.se"), List.of()).check(lists(List.of("se"), List.of())))
                .hasMessageStartingWith("\"Own\": entry \"se\"");
    }

    @Test
    void theOtherListIsJudgedOnlyForWhatTheyBothLetIn() {
        DomainSettings before = lists(List.of("se", "x.example", "X.example"), List.of());
        assertThatCode(() -> lists(List.of("se", "x.example", "X.example"), List.of("gbg.se"))
                        .check(before))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> lists(List.of("se", "x.example"), List.of("X.example"))
                        .check(lists(List.of("se", "x.example"), List.of())))
                .hasMessageStartingWith(
                        "\"Admitted\": entry \"X.example\" lets in what entry \"x.example\" of \"Own\"");
        assertThatThrownBy(() ->
                        lists(List.of("x.example"), List.of("X.example")).check(lists(List.of(), List.of("X.example"))))
                .hasMessageContainingAll("\"x.example\"", "\"X.example\"");
    }

    @Test
    void whatKeycloakDoesNotKnowYetIsRefusedWithAWayRoundIt() {
        DomainSettings old = new DomainSettings(List.of(new Listing("Own", List.of("*.x.example"), false)), Map.of());
        assertThatThrownBy(() -> old.check(DomainSettings.NONE))
                .hasMessage("\"Own\": entry \"*.x.example\" needs Keycloak 26.7. With this one, name it in"
                        + " \"gatehouse.admitted_domains\".");
        assertThatCode(() -> lists(List.of("*.x.example"), List.of()).check(DomainSettings.NONE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "26.6.4,               false",
        "26.6.4.redhat-00001,  false",
        "26.7.0,               true",
        "26.7.3,               true",
        "26.10.0,              true",
        "27.0.0,               true",
        "25.9.0,               false",
        "999.0.0-SNAPSHOT,     true",
        "UNKNOWN,              false",
    })
    void keycloakKnowsWildcardsSince(String version, boolean known) {
        assertThat(StoredSettings.knowsWildcards(version)).isEqualTo(known);
    }

    @Test
    void aListIsWrittenAsKeycloakWritesLists() {
        assertThat(DomainAttributes.entries("gbg.se##*.acme.example")).containsExactly("gbg.se", "*.acme.example");
        assertThat(DomainAttributes.entries("gbg.se##")).containsExactly("gbg.se", "");
        assertThat(DomainAttributes.entries("gbg.se, acme.example")).containsExactly("gbg.se, acme.example");
        assertThat(DomainAttributes.entries("")).isEmpty();
        assertThat(DomainAttributes.entries(null)).isEmpty();
    }

    @Test
    void whatNobodyKnowsEnforces() {
        assertThat(DomainMode.read("report")).isEqualTo(DomainMode.REPORT);
        for (String word : new String[] {"enforce", "REPORT", "", "off", null}) {
            assertThat(DomainMode.read(word)).isEqualTo(DomainMode.ENFORCE);
        }
    }

    @Test
    void aClientThatRegistersItselfHasNoneOfOurAttributesAndChangesNone() {
        Map<String, String> admins = Map.of("gatehouse.refusal", "page");
        assertThat(ClientRegistrationCheck.ours(Map.of("gatehouse.refusal", "page", "gatehouses", "x", "other", "y")))
                .isEqualTo(admins);
        assertThatCode(() -> ClientRegistrationCheck.check(admins, admins)).doesNotThrowAnyException();
        for (Map<String, String> after : List.of(
                Map.<String, String>of(),
                Map.of("gatehouse.refusal", "redirect"),
                Map.of("gatehouse.refusal", "page", "gatehouse.allow_all_domains", "true"))) {
            assertThatThrownBy(() -> ClientRegistrationCheck.check(admins, after))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("client registration");
        }
    }

    private static DomainSettings words(String attribute, String... values) {
        return new DomainSettings(List.of(), Map.of(attribute, List.of(values)));
    }

    private static DomainSettings lists(List<String> own, List<String> admitted) {
        return new DomainSettings(
                List.of(new Listing("Own", own, true), new Listing("Admitted", admitted, true)), Map.of());
    }
}
