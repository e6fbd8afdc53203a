package dev.gatehouse.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupNamesMapperConfigTest {

    private static final Membership TEAM = membership("teams", "acme-corp");
    private static final Membership OTHER_TEAM = membership("teams", "Zeta");
    private static final Membership ENGINEERS = membership("certctl-engineers");
    private static final Membership DEVELOPERS = membership("developers");

    @Test
    void namesOnlyTheGroupsThatAreMeant() throws Exception {
        assertThat(names("/teams/*", TEAM, ENGINEERS, DEVELOPERS)).containsExactly("acme-corp");
        assertThat(names("/certctl-admins##/certctl-engineers", TEAM, ENGINEERS, DEVELOPERS))
                .containsExactly("certctl-engineers");
        assertThat(names("name:developers", TEAM, DEVELOPERS)).containsExactly("developers");
        assertThat(names("/owners", TEAM, ENGINEERS, DEVELOPERS)).isEmpty();
    }

    @Test
    void namesEachOnceInAStableOrder() throws Exception {
        Membership twin = membership("teams", "north", "acme-corp");
        assertThat(names("/teams/*", twin, OTHER_TEAM, TEAM))
                .isEqualTo(names("/teams/*", TEAM, twin, OTHER_TEAM))
                .containsExactly("Zeta", "acme-corp");
    }

    @Test
    void refusesAListThatCouldNotBeCarriedOut() {
        refused("", "\"Groups\" is empty");
        refused("teams/*", "Group \"teams/*\": a group path starts with \"/\"");
        refused("/teams/*##/*", "Group \"/*\": \"/*\" would mean every group");
        refused("/a##/a", "Group \"/a\" stands in the list twice");
        refused("/a##", "Group \"\": the group is empty");
    }

    private static void refused(String groups, String message) {
        assertThatThrownBy(() -> parse(groups))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static List<String> names(String groups, Membership... memberships) throws Exception {
        return parse(groups).names(List.of(memberships));
    }

    private static GroupNamesMapperConfig parse(String groups) throws InvalidConfigurationException {
        return GroupNamesMapperConfig.parse(Map.of("groups", groups, "claim.name", "groups"));
    }

    private static Membership membership(String... names) {
        return new Membership(GroupPath.of(List.of(names)), names[names.length - 1]);
    }
}
