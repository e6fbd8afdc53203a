package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private final Map<String, BitSet> byRole = new HashMap<>();

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
            BitSet permitted = result.byRole.computeIfAbsent(line.role(), k -> new BitSet());
            int place = places.get(line.permission());
            if (permitted.get(place)) {
                throw new InvalidConfigurationException(
                        "Line \"" + line + "\" of \"Permissions by role\" stands there twice. Remove one.");
            }
            permitted.set(place);
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
        BitSet places = new BitSet(permissions.size());
        for (String role : roles) {
            BitSet permitted = byRole.get(role);
            if (permitted != null) {
                places.or(permitted);
            }
        }
        List<String> permitted = new ArrayList<>(places.cardinality());
        places.stream().mapToObj(permissions::get).forEach(permitted::add);
        return List.copyOf(permitted);
    }
}
