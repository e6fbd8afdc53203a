package dev.gatehouse.groups;

import dev.gatehouse.config.InvalidConfigurationException;

/**
 * Which groups a rule is about. Matching is exact and case-sensitive.
 *
 * <ul>
 *   <li>{@code /teams/acme-corp}: the group at this path; its subgroups are not meant;
 *   <li>{@code /teams/*}: every group below {@code /teams}, at any depth, but not {@code /teams} itself;
 *   <li>{@code name:developers}: every group of this name, wherever it stands. Only for realms in which nobody but their
 *       admins can create groups: whoever may create a subgroup anywhere can create one of this name;
 *   <li>{@code id:3f2a8c1e-…}: every group that has this value among those of its attribute {@value #UPSTREAM_ID_ATTRIBUTE}, for
 *       instance the object id of the group in Entra ID that it mirrors. It keeps its meaning when it is renamed or moved. Only
 *       where nobody but admins can change groups: whoever may manage any group at all can give it the attribute.
 * </ul>
 */
public sealed interface GroupPattern {

    String NAME_PREFIX = "name:";
    String ID_PREFIX = "id:";
    String DESCENDANTS_SUFFIX = "/*";

    /** Attribute of a group: what identity providers call it. May have several values. */
    String UPSTREAM_ID_ATTRIBUTE = "gatehouse.upstream_id";

    /** The group at the path. */
    record At(GroupPath path) implements GroupPattern {}

    /** Every group below the path. */
    record Below(GroupPath path) implements GroupPattern {}

    /** Every group with the name. */
    record Named(String name) implements GroupPattern {}

    /** Every group with the id. */
    record Identified(String upstreamId) implements GroupPattern {}

    /** @throws InvalidConfigurationException when the text is none of the forms above; the message says why */
    static GroupPattern parse(String text) throws InvalidConfigurationException {
        if (text.isBlank()) {
            throw new InvalidConfigurationException("the group is empty");
        }
        if (!text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidConfigurationException("the group has white space around it or a control character in it");
        }
        if (text.startsWith(NAME_PREFIX)) {
            String name = text.substring(NAME_PREFIX.length());
            if (name.isBlank()) {
                throw new InvalidConfigurationException("the group name after \"" + NAME_PREFIX + "\" is empty");
            }
            return new Named(name);
        }
        if (text.startsWith(ID_PREFIX)) {
            String id = text.substring(ID_PREFIX.length());
            if (id.isBlank()) {
                throw new InvalidConfigurationException("the id after \"" + ID_PREFIX + "\" is empty");
            }
            return new Identified(id);
        }
        int suffix = text.length() - DESCENDANTS_SUFFIX.length();
        if (text.endsWith(DESCENDANTS_SUFFIX) && !GroupPath.isEscaped(text, suffix)) {
            return new Below(path(text.substring(0, suffix)));
        }
        return new At(path(text));
    }

    private static GroupPath path(String text) throws InvalidConfigurationException {
        if (text.isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"/*\" would mean every group: name the group whose subgroups are meant");
        }
        if (!text.startsWith(GroupPath.SEPARATOR)) {
            throw new InvalidConfigurationException(
                    "a group path starts with \"/\" (a name alone is written \"" + NAME_PREFIX + text + "\")");
        }
        boolean inName = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' && !inName) {
                throw new InvalidConfigurationException("\"//\" leaves a group name empty");
            }
            if (c == '~') {
                i++;
                if (i == text.length() || text.charAt(i) != '~' && text.charAt(i) != '/') {
                    throw new InvalidConfigurationException(
                            "\"~\" in a group name is written \"~~\", and \"/\" in a group name \"~/\"");
                }
            }
            inName = c != '/';
        }
        if (!inName) {
            throw new InvalidConfigurationException("a group path does not end with \"/\"");
        }
        return new GroupPath(text);
    }
}
