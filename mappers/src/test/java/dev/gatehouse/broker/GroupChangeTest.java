package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random histories of one person: two mappers at work and an admin by hand, with an oracle that keeps for each group everybody's
 * reasons for which the person is in it.
 */
class GroupChangeTest {

    private static final List<String> GROUPS = List.of("a", "b", "c");
    private static final String ADMIN = "admin";

    private final Map<String, Set<String>> reasons = new HashMap<>();
    private final Map<String, Set<String>> assigned = new HashMap<>(Map.of("1", Set.of(), "2", Set.of()));
    private final Set<String> member = new HashSet<>();

    @Test
    void whoIsInAGroupIsThereForAReasonThatIsStillTrue() {
        Random random = new Random(3);
        for (int history = 0; history < 2_000; history++) {
            reasons.clear();
            member.clear();
            assigned.replaceAll((mapper, groups) -> Set.of());
            for (int step = 0; step < 30; step++) {
                String group = GROUPS.get(random.nextInt(GROUPS.size()));
                switch (random.nextInt(4)) {
                    case 0 -> giveByHand(group);
                    case 1 -> takeByHand(group);
                    default -> login(Integer.toString(1 + random.nextInt(2)), wanted(random));
                }
                assertThat(member).isEqualTo(inForAReason());
            }
        }
    }

    private Set<String> wanted(Random random) {
        Set<String> wanted = new HashSet<>();
        GROUPS.stream().filter(group -> random.nextBoolean()).forEach(wanted::add);
        return wanted;
    }

    private void login(String mapper, Set<String> wanted) {
        String other = mapper.equals("1") ? "2" : "1";
        GroupChange change = GroupChange.of(wanted, member, assigned.get(mapper), assigned.get(other), Set.of());
        assertThat(change.join()).allMatch(group -> !member.contains(group), "is a group to join");
        assertThat(change.leave()).allMatch(member::contains, "is a group to leave");
        member.addAll(change.join());
        member.removeAll(change.leave());
        assigned.put(mapper, change.assigned());

        for (String group : GROUPS) {
            Set<String> why = reasons.computeIfAbsent(group, k -> new HashSet<>());
            if (!wanted.contains(group)) {
                why.remove(mapper);
            } else if (!why.contains(ADMIN)) {
                why.add(mapper);
            }
        }
    }

    /** Of a group that the person is in already, an admin cannot make them a member. */
    private void giveByHand(String group) {
        if (member.add(group)) {
            reasons.computeIfAbsent(group, k -> new HashSet<>()).add(ADMIN);
        }
    }

    private void takeByHand(String group) {
        member.remove(group);
        reasons.put(group, new HashSet<>());
        assigned.replaceAll((mapper, groups) -> {
            Set<String> left = new HashSet<>(groups);
            left.remove(group);
            return left;
        });
    }

    private Set<String> inForAReason() {
        Set<String> groups = new HashSet<>();
        reasons.forEach((group, why) -> {
            if (!why.isEmpty()) {
                groups.add(group);
            }
        });
        return groups;
    }

    @Test
    void whatAGoneMapperGaveStaysUntilItIsWantedAgainAndThenNoMore() {
        GroupChange unwanted = GroupChange.of(Set.of(), Set.of("a", "b"), Set.of(), Set.of(), Set.of("a", "b"));
        assertThat(unwanted).isEqualTo(new GroupChange(Set.of(), Set.of(), Set.of()));
        GroupChange wanted = GroupChange.of(Set.of("a"), Set.of("a", "b"), Set.of(), Set.of(), Set.of("a", "b"));
        assertThat(wanted).isEqualTo(new GroupChange(Set.of(), Set.of(), Set.of("a")));
        GroupChange noMore = GroupChange.of(Set.of(), Set.of("a", "b"), Set.of("a"), Set.of(), Set.of("a", "b"));
        assertThat(noMore).isEqualTo(new GroupChange(Set.of(), Set.of("a"), Set.of()));
    }
}
