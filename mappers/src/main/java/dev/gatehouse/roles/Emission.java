package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.Arrays;
import java.util.List;

/** Which of a person's mapped roles a token names. */
public enum Emission {
    /** Every role that a group of the person is mapped to. */
    UNION("union"),
    /** These and every role below them in the role order: a developer is also a viewer. */
    DOWNWARD("downward"),
    /** Only the highest of them in the role order. */
    HIGHEST("highest");

    private final String id;

    Emission(String id) {
        this.id = id;
    }

    /** The word of the configuration. */
    public String id() {
        return id;
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Emission::id).toList();
    }

    static Emission parse(String id) throws InvalidConfigurationException {
        for (Emission emission : values()) {
            if (emission.id.equals(id)) {
                return emission;
            }
        }
        throw new InvalidConfigurationException(
                "\"Roles in the token\" is \"" + id + "\", which is unknown: choose one of " + ids() + ".");
    }
}
