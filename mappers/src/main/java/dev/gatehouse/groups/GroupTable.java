package dev.gatehouse.groups;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What belongs to which groups. Asking costs a few look-ups for a group, however long the table is.
 *
 * @param <V> what belongs to a group
 */
public final class GroupTable<V> {

    private final Map<GroupPath, Set<V>> at = new HashMap<>();
    private final Map<GroupPath, Set<V>> below = new HashMap<>();
    private final Map<String, Set<V>> named = new HashMap<>();
    private final Map<String, Set<V>> identified = new HashMap<>();

    /** Adds a line; a value that is there already is not added again. */
    public void add(GroupPattern groups, V value) {
        if (groups instanceof GroupPattern.At p) {
            add(at, p.path(), value);
        } else if (groups instanceof GroupPattern.Below p) {
            add(below, p.path(), value);
        } else if (groups instanceof GroupPattern.Named p) {
            add(named, p.name(), value);
        } else if (groups instanceof GroupPattern.Identified p) {
            add(identified, p.upstreamId(), value);
        }
    }

    private static <K, V> void add(Map<K, Set<V>> lines, K key, V value) {
        lines.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value);
    }

    /** Hands over everything that belongs to the group; what several lines say, several times. */
    public void forEach(Membership membership, Consumer<? super V> consumer) {
        at.getOrDefault(membership.path(), Set.of()).forEach(consumer);
        named.getOrDefault(membership.name(), Set.of()).forEach(consumer);
        if (!identified.isEmpty()) {
            for (String id : membership.upstreamIds().get()) {
                identified.getOrDefault(id, Set.of()).forEach(consumer);
            }
        }
        if (!below.isEmpty()) {
            for (GroupPath p = membership.path().parent(); p != null; p = p.parent()) {
                below.getOrDefault(p, Set.of()).forEach(consumer);
            }
        }
    }
}
