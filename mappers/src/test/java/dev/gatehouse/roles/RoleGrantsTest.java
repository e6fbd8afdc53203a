package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.explain.Because;
import dev.gatehouse.roles.RoleGrants.Line;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleGrantsTest {

    @Test
    void permitsWhatAnyOfTheRolesPermitsEachOnceInTheOrderOfTheTable() throws Exception {
        RoleGrants table = table("viewer=read", "admin=write", "developer=deploy", "admin=read", "developer=read");
        assertThat(table.grantedTo(List.of("admin", "viewer", "developer"))).containsExactly("read", "write", "deploy");
        assertThat(table.grantedTo(List.of("admin"))).containsExactly("read", "write");
        assertThat(table.grantedTo(List.of("owner"))).isEmpty();
        assertThat(table.grantedTo(List.of())).isEmpty();
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
                .hasMessage("Line \"viewer → \" of \"Permissions by role\" lacks its right side.");
        assertThatThrownBy(() -> table("=read")).hasMessageEndingWith("lacks its left side.");
        assertThatThrownBy(() -> table("viewer=read", "viewer=read")).hasMessageContaining("stands there twice");
        assertThatThrownBy(() -> table("viewer=read "))
                .hasMessageStartingWith(
                        "Line \"viewer → read \" of \"Permissions by role\" has white space around its right side");
        assertThatThrownBy(() -> table("viewer=re\nad")).hasMessageStartingWith("Line \"viewer → re\\u000aad\" of");
        assertThatThrownBy(() -> table("viewer=" + "r".repeat(256)))
                .hasMessage("An entry on the right of \"Permissions by role\" has 256 characters; the most are 255.");
        assertThatThrownBy(() -> table("editor=read").checkRoles(List.of("viewer")))
                .hasMessageStartingWith("\"Permissions by role\" has the role \"editor\", which the role order");
        assertThatThrownBy(() -> PermissionMapperConfig.parse(Map.of("claim.name", "permissions")))
                .hasMessageStartingWith("\"Client scope with the roles\" is empty");
    }

    private static RoleGrants table(String... lines) throws InvalidConfigurationException {
        return RoleGrants.of(
                "Permissions by role",
                Arrays.stream(lines)
                        .map(line -> line.split("=", -1))
                        .map(line -> new Line(line[0], line[1]))
                        .toList());
    }

    @Test
    void saysWhichRoleGrantsWhat() throws Exception {
        RoleGrants table = table("viewer=read", "admin=write", "admin=read");
        assertThat(table.because(List.of("viewer", "admin")))
                .containsExactly(
                        new Because("read", "admin → read", "has the role admin"),
                        new Because("read", "viewer → read", "has the role viewer"),
                        new Because("write", "admin → write", "has the role admin"));
        assertThat(table.because(List.of("owner"))).isEmpty();
        assertThat(table.rolesGranting("read")).containsExactly("admin", "viewer");
        assertThat(table.rolesGranting("nothing")).isEmpty();
    }
}
