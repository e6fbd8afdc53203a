package dev.gatehouse.broker;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a mapper does to a person's groups, by their ids: they are in every group that is wanted, and out of those that are no longer
 * wanted and that nobody but this mapper put them into.
 *
 * @param join groups to put the person into
 * @param leave groups to take them out of
 * @param assigned groups that count as put by this mapper from now on: those that are wanted, but not those that the person was in
 *     by other means
 */
record GroupChange(Set<String> join, Set<String> leave, Set<String> assigned) {

    /**
     * @param wanted groups that the provider's groups mean
     * @param member groups the person is in
     * @param byThis groups that this mapper put them into
     * @param byOthers groups that other mappers put them into and would take them out of
     * @param byGone groups that mappers put them into which exist no more: they stay, but this mapper may take one over
     */
    static GroupChange of(
            Set<String> wanted, Set<String> member, Set<String> byThis, Set<String> byOthers, Set<String> byGone) {
        Set<String> join = new LinkedHashSet<>(wanted);
        join.removeAll(member);

        Set<String> assigned = new LinkedHashSet<>(wanted);
        assigned.removeIf(group -> !join.contains(group)
                && !byThis.contains(group)
                && !byOthers.contains(group)
                && !byGone.contains(group));

        Set<String> leave = new LinkedHashSet<>(byThis);
        leave.removeAll(wanted);
        leave.removeAll(byOthers);
        leave.retainAll(member);
        return new GroupChange(join, leave, assigned);
    }
}
