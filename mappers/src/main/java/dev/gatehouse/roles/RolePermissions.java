package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table role → permission, ready to be asked. Immutable. An answer costs what it is long, however long the table is. */
final class RolePermissions {

    /**
     * One line of the table.
     *
     * @param role who has it
     * @param permission may do this
     */
    record Line(String role, String permission) {

        @Override
        public String toString() {
            return role + " → " + permission;
        }
    }

    /** The longest permission, in characters. */
    private static final int MAX_PERMISSION_LENGTH = 255;

    private final List<String> permissions;
    private final Map<String, Set<Integer>> byRole = new HashMap<>();

    private RolePermissions(Collection<String> permissions) {
        this.permissions = List.copyOf(permissions);
    }

    /** @throws InvalidConfigurationException for an empty entry and for a line that stands there twice */
    static RolePermissions of(List<Line> lines) throws InvalidConfigurationException {
        Set<String> names = new LinkedHashSet<>();
        for (Line line : lines) {
            if (line.role().isBlank() || line.permission().isBlank()) {
                throw new InvalidConfigurationException("Line \"" + line + "\" of \"Permissions by role\" lacks its "
                        + (line.role().isBlank() ? "role" : "permission") + ".");
            }
            if (!line.permission().equals(line.permission().strip())
                    || line.permission().chars().anyMatch(Character::isISOControl)) {
                throw new InvalidConfigurationException(
                        "Line \"" + line + "\" of \"Permissions by role\": the permission "
                                + "has white space around it or a control character in it. Remove that.");
            }
            if (line.permission().length() > MAX_PERMISSION_LENGTH) {
                throw new InvalidConfigurationException("A permission of \"Permissions by role\" has "
                        + line.permission().length() + " characters; the most are " + MAX_PERMISSION_LENGTH + ".");
            }
            names.add(line.permission());
        }
        RolePermissions result = new RolePermissions(names);
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        for (Line line : lines) {
            boolean isNew = result.byRole
                    .computeIfAbsent(line.role(), k -> new TreeSet<>())
                    .add(places.get(line.permission()));
            if (!isNew) {
                throw new InvalidConfigurationException(
                        "Line \"" + line + "\" of \"Permissions by role\" stands there twice. Remove one.");
            }
        }
        return result;
    }

    /** @throws InvalidConfigurationException when a line is about a role that is none of these */
    void checkRoles(List<String> roles) throws InvalidConfigurationException {
        for (String role : byRole.keySet()) {
            if (!roles.contains(role)) {
                throw new InvalidConfigurationException("\"Permissions by role\" has the role \"" + role
                        + "\", which the role order of the client scope does not name: " + roles + ".");
            }
        }
    }

    /** What any of the roles permits: each once, in the order of the table. */
    List<String> permittedTo(List<String> roles) {
        TreeSet<Integer> places = new TreeSet<>();
        for (String role : roles) {
            places.addAll(byRole.getOrDefault(role, Set.of()));
        }
        List<String> permitted = new ArrayList<>(places.size());
        places.forEach(place -> permitted.add(permissions.get(place)));
        return List.copyOf(permitted);
    }
}
