package dev.gatehouse.roles;

/**
 * One line of the table.
 *
 * @param group which groups it is about, in one of the forms of {@link dev.gatehouse.groups.GroupPattern}
 * @param role the role their members have
 */
public record RoleRule(String group, String role) {

    @Override
    public String toString() {
        return group + " → " + role;
    }
}
