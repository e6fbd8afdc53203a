package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.Membership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupRoleMapperConfigTest {

    private static final Map<String, String> GOOD = Map.of(
            "rules", "[{\"key\":\"/developers\",\"value\":\"developer\"},{\"key\":\"/owners\",\"value\":\"owner\"}]",
            "role.order", "viewer##developer##owner",
            "emission", "downward",
            "unmapped", "omit",
            "claim.name", "roles");

    @Test
    void readsWhatTheAdminConsoleSaves() throws Exception {
        GroupRoleMapperConfig config = GroupRoleMapperConfig.parse(GOOD);
        Membership developers = new Membership(new GroupPath("/developers"), "developers");
        assertThat(config.rules().emitted(List.of(developers))).containsExactly("viewer", "developer");
        assertThat(config.unmapped()).isEqualTo(Unmapped.OMIT);
        assertThat(config.claim().name().path()).containsExactly("roles");
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        GroupRoleMapperConfig config = GroupRoleMapperConfig.parse(Map.of("claim.name", "roles"));
        assertThat(config.unmapped()).isEqualTo(Unmapped.EMPTY);
        assertThat(config.rules().emitted(List.of())).isEmpty();
    }

    @Test
    void aDotNestsTheClaimUnlessItIsEscaped() throws Exception {
        assertThat(with("claim.name", "access.roles").claim().name().path()).containsExactly("access", "roles");
        assertThat(with("claim.name", "https://enclii\\.dev/roles")
                        .claim()
                        .name()
                        .path())
                .containsExactly("https://enclii.dev/roles");
    }

    @Test
    void refusesUnknownWords() {
        refused(
                "emission",
                "all",
                "\"Roles in the token\" is \"all\", which is unknown: choose one of [union, downward, highest].");
        refused("unmapped", "null", "\"When nothing maps\" is \"null\", which is unknown");
    }

    @Test
    void refusesATableThatIsNone() {
        refused("rules", "{\"/developers\":\"developer\"}", "\"Roles by group\" is not a list of");
        refused("rules", "[{\"key\":\"/developers\"", "\"Roles by group\" is not JSON");
        refused("rules", "[{\"key\":\"/developers\"}]", "Line 1 of \"Roles by group\" is {\"key\":\"/developers\"}");
        refused("rules", "[{\"key\":\"/a\",\"value\":\"owner\"},7]", "Line 2 of \"Roles by group\" is 7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"iss", "sub", "aud", "exp", "azp", "scope", "realm_access.roles", "organization", "email", "sid"
            })
    void refusesAClaimThatMeansSomethingElse(String claim) {
        refused("claim.name", claim, "The token claim name \"" + claim + "\" would overwrite the claim");
    }

    @Test
    void refusesAClaimWithoutAName() {
        refused("claim.name", "", "The token claim name is empty");
        refused("claim.name", " roles", "The token claim name \" roles\" has white space around it");
        refused("claim.name", ".roles", "The token claim name \".roles\" has an empty part");
        refused("claim.name", "roles.", "The token claim name \"roles.\" has an empty part");
        refused("claim.name", "a..roles", "The token claim name \"a..roles\" has an empty part");
    }

    @Test
    void aRefusedTableGivesNobodyARole() {
        Map<String, String> config = new HashMap<>(GOOD);
        config.put("role.order", "viewer");
        GroupRoleMapperConfig nobody = GroupRoleMapperConfig.nobody(config);
        assertThat(nobody.rules().emitted(List.of(new Membership(new GroupPath("/owners"), "owners"))))
                .isEmpty();
        assertThat(nobody.unmapped()).isEqualTo(Unmapped.EMPTY);
        assertThat(nobody.claim().name().path()).containsExactly("roles");
    }

    @Test
    void aRefusedNumberOfValuesGivesNobodyARoleButKeepsTheClaim() throws Exception {
        refused("max.values", "0", "\"Most values\" is \"0\"");
        Map<String, String> config = new HashMap<>(GOOD);
        config.put("max.values", "0");
        GroupRoleMapperConfig nobody = GroupRoleMapperConfig.nobody(config);
        assertThat(nobody.claim().name().path()).containsExactly("roles");
        assertThat(nobody.rules().order()).isEmpty();
    }

    @Test
    void aRefusedClaimNameIsNotWritten() {
        assertThat(GroupRoleMapperConfig.nobody(Map.of("claim.name", "aud")).unmapped())
                .isEqualTo(Unmapped.OMIT);
    }

    private static GroupRoleMapperConfig with(String key, String value) throws InvalidConfigurationException {
        Map<String, String> config = new HashMap<>(GOOD);
        config.put(key, value);
        return GroupRoleMapperConfig.parse(config);
    }

    private static void refused(String key, String value, String message) {
        assertThatThrownBy(() -> with(key, value))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }
}
