package dev.gatehouse.config;

/** Configuration that is refused. The message is for the admin: it names the entry, says why, and how to mend it. */
public final class InvalidConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Key in the message bundles under which Keycloak's admin API looks for the text of a refusal. Its only parameter is the
     * message.
     */
    public static final String MESSAGE_KEY = "gatehouseInvalidConfiguration";

    public InvalidConfigurationException(String message) {
        super(message);
    }
}
