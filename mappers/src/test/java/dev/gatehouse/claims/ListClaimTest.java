package dev.gatehouse.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

class ListClaimTest {

    private final KeycloakSession session = Stub.session();
    private final IDToken token = new AccessToken();

    @Test
    void aListThatFitsIsWhole() throws Exception {
        put("groups", "3", List.of("c", "a", "b"));
        assertThat(token.getOtherClaims()).containsExactly(Map.entry("groups", List.of("c", "a", "b")));
    }

    @Test
    void ofALongerOneTheFirstAreThereAndTheTokenSaysSo() throws Exception {
        put("groups", "2", List.of("c", "a", "b"));
        assertThat(token.getOtherClaims())
                .containsOnly(Map.entry("groups", List.of("c", "a")), Map.entry("claims_overflow", List.of("groups")));
    }

    @Test
    void namesEveryClaimThatWasCutOnceInTheOrderOfTheirCharacters() throws Exception {
        put("teams", "1", List.of("a", "b"));
        put("access.roles", "1", List.of("a", "b"));
        put("groups", "9", List.of("a", "b"));
        put("teams", "1", List.of("a", "b"));
        assertThat(token.getOtherClaims().get("claims_overflow")).isEqualTo(List.of("access.roles", "teams"));
    }

    @Test
    void whatCouldNotBeWrittenWasNotCut() throws Exception {
        token.getOtherClaims().put("access", "all");
        put("access.roles", "1", List.of("a", "b"));
        assertThat(token.getOtherClaims()).containsOnlyKeys("access");
    }

    @Test
    void twoHundredValuesAreTheMostUnlessSomebodySetsAnotherNumber() throws Exception {
        List<String> values =
                IntStream.range(0, 201).mapToObj(Integer::toString).toList();
        put("groups", null, values);
        assertThat(token.getOtherClaims().get("groups")).isEqualTo(values.subList(0, 200));
        put("groups", "10000", values);
        assertThat(token.getOtherClaims().get("groups")).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "many", "1.5", " 5", "2147483648", ""})
    void refusesANumberThatIsNone(String number) {
        assertThatThrownBy(() -> ListClaim.parse(Map.of("claim.name", "groups", "max.values", number)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("\"Most values\" is \"" + number + "\", which is no whole number from 1 to 10000.");
    }

    private void put(String name, String maxValues, List<String> values) throws InvalidConfigurationException {
        Map<String, String> config = new HashMap<>(Map.of("claim.name", name));
        if (maxValues != null) {
            config.put("max.values", maxValues);
        }
        ListClaim.parse(config).put(session, Stub.mapper("mapper of " + name, "any", config), token, values);
    }
}
