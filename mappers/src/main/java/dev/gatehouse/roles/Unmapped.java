package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.Arrays;
import java.util.List;

/** What a token says of a person whom no rule gives a role. */
public enum Unmapped {
    /** The claim is there and is an empty array. */
    EMPTY("empty"),
    /** The claim is left out. */
    OMIT("omit"),
    /** The claim is there and is an empty array, and an event says that there would be no token: for finding out whom that would hit. */
    REPORT("report"),
    /** There is no token: {@link RoleGuard} refuses every grant and refresh, and a role gate the login. */
    REFUSE("refuse");

    private final String id;

    Unmapped(String id) {
        this.id = id;
    }

    /** The word of the configuration. */
    public String id() {
        return id;
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Unmapped::id).toList();
    }

    static Unmapped parse(String id) throws InvalidConfigurationException {
        for (Unmapped unmapped : values()) {
            if (unmapped.id.equals(id)) {
                return unmapped;
            }
        }
        throw new InvalidConfigurationException(
                "\"When nothing maps\" is \"" + id + "\", which is unknown: choose one of " + ids() + ".");
    }
}
