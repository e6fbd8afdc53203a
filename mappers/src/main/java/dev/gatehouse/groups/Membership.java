package dev.gatehouse.groups;

import java.util.List;
import java.util.function.Supplier;

/**
 * One group a person is a direct member of.
 *
 * @param path where the group stands
 * @param name its name alone, unescaped
 * @param upstreamIds what it is called at identity providers, see {@link GroupPattern.Identified}; read only when asked for
 */
public record Membership(GroupPath path, String name, Supplier<List<String>> upstreamIds) {

    /** Of a group that no identity provider knows. */
    public Membership(GroupPath path, String name) {
        this(path, name, List::of);
    }

    /** As whoever explains a rule puts it. */
    public String evidence() {
        return "member of " + path.text();
    }
}
