package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.explain.Because;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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

    private final String label;
    private final List<String> grants;
    private final Map<String, Set<Integer>> byRole = new HashMap<>();

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
            names.add(line.grant());
        }
        RoleGrants result = new RoleGrants(label, names);
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        for (Line line : lines) {
            boolean isNew = result.byRole
                    .computeIfAbsent(line.role(), k -> new TreeSet<>())
                    .add(places.get(line.grant()));
            if (!isNew) {
                throw new InvalidConfigurationException(
                        "Line \"" + line + "\" of \"" + label + "\" stands there twice. Remove one.");
            }
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
                .filter(role -> role.getValue().contains(place))
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
        TreeSet<Integer> places = new TreeSet<>();
        for (String role : roles) {
            places.addAll(byRole.getOrDefault(role, Set.of()));
        }
        List<String> granted = new ArrayList<>(places.size());
        places.forEach(place -> granted.add(grants.get(place)));
        return List.copyOf(granted);
    }
}
