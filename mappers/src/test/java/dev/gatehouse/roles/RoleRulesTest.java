package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.explain.Because;
import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.Membership;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleRulesTest {

    private static final List<String> ORDER = List.of("viewer", "developer", "admin", "owner");

    @Test
    void givesTheRoleOfTheGroupAtThePath() throws Exception {
        assertThat(union(rule("/developers", "developer")).emitted(in("developers")))
                .containsExactly("developer");
    }

    @Test
    void givesNothingForAnotherGroup() throws Exception {
        RoleRules rules = union(rule("/developers", "developer"));
        assertThat(rules.emitted(in("viewers"))).isEmpty();
        assertThat(rules.emitted(in("Developers"))).isEmpty();
        assertThat(rules.emitted(in("teams", "developers"))).isEmpty();
        assertThat(rules.emitted(in("developers", "interns"))).isEmpty();
        assertThat(rules.emitted(List.of())).isEmpty();
    }

    @Test
    void aGroupWhoseNameHoldsASlashDoesNotPassForASubgroup() throws Exception {
        RoleRules rules = union(rule("/teams/admins", "admin"), rule("/teams/*", "viewer"), rule("/a~/b", "owner"));
        assertThat(rules.emitted(in("teams/admins"))).isEmpty();
        assertThat(rules.emitted(in("a", "b"))).isEmpty();
        assertThat(rules.emitted(in("a~", "b"))).isEmpty();
        assertThat(rules.emitted(in("a/b"))).containsExactly("owner");
    }

    @Test
    void aStarMeansEveryGroupBelowButNotTheGroupItself() throws Exception {
        RoleRules rules = union(rule("/teams/*", "viewer"));
        assertThat(rules.emitted(in("teams", "acme-corp"))).containsExactly("viewer");
        assertThat(rules.emitted(in("teams", "acme-corp", "night shift"))).containsExactly("viewer");
        assertThat(rules.emitted(in("teams"))).isEmpty();
        assertThat(rules.emitted(in("teams2", "acme-corp"))).isEmpty();
    }

    @Test
    void aNameMeansTheGroupWhereverItStands() throws Exception {
        RoleRules rules = union(rule("name:developers", "developer"));
        assertThat(rules.emitted(in("developers"))).containsExactly("developer");
        assertThat(rules.emitted(in("teams", "developers"))).containsExactly("developer");
        assertThat(rules.emitted(in("developers", "interns"))).isEmpty();
    }

    @Test
    void anUpstreamIdMeansTheGroupThatHasItWhateverItIsCalledHere() throws Exception {
        RoleRules rules = union(rule("id:3f2a8c1e-77", "developer"), rule("id:/developers", "admin"));
        assertThat(rules.emitted(List.of(known(List.of("3f2a8c1e-77"), "developers"))))
                .containsExactly("developer");
        assertThat(rules.emitted(List.of(known(List.of("other", "3f2a8c1e-77"), "teams", "renamed"))))
                .containsExactly("developer");
        assertThat(rules.emitted(List.of(known(List.of("3F2A8C1E-77"), "developers"))))
                .isEmpty();
        assertThat(rules.emitted(List.of(known(List.of("id:3f2a8c1e-77", "3f2a8c1e-77 ", ""), "developers"))))
                .isEmpty();
        assertThat(rules.emitted(in("3f2a8c1e-77"))).isEmpty();
        assertThat(rules.emitted(in("id:3f2a8c1e-77"))).isEmpty();
        assertThat(rules.emitted(in("developers"))).isEmpty();
    }

    @Test
    void upstreamIdsAreReadOnlyForATableThatAsksForThem() throws Exception {
        Membership unread = new Membership(GroupPath.of(List.of("developers")), "developers", () -> {
            throw new AssertionError("the ids were read");
        });
        RoleRules rules =
                union(rule("/developers", "developer"), rule("/teams/*", "viewer"), rule("name:ops", "admin"));
        assertThat(rules.emitted(List.of(unread))).containsExactly("developer");
    }

    @Test
    void manyGroupsGiveOneRoleOnceAndOneGroupGivesMany() throws Exception {
        RoleRules rules = union(
                rule("/admins", "admin"), rule("/admins", "viewer"), rule("/ops", "admin"), rule("/viewers", "viewer"));
        assertThat(rules.emitted(inAll(List.of(List.of("ops"), List.of("viewers"), List.of("admins")))))
                .containsExactly("viewer", "admin");
    }

    @Test
    void namesRolesInTheirOrderWhateverTheOrderOfGroups() throws Exception {
        RoleRules rules = union(rule("/owners", "owner"), rule("/viewers", "viewer"), rule("/developers", "developer"));
        assertThat(rules.emitted(inAll(List.of(List.of("owners"), List.of("developers"), List.of("viewers")))))
                .isEqualTo(rules.emitted(inAll(List.of(List.of("viewers"), List.of("owners"), List.of("developers")))))
                .containsExactly("viewer", "developer", "owner");
    }

    @Test
    void downwardAddsEveryRoleBelowTheHighest() throws Exception {
        RoleRules rules = rules(Emission.DOWNWARD, rule("/admins", "admin"), rule("/viewers", "viewer"));
        assertThat(rules.emitted(in("admins"))).containsExactly("viewer", "developer", "admin");
        assertThat(rules.emitted(in("viewers"))).containsExactly("viewer");
        assertThat(rules.emitted(in("nobody"))).isEmpty();
    }

    @Test
    void highestNamesOnlyTheHighest() throws Exception {
        RoleRules rules = rules(Emission.HIGHEST, rule("/admins", "admin"), rule("/viewers", "viewer"));
        assertThat(rules.emitted(inAll(List.of(List.of("admins"), List.of("viewers")))))
                .containsExactly("admin");
        assertThat(rules.emitted(in("viewers"))).containsExactly("viewer");
        assertThat(rules.emitted(in("nobody"))).isEmpty();
    }

    @Test
    void mappedIsTheUnionWhateverIsEmitted() throws Exception {
        for (Emission emission : Emission.values()) {
            RoleRules rules = rules(emission, rule("/owners", "owner"), rule("/owners", "developer"));
            assertThat(rules.mapped(in("owners"))).containsExactly("developer", "owner");
        }
    }

    @Test
    void refusesARuleThatCouldNotBeCarriedOutAndNamesIt() {
        refused("Rule \"/ops → \": the role is empty", rule("/ops", ""));
        refused(
                "Rule \"/ops → operator\": the role order does not name the role \"operator\"",
                rule("/ops", "operator"));
        refused("Rule \"/ops → admin\" stands in the table twice", rule("/ops", "admin"), rule("/ops", "admin"));
        refused("Rule \" → admin\": the group is empty", rule("", "admin"));
        refused("Rule \"ops → admin\": a group path starts with \"/\"", rule("ops", "admin"));
        refused("Rule \"teams/ops → admin\": a group path starts with \"/\"", rule("teams/ops", "admin"));
        refused("Rule \"/* → admin\": \"/*\" would mean every group", rule("/*", "admin"));
        refused("Rule \"/ → admin\": a group path does not end with \"/\"", rule("/", "admin"));
        refused("Rule \"/ops/ → admin\": a group path does not end with \"/\"", rule("/ops/", "admin"));
        refused("Rule \"/a//b → admin\": \"//\" leaves a group name empty", rule("/a//b", "admin"));
        refused("Rule \"/~tmp → admin\": \"~\" in a group name is written \"~~\"", rule("/~tmp", "admin"));
        refused("Rule \"/ops~ → admin\": \"~\" in a group name is written \"~~\"", rule("/ops~", "admin"));
        refused("Rule \"name: → admin\": the group name after \"name:\" is empty", rule("name:", "admin"));
        refused("Rule \"id: → admin\": the id after \"id:\" is empty", rule("id:", "admin"));
        refused("Rule \" /ops → admin\": the group has white space around it", rule(" /ops", "admin"));
        refused(
                "Rule \"/o\\u0000ps → admin\": the group has white space around it or a control",
                rule("/o\u0000ps", "admin"));
    }

    @Test
    void refusesARoleOrderThatIsNone() {
        refusedOrder("The role order has an empty entry", "viewer", "");
        refusedOrder("Role \"viewer\" stands in the role order twice", "viewer", "admin", "viewer");
        refusedOrder("Role \" viewer\" of the role order has white space around it", " viewer");
        refusedOrder("A role of the role order has 256 characters; the most are 255", "r".repeat(256));
    }

    private static void refused(String message, RoleRule... rules) {
        assertThatThrownBy(() -> union(rules))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static void refusedOrder(String message, String... order) {
        assertThatThrownBy(() -> RoleRules.of(List.of(), List.of(order), Emission.UNION))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static RoleRules union(RoleRule... rules) throws InvalidConfigurationException {
        return rules(Emission.UNION, rules);
    }

    private static RoleRules rules(Emission emission, RoleRule... rules) throws InvalidConfigurationException {
        return RoleRules.of(List.of(rules), ORDER, emission);
    }

    private static RoleRule rule(String group, String role) {
        return new RoleRule(group, role);
    }

    private static Membership known(List<String> upstreamIds, String... names) {
        return new Membership(GroupPath.of(List.of(names)), names[names.length - 1], () -> upstreamIds);
    }

    static List<Membership> in(String... names) {
        return inAll(List.of(List.of(names)));
    }

    private static List<Membership> inAll(List<List<String>> groups) {
        return groups.stream()
                .map(names -> new Membership(GroupPath.of(names), names.get(names.size() - 1)))
                .toList();
    }

    @Test
    void saysWhichRuleGaveWhichRole() throws Exception {
        RoleRules rules = union(
                rule("/teams/*", "viewer"),
                rule("name:night", "viewer"),
                rule("/teams/night", "admin"),
                rule("/x", "owner"));
        assertThat(rules.because(in("teams", "night")))
                .containsExactly(
                        new Because("viewer", "name:night → viewer", "member of /teams/night"),
                        new Because("viewer", "/teams/* → viewer", "member of /teams/night"),
                        new Because("admin", "/teams/night → admin", "member of /teams/night"));
        assertThat(rules.because(in("y"))).isEmpty();
    }

    @Test
    void saysWhatTheEmissionAddsAndLeavesOut() throws Exception {
        List<RoleRule> table = List.of(rule("/viewers", "viewer"), rule("/admins", "admin"));
        List<Membership> both = List.of(in("viewers").get(0), in("admins").get(0));
        assertThat(RoleRules.of(table, ORDER, Emission.DOWNWARD).because(both))
                .containsExactly(
                        new Because("viewer", "/viewers → viewer", "member of /viewers"),
                        new Because("developer", "downward", "below admin"),
                        new Because("admin", "/admins → admin", "member of /admins"));
        assertThat(RoleRules.of(table, ORDER, Emission.HIGHEST).because(both))
                .containsExactly(
                        new Because("viewer", "/viewers → viewer", "member of /viewers"),
                        new Because("viewer", "highest", "left out: admin is higher"),
                        new Because("admin", "/admins → admin", "member of /admins"));
    }
}
