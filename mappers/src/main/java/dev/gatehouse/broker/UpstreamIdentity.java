package dev.gatehouse.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an identity provider says of a person, read strictly: what has not the shape that is asked for refuses the login and is never
 * interpreted. What is not there, or null, is not said (OpenID Connect Core, section 5.3.2, wants both to mean that).
 */
abstract class UpstreamIdentity {

    /** The most groups that are read. Keycloak, ADFS and directories can name many; nobody is meant to be in more. */
    static final int MAX_GROUPS = 5_000;

    /** The longest name of a group, in characters; distinguished names of directories can be long. */
    static final int MAX_GROUP_LENGTH = 2_048;

    /** The longest e-mail address or name of a person, in characters: what Keycloak's database takes. */
    static final int MAX_TEXT_LENGTH = 255;

    /**
     * The value as JSON has it: a string, a {@link List}, a {@link Map}, a number or a boolean; null when it is not said.
     *
     * @throws RefusedLoginException with the refusal when something on the way to a nested value is no object
     */
    abstract Object value(UpstreamName name, Refusal malformed) throws RefusedLoginException;

    /** Whether the provider says that it left out what is called so because it would be too long. */
    abstract boolean isLeftOut(UpstreamName name);

    /**
     * The groups that the person is in.
     *
     * @return each as the provider calls it; empty when it names none
     * @throws RefusedLoginException for anything but an array of strings or a single string, and for too many or too long ones
     */
    final List<String> groups(UpstreamName name) throws RefusedLoginException {
        if (isLeftOut(name)) {
            throw new RefusedLoginException(
                    Refusal.GROUPS_OVERAGE,
                    "The provider left \"" + name.text()
                            + "\" out because the person is in too many groups. In Entra ID, let the "
                            + "application emit only the groups assigned to it, or map app roles (\"roles\") instead of groups.");
        }
        Object value = value(name, Refusal.GROUPS_MALFORMED);
        if (value == null) {
            return List.of();
        }
        List<?> list = value instanceof List<?> array ? array : List.of(value);
        if (list.size() > MAX_GROUPS) {
            throw new RefusedLoginException(
                    Refusal.GROUPS_TOO_MANY,
                    "\"" + name.text() + "\" names " + list.size() + " groups; the most are " + MAX_GROUPS
                            + ". Let the provider send only those that mean something here.");
        }
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String group)) {
                throw new RefusedLoginException(
                        Refusal.GROUPS_MALFORMED,
                        "\"" + name.text() + "\" " + (value instanceof List ? "has in place " + (i + 1) : "is") + " "
                                + kind(list.get(i)) + "; it must be an array of strings or a single string.");
            }
            if (group.length() > MAX_GROUP_LENGTH) {
                throw new RefusedLoginException(
                        Refusal.GROUPS_MALFORMED,
                        "\"" + name.text() + "\" names a group with " + group.length() + " characters; the most are "
                                + MAX_GROUP_LENGTH + ".");
            }
        }
        return list.stream().map(String.class::cast).toList();
    }

    /**
     * A name of the person.
     *
     * @return without white space around it; empty when it is not said or blank
     * @throws RefusedLoginException for anything but a string, and for one that is too long or has control characters
     */
    final Optional<String> text(UpstreamName name) throws RefusedLoginException {
        Object value = value(name, Refusal.PERSON_MALFORMED);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new RefusedLoginException(
                    Refusal.PERSON_MALFORMED, "\"" + name.text() + "\" is " + kind(value) + "; it must be a string.");
        }
        if (text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedLoginException(
                    Refusal.PERSON_MALFORMED,
                    "\"" + name.text() + "\" has more than " + MAX_TEXT_LENGTH + " characters or a control character.");
        }
        return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
    }

    /**
     * The person's e-mail address.
     *
     * @throws RefusedLoginException as {@link #text}, and for what does not look like an address
     */
    final Optional<String> email(UpstreamName name) throws RefusedLoginException {
        Optional<String> email = text(name);
        if (email.isPresent() && !isAddress(email.get())) {
            throw new RefusedLoginException(
                    Refusal.PERSON_MALFORMED, "\"" + name.text() + "\" is a string that is no e-mail address.");
        }
        return email;
    }

    private static boolean isAddress(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1 && text.chars().noneMatch(Character::isWhitespace);
    }

    private static String kind(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "an array";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof Boolean ? "a boolean" : "no string";
    }
}
