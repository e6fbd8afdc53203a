package dev.gatehouse.config;

import org.keycloak.protocol.ProtocolMapperConfigException;

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

    /** The same for Keycloak, which shows the message to the admin who saves. */
    public ProtocolMapperConfigException forAdmins() {
        // the message travels as the parameter of a key: as a pattern, its quotes and braces would be interpreted
        return new ProtocolMapperConfigException(MESSAGE_KEY, getMessage(), new Object[] {getMessage()});
    }
}
