package dev.gatehouse.groups;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What belongs to which groups. Asking costs a few look-ups for a group, however long the table is.
 *
 * @param <V> what belongs to a group
 */
public final class GroupTable<V> {

    private final Map<String, List<V>> at = new HashMap<>();
    private final Map<String, List<V>> below = new HashMap<>();
    private final Map<String, List<V>> named = new HashMap<>();
    private final Map<String, List<V>> identified = new HashMap<>();

    /** Adds a line. */
    public void add(GroupPattern groups, V value) {
        if (groups instanceof GroupPattern.At p) {
            add(at, p.path().text(), value);
        } else if (groups instanceof GroupPattern.Below p) {
            add(below, p.path().text(), value);
        } else if (groups instanceof GroupPattern.Named p) {
            add(named, p.name(), value);
        } else if (groups instanceof GroupPattern.Identified p) {
            add(identified, p.upstreamId(), value);
        }
    }

    private static <V> void add(Map<String, List<V>> lines, String key, V value) {
        lines.computeIfAbsent(key, k -> new ArrayList<>(1)).add(value);
    }

    /** Whether there is no line. */
    public boolean isEmpty() {
        return at.isEmpty() && below.isEmpty() && named.isEmpty() && identified.isEmpty();
    }

    /** Hands over everything that belongs to the group; what several lines say, several times. */
    public void forEach(Membership membership, Consumer<? super V> consumer) {
        hand(at.get(membership.path().text()), consumer);
        hand(named.get(membership.name()), consumer);
        if (!identified.isEmpty()) {
            for (String id : membership.upstreamIds().get()) {
                hand(identified.get(id), consumer);
            }
        }
        if (!below.isEmpty()) {
            for (GroupPath p = membership.path().parent(); p != null; p = p.parent()) {
                hand(below.get(p.text()), consumer);
            }
        }
    }

    private static <V> void hand(List<V> values, Consumer<? super V> consumer) {
        if (values != null) {
            values.forEach(consumer);
        }
    }
}
