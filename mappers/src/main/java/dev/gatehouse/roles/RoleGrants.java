package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.explain.Because;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table role → what it grants (a permission, a scope), ready to be asked. Immutable. An answer costs what it is long, however long the table is. */
final class RoleGrants {

    /**
     * One line of the table.
     *
     * @param role who has it
     * @param grant gets this
     */
    record Line(String role, String grant) {

        @Override
        public String toString() {
            return role + " → " + grant;
        }
    }

    /** The longest of what is granted, in characters. */
    private static final int MAX_GRANT_LENGTH = 255;

    private final String label;
    private final List<String> grants;
    private final Map<String, BitSet> byRole = new HashMap<>();

    private RoleGrants(String label, Collection<String> grants) {
        this.label = label;
        this.grants = List.copyOf(grants);
    }

    /**
     * @param label of the property that holds the table, for messages
     * @throws InvalidConfigurationException for an empty entry and for a line that stands there twice
     */
    static RoleGrants of(String label, List<Line> lines) throws InvalidConfigurationException {
        Set<String> names = new LinkedHashSet<>();
        for (Line line : lines) {
            if (line.role().isBlank() || line.grant().isBlank()) {
                throw new InvalidConfigurationException("Line \"" + line + "\" of \"" + label + "\" lacks its "
                        + (line.role().isBlank() ? "left" : "right") + " side.");
            }
            if (!line.grant().equals(line.grant().strip())
                    || line.grant().chars().anyMatch(Character::isISOControl)) {
                throw new InvalidConfigurationException("Line \"" + line + "\" of \"" + label
                        + "\" has white space around its right side or a control character in it. Remove that.");
            }
            if (line.grant().length() > MAX_GRANT_LENGTH) {
                throw new InvalidConfigurationException("An entry on the right of \"" + label + "\" has "
                        + line.grant().length() + " characters; the most are " + MAX_GRANT_LENGTH + ".");
            }
            names.add(line.grant());
        }
        RoleGrants result = new RoleGrants(label, names);
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        for (Line line : lines) {
            BitSet granted = result.byRole.computeIfAbsent(line.role(), k -> new BitSet());
            int place = places.get(line.grant());
            if (granted.get(place)) {
                throw new InvalidConfigurationException(
                        "Line \"" + line + "\" of \"" + label + "\" stands there twice. Remove one.");
            }
            granted.set(place);
        }
        return result;
    }

    /** @throws InvalidConfigurationException when a line is about a role that is none of these */
    void checkRoles(List<String> roles) throws InvalidConfigurationException {
        for (String role : byRole.keySet()) {
            if (!roles.contains(role)) {
                throw new InvalidConfigurationException("\"" + label + "\" has the role \"" + role
                        + "\", which the role order of the client scope does not name: " + roles + ".");
            }
        }
    }

    /** Everything that the table grants to somebody, in its order. */
    List<String> all() {
        return grants;
    }

    /** The roles that grant it, in the order of their characters. */
    List<String> rolesGranting(String grant) {
        int place = grants.indexOf(grant);
        return byRole.entrySet().stream()
                .filter(role -> place >= 0 && role.getValue().get(place))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Which lines of the table grant to these roles what they grant, in its order. Reads the whole table. */
    List<Because> because(List<String> roles) {
        List<Because> because = new ArrayList<>();
        for (String grant : grantedTo(roles)) {
            for (String role : rolesGranting(grant)) {
                if (roles.contains(role)) {
                    because.add(new Because(grant, new Line(role, grant).toString(), "has the role " + role));
                }
            }
        }
        return because;
    }

    /** What any of the roles grants: each once, in the order of the table. */
    List<String> grantedTo(List<String> roles) {
        BitSet places = new BitSet(grants.size());
        for (String role : roles) {
            BitSet granted = byRole.get(role);
            if (granted != null) {
                places.or(granted);
            }
        }
        return places.stream().mapToObj(grants::get).toList();
    }
}
