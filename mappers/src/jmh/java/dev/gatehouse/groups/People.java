package dev.gatehouse.groups;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Groups of a large realm, and somebody who is in some of them. */
public final class People {

    private static final int SEED = 7;

    private People() {}

    /** Names of the group from the outermost ancestor on, as Keycloak hands them out: group 1234 is {@code /departments/d12/team-1234}. */
    public static List<String> names(int group) {
        return List.of("departments", "d" + group / 100, "team-" + group);
    }

    /** The first groups of the realm in no order; those are the ones that the rules of a table are about first. */
    public static List<List<String>> groupsOf(int memberships) {
        List<List<String>> groups = new ArrayList<>(
                IntStream.range(0, memberships).mapToObj(People::names).toList());
        Collections.shuffle(groups, new Random(SEED));
        return groups;
    }

    /** What a request makes of them before it asks any table, as {@link GroupPaths} does; its paths are new each time. */
    public static List<Membership> memberships(List<List<String>> groups) {
        Map<String, GroupPath> parents = new HashMap<>();
        List<Membership> memberships = new ArrayList<>(groups.size());
        for (List<String> names : groups) {
            GroupPath parent = parents.computeIfAbsent(names.get(1), id -> GroupPath.of(names.subList(0, 2)));
            memberships.add(new Membership(parent.child(names.get(2)), names.get(2)));
        }
        return memberships;
    }
}
