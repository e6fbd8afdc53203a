package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an identity provider calls something that it says of a person.
 *
 * @param path names of the objects it is nested in, outermost first, then its own; mostly just the one
 * @param text as the admin wrote it
 */
record UpstreamName(List<String> path, String text) {

    UpstreamName {
        path = List.copyOf(path);
    }

    /**
     * A claim of OpenID Connect. A dot nests, {@code \.} is a dot in the name; a name that starts with {@code http://} or
     * {@code https://} is one name with all its dots (OpenID Connect Core, section 5.1.2).
     *
     * @throws InvalidConfigurationException for a name that is empty or malformed
     */
    static UpstreamName claim(String label, String text) throws InvalidConfigurationException {
        check(label, text);
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return new UpstreamName(List.of(text), text);
        }
        List<String> path = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                name.append(text.charAt(i));
            } else if (c == '.') {
                path.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        path.add(name.toString());
        if (path.stream().anyMatch(String::isBlank)) {
            throw new InvalidConfigurationException("\"" + label + "\" is \"" + text
                    + "\", which has an empty part. A dot that belongs to the name is written \"\\.\".");
        }
        return new UpstreamName(path, text);
    }

    /**
     * An attribute of SAML, by its name or its friendly name.
     *
     * @throws InvalidConfigurationException for a name that is empty or malformed
     */
    static UpstreamName attribute(String label, String text) throws InvalidConfigurationException {
        check(label, text);
        return new UpstreamName(List.of(text), text);
    }

    private static void check(String label, String text) throws InvalidConfigurationException {
        if (text == null || text.isBlank()) {
            throw new InvalidConfigurationException("\"" + label + "\" is empty. Name it as the provider does.");
        }
        if (!text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidConfigurationException("\"" + label + "\" is \"" + text
                    + "\", which has white space around it or a control character in it. Remove that.");
        }
    }

    /** The name at the top level. */
    String top() {
        return path.get(0);
    }
}
