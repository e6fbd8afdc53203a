package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.Membership;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random tables asked about random groups, against an oracle that compares lists of names one by one. */
class RoleRulesOracleTest {

    /** Few and awkward, so that paths meet, nest and look alike. */
    private static final List<String> NAMES =
            List.of("a", "b", "A", "a/b", "/", "~", "a~", "~/b", "*", "name:a", "id:a", "å");

    private record Group(List<String> names, List<String> upstreamIds) {

        String name() {
            return names.get(names.size() - 1);
        }
    }

    private record Wanted(List<String> names, char kind, int role) {

        boolean isMetBy(Group group) {
            return switch (kind) {
                case '=' -> group.names().equals(names);
                case '*' ->
                    group.names().size() > names.size()
                            && group.names().subList(0, names.size()).equals(names);
                case 'i' -> group.upstreamIds().contains(names.get(0));
                default -> group.name().equals(names.get(0));
            };
        }

        RoleRule rule(List<String> order) {
            String path = GroupPath.of(names).text();
            String pattern = switch (kind) {
                case '=' -> path;
                case '*' -> path + "/*";
                case 'i' -> "id:" + names.get(0);
                default -> "name:" + names.get(0);
            };
            return new RoleRule(pattern, order.get(role));
        }
    }

    @Test
    void agreesWithTheOracle() throws Exception {
        for (long seed = 0; seed < 20_000; seed++) {
            agreesWithTheOracle(seed);
        }
    }

    private static void agreesWithTheOracle(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> order = new ArrayList<>(List.of("z", "y", "x", "w", "v").subList(0, 1 + random.nextInt(5)));
        Collections.shuffle(order, random);
        Set<Wanted> table = new LinkedHashSet<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            Wanted wanted = new Wanted(names(random), "=*ni".charAt(random.nextInt(4)), random.nextInt(order.size()));
            // "/x/*" as a path is a pattern: a group that is really called "*" can only be meant by name
            boolean readsAsPattern = wanted.kind() == '='
                    && wanted.names().get(wanted.names().size() - 1).equals("*");
            if (!readsAsPattern) {
                boolean isPath = "=*".indexOf(wanted.kind()) >= 0;
                table.add(isPath ? wanted : new Wanted(wanted.names().subList(0, 1), wanted.kind(), wanted.role()));
            }
        }
        List<Group> groups = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            groups.add(new Group(names(random), random.nextBoolean() ? List.of() : names(random)));
        }
        TreeSet<Integer> ranks = new TreeSet<>();
        for (Wanted wanted : table) {
            if (groups.stream().anyMatch(wanted::isMetBy)) {
                ranks.add(wanted.role());
            }
        }

        List<RoleRule> rules = table.stream().map(w -> w.rule(order)).toList();
        List<Membership> memberships = groups.stream()
                .map(group -> new Membership(GroupPath.of(group.names()), group.name(), group::upstreamIds))
                .toList();
        List<String> union = ranks.stream().map(order::get).toList();
        assertThat(RoleRules.of(rules, order, Emission.UNION).emitted(memberships))
                .isEqualTo(union);
        assertThat(RoleRules.of(rules, order, Emission.HIGHEST).emitted(memberships))
                .isEqualTo(ranks.isEmpty() ? List.of() : List.of(order.get(ranks.last())));
        assertThat(RoleRules.of(rules, order, Emission.DOWNWARD).emitted(memberships))
                .isEqualTo(ranks.isEmpty() ? List.of() : order.subList(0, ranks.last() + 1));
        assertThat(RoleRules.of(rules, order, Emission.HIGHEST).mapped(memberships))
                .isEqualTo(union);
    }

    private static List<String> names(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            names.add(NAMES.get(random.nextInt(NAMES.size())));
        }
        return names;
    }
}
