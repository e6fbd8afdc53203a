package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.GroupPattern;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table upstream group → group here: many may mean one, one may mean many. Matching is exact and case-sensitive. Immutable; an
 * answer costs a look-up for each of the person's groups, however long the table is.
 */
final class GroupLinks {

    /**
     * One line of the table.
     *
     * @param upstream what the provider calls the group
     * @param group path of the group here
     */
    record Line(String upstream, String group) {

        @Override
        public String toString() {
            return upstream + " → " + group;
        }
    }

    private final Map<String, Set<GroupPath>> links = new HashMap<>();
    private final Map<GroupPath, Line> lines = new LinkedHashMap<>();

    private GroupLinks() {}

    /** @throws InvalidConfigurationException for an empty table, a line that is malformed or stands there twice */
    static GroupLinks of(List<Line> lines) throws InvalidConfigurationException {
        if (lines.isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"Groups by upstream group\" is empty, so that nobody would be put into a group. Add a line, for example "
                            + "engineers → /developers.");
        }
        GroupLinks result = new GroupLinks();
        for (Line line : lines) {
            if (line.upstream().isBlank()) {
                throw new InvalidConfigurationException(
                        "Line \"" + line + "\" lacks what the provider calls the group. Add that.");
            }
            if (line.upstream().length() > UpstreamIdentity.MAX_GROUP_LENGTH) {
                throw new InvalidConfigurationException("The upstream group of a line that means \"" + line.group()
                        + "\" has " + line.upstream().length() + " characters; the most are "
                        + UpstreamIdentity.MAX_GROUP_LENGTH + ".");
            }
            GroupPath path = path(line);
            if (!result.links
                    .computeIfAbsent(line.upstream(), k -> new LinkedHashSet<>())
                    .add(path)) {
                throw new InvalidConfigurationException("Line \"" + line + "\" stands in the table twice. Remove one.");
            }
            result.lines.putIfAbsent(path, line);
        }
        return result;
    }

    private static GroupPath path(Line line) throws InvalidConfigurationException {
        try {
            if (GroupPattern.parse(line.group()) instanceof GroupPattern.At at) {
                return at.path();
            }
        } catch (InvalidConfigurationException e) {
            throw new InvalidConfigurationException("Line \"" + line + "\": " + e.getMessage() + ".");
        }
        throw new InvalidConfigurationException("Line \"" + line
                + "\": the group on the right is one group, written as its path, for example /developers.");
    }

    /** The groups here that the provider's groups mean: each once; empty when they mean none. */
    Set<GroupPath> meantBy(Collection<String> upstream) {
        Set<GroupPath> groups = new LinkedHashSet<>();
        for (String name : upstream) {
            groups.addAll(links.getOrDefault(name, Set.of()));
        }
        return groups;
    }

    /** Every group of the table with the first line that names it, in the order of the table. */
    Map<GroupPath, Line> groups() {
        return Collections.unmodifiableMap(lines);
    }
}
