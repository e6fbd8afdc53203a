package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantRoleMapperConfigTest {

    @Test
    void everyMemberHasTheMembersRoleAtLeast() throws Exception {
        TenantRoleMapperConfig config = parse(Map.of("members.role", "user"));
        assertThat(config.implied(List.of())).containsExactly("user");
        assertThat(config.implied(RoleRulesTest.in("admins"))).containsExactly("user", "admin");
        assertThat(config.implied(RoleRulesTest.in("others"))).containsExactly("user");
    }

    @Test
    void withoutAMembersRoleOnlyGroupsGiveOne() throws Exception {
        TenantRoleMapperConfig config = parse(Map.of());
        assertThat(config.implied(List.of())).isEmpty();
        assertThat(config.implied(RoleRulesTest.in("admins"))).endsWith("admin");
    }

    @Test
    void aMembersRoleThatIsHigherThanThatOfAGroupCounts() throws Exception {
        assertThat(parse(Map.of("members.role", "admin", "rules", "[{\"key\":\"/users\",\"value\":\"user\"}]"))
                        .implied(RoleRulesTest.in("users")))
                .containsExactly("user", "admin");
    }

    @Test
    void refusesWhatCouldNotBeCarriedOut() {
        assertThatThrownBy(() -> parse(Map.of("members.role", "guest")))
                .hasMessageContaining("\"guest\", which the role order does not name");
        assertThatThrownBy(() -> parse(Map.of("rules", ""))).hasMessageContaining("are both empty");
        assertThatThrownBy(() -> parse(Map.of("rules", "[{\"key\":\"admins\",\"value\":\"admin\"}]")))
                .hasMessageContaining("a group path starts with \"/\"");
        assertThatThrownBy(() -> parse(Map.of("claim.name", "scope"))).hasMessageContaining("would overwrite");
    }

    private static TenantRoleMapperConfig parse(Map<String, String> changes) throws Exception {
        Map<String, String> config = new HashMap<>(Map.of(
                "rules", "[{\"key\":\"/admins\",\"value\":\"admin\"}]",
                "role.order", "user##admin",
                "claim.name", "org_role"));
        config.putAll(changes);
        return TenantRoleMapperConfig.parse(config);
    }
}
