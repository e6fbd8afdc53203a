package dev.gatehouse.groups;

/**
 * One group a person is a direct member of.
 *
 * @param path where the group stands
 * @param name its name alone, unescaped
 */
public record Membership(GroupPath path, String name) {

    /** As whoever explains a rule puts it. */
    public String evidence() {
        return "member of " + path.text();
    }
}
