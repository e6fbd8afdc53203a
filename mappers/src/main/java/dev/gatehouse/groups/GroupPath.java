package dev.gatehouse.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a group stands in the realm's group tree, as text: {@code /teams/acme-corp}.
 *
 * <p>Two groups never share a path: within a name {@code ~} is written {@code ~~} and {@code /} is written {@code ~/}
 * (Keycloak's own escape, which it applies only where a server is told to, and not to the {@code ~} itself). A group whose
 * name holds a slash can therefore not pass for a subgroup.
 *
 * <p>Two paths are equal when their texts are.
 */
public final class GroupPath {

    static final String SEPARATOR = "/";
    private static final char ESCAPE = '~';

    private final String text;

    /** Known from the start to those who were made of it, so that the subgroups of a group share it; else null. */
    private final GroupPath parent;

    /** @param text starts with a slash; does not end with one */
    public GroupPath(String text) {
        this(text, null);
    }

    private GroupPath(String text, GroupPath parent) {
        this.text = text;
        this.parent = parent;
    }

    /** @param names the group's name preceded by those of its ancestors, outermost first; at least one */
    public static GroupPath of(List<String> names) {
        StringBuilder path = new StringBuilder();
        for (String name : names) {
            path.append(SEPARATOR).append(escape(name));
        }
        return new GroupPath(path.toString());
    }

    /** What {@link #of} was given: unescaped, outermost first. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE && i + 1 < text.length()) {
                i++;
                name.append(text.charAt(i));
            } else if (c == '/') {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return names;
    }

    /** The path of a subgroup. */
    GroupPath child(String name) {
        return new GroupPath(text + SEPARATOR + escape(name), this);
    }

    /** Starts with a slash; does not end with one. */
    public String text() {
        return text;
    }

    /** The path of the group this one is a subgroup of; null for a group at the top level. */
    GroupPath parent() {
        if (parent != null) {
            return parent;
        }
        for (int i = text.length() - 1; i > 0; i--) {
            if (text.charAt(i) == '/' && !isEscaped(text, i)) {
                return new GroupPath(text.substring(0, i));
            }
        }
        return null;
    }

    /** The path below the outermost group; empty for a group at the top level. */
    Optional<GroupPath> withoutOutermost() {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '/' && !isEscaped(text, i)) {
                return Optional.of(new GroupPath(text.substring(i)));
            }
        }
        return Optional.empty();
    }

    /** Whether the character is preceded by an odd number of escape characters. */
    static boolean isEscaped(String text, int index) {
        int escapes = 0;
        while (index - escapes > 0 && text.charAt(index - escapes - 1) == ESCAPE) {
            escapes++;
        }
        return escapes % 2 != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupPath path && text.equals(path.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String escape(String name) {
        return name.indexOf('/') < 0 && name.indexOf(ESCAPE) < 0
                ? name
                : name.replace("~", "~~").replace("/", "~/");
    }
}
