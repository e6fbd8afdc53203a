package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.roles.RolePermissions.Line;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolePermissionsTest {

    @Test
    void permitsWhatAnyOfTheRolesPermitsEachOnceInTheOrderOfTheTable() throws Exception {
        RolePermissions table = table("viewer=read", "admin=write", "developer=deploy", "admin=read", "developer=read");
        assertThat(table.permittedTo(List.of("admin", "viewer", "developer")))
                .containsExactly("read", "write", "deploy");
        assertThat(table.permittedTo(List.of("admin"))).containsExactly("read", "write");
        assertThat(table.permittedTo(List.of("owner"))).isEmpty();
        assertThat(table.permittedTo(List.of())).isEmpty();
    }

    @Test
    void aRoleImpliesThoseBelowIt() throws Exception {
        RoleRules rules = RoleRules.of(
                List.of(new RoleRule("/admins", "admin"), new RoleRule("/viewers", "viewer")),
                List.of("viewer", "developer", "admin", "owner"),
                Emission.HIGHEST);
        assertThat(rules.implied(RoleRulesTest.in("admins"))).containsExactly("viewer", "developer", "admin");
        assertThat(rules.implied(RoleRulesTest.in("viewers"))).containsExactly("viewer");
        assertThat(rules.implied(RoleRulesTest.in("others"))).isEmpty();
    }

    @Test
    void refusesWhatCouldNotBeCarriedOut() {
        assertThatThrownBy(() -> table("viewer="))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Line \"viewer → \" of \"Permissions by role\" lacks its permission.");
        assertThatThrownBy(() -> table("=read")).hasMessageEndingWith("lacks its role.");
        assertThatThrownBy(() -> table("viewer=read", "viewer=read")).hasMessageContaining("stands there twice");
        assertThatThrownBy(() -> table("viewer=read "))
                .hasMessageStartingWith(
                        "Line \"viewer → read \" of \"Permissions by role\": the permission has white space around it");
        assertThatThrownBy(() -> table("viewer=re\nad")).hasMessageStartingWith("Line \"viewer → re\\u000aad\" of");
        assertThatThrownBy(() -> table("viewer=" + "r".repeat(256)))
                .hasMessage("A permission of \"Permissions by role\" has 256 characters; the most are 255.");
        assertThatThrownBy(() -> table("editor=read").checkRoles(List.of("viewer")))
                .hasMessageStartingWith("\"Permissions by role\" has the role \"editor\", which the role order");
        assertThatThrownBy(() -> PermissionMapperConfig.parse(Map.of("claim.name", "permissions")))
                .hasMessageStartingWith("\"Client scope with the roles\" is empty");
    }

    private static RolePermissions table(String... lines) throws InvalidConfigurationException {
        return RolePermissions.of(Arrays.stream(lines)
                .map(line -> line.split("=", -1))
                .map(line -> new Line(line[0], line[1]))
                .toList());
    }
}
