package dev.gatehouse.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.AccessToken;

class ClaimNameTest {

    @Test
    void everyClaimThatKeycloakHasAFieldForIsReserved() {
        ObjectMapper json = new ObjectMapper();
        List<String> fields =
                json
                        .getSerializationConfig()
                        .introspect(json.constructType(AccessToken.class))
                        .findProperties()
                        .stream()
                        .map(BeanPropertyDefinition::getName)
                        .filter(name -> !name.equals("otherClaims"))
                        .toList();
        assertThat(fields).contains("iss", "realm_access", "nonce");
        assertThat(ClaimName.RESERVED).containsAll(fields);
    }

    @Test
    void theClaimThatSaysWhatWasCutIsNobodysOwn() {
        assertThatThrownBy(() -> ClaimName.parse("claims_overflow"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("The token claim name \"claims_overflow\" would overwrite the claim");
    }

    @Test
    void refusesANameThatNoTokenCouldBeWrittenWith() {
        assertThatThrownBy(() -> ClaimName.parse("a.".repeat(9) + "roles"))
                .hasMessage(
                        "The token claim name has 23 characters and nests 9 times; the most are 255 and 8. Shorten it.");
        assertThatThrownBy(() -> ClaimName.parse("r".repeat(256)))
                .hasMessageStartingWith("The token claim name has 256 characters and nests 0 times");
        assertThatThrownBy(() -> ClaimName.parse("ro\nles"))
                .hasMessageStartingWith("The token claim name \"ro\\u000ales\" has white space around it or a control");
    }

    @Test
    void twoThatAreOneOrNestInEachOtherClash() throws Exception {
        assertThat(clash("roles", "roles")).isTrue();
        assertThat(clash("access", "access.roles")).isTrue();
        assertThat(clash("access.roles", "access")).isTrue();
        assertThat(clash("access.roles", "access.groups")).isFalse();
        assertThat(clash("roles", "Roles")).isFalse();
        assertThat(clash("access\\.roles", "access.roles")).isFalse();
    }

    @Test
    void aListIsNotWrittenIntoWhatIsNoObject() throws Exception {
        Map<String, Object> claims = new HashMap<>(Map.of("access", "all"));
        assertThat(ClaimName.parse("access.roles").put(claims, List.of("owner"), "roles"))
                .isFalse();
        assertThat(claims).containsOnly(Map.entry("access", "all"));
    }

    private static boolean clash(String one, String other) throws InvalidConfigurationException {
        return ClaimName.parse(one).clashesWith(ClaimName.parse(other));
    }
}
