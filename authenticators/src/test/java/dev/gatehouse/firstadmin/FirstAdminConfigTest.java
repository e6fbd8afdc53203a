package dev.gatehouse.firstadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstAdminConfigTest {

    private static final Map<String, String> CONFIG =
            Map.of("upstream.groups", "admins##3f2a8c1e-77aa", "group", "/certctl-admins");

    @Test
    void whoIsNamedInOneOfTheGroupsIsMeant() throws Exception {
        FirstAdminConfig config = FirstAdminConfig.parse(CONFIG);
        assertThat(config.isMeantBy(List.of("everyone", "3f2a8c1e-77aa"))).isTrue();
        assertThat(config.isMeantBy(List.of("admins"))).isTrue();
    }

    @Test
    void whoIsNotIsNot() throws Exception {
        FirstAdminConfig config = FirstAdminConfig.parse(CONFIG);
        assertThat(config.isMeantBy(List.of())).isFalse();
        assertThat(config.isMeantBy(List.of("Admins", "admins ", "/admins", "admins##3f2a8c1e-77aa", "")))
                .isFalse();
    }

    @Test
    void anyProviderCountsUnlessOneIsNamed() throws Exception {
        assertThat(FirstAdminConfig.parse(CONFIG).isThrough("onegate")).isTrue();
        FirstAdminConfig named = FirstAdminConfig.parse(with("provider", "onegate"));
        assertThat(named.isThrough("onegate")).isTrue();
        assertThat(named.isThrough("Onegate")).isFalse();
    }

    @Test
    void theClaimIsGroupsUnlessNamed() throws Exception {
        assertThat(FirstAdminConfig.parse(CONFIG).groupsClaim()).isEqualTo("groups");
        assertThat(FirstAdminConfig.parse(with("groups.claim", "roles")).groupsClaim())
                .isEqualTo("roles");
    }

    @Test
    void theSameGroupTwiceIsOne() throws Exception {
        assertThat(FirstAdminConfig.parse(with("upstream.groups", "admins##admins"))
                        .upstreamGroups())
                .containsExactly("admins");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "upstream.groups | ``          | \"Upstream admin groups\" is empty.",
                "upstream.groups | ` `         | \"Upstream admin groups\" is empty.",
                "upstream.groups | a####b      | \"Upstream admin groups\" has an empty entry.",
                "upstream.groups | ` a##b`     | \"Upstream admin groups\" has \" a\", which has white space around it",
                "group           | ``          | \"Group of admins\" is \"\": the group is empty.",
                "group           | admins      | \"Group of admins\" is \"admins\": a group path starts with",
                "group           | id:3f2a     | \"Group of admins\" is \"id:3f2a\": it is one group",
                "group           | /admins/*   | \"Group of admins\" is \"/admins/*\": it is one group",
            })
    void whatCannotBeCarriedOutIsRefused(String property, String value, String message) {
        assertThatThrownBy(() -> FirstAdminConfig.parse(with(property, value)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static Map<String, String> with(String property, String value) {
        Map<String, String> config = new HashMap<>(CONFIG);
        config.put(property, value);
        return config;
    }
}
