package dev.gatehouse.config;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.protocol.ProtocolMapperConfigException;

/**
 * Configuration that is refused. The message is for the admin: it names the entry, says why, and how to mend it. Control characters
 * of an entry are shown as JSON escapes, so that they are seen, and cannot forge a line in the server log.
 */
public final class InvalidConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Key in the message bundles under which Keycloak's admin API looks for the text of a refusal. Its only parameter is the
     * message.
     */
    public static final String MESSAGE_KEY = "gatehouseInvalidConfiguration";

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");

    public InvalidConfigurationException(String message) {
        super(printable(message));
    }

    /** The text with its control characters as JSON escapes. */
    public static String printable(String text) {
        return CONTROL_CHARACTER.matcher(text).replaceAll(InvalidConfigurationException::escape);
    }

    private static String escape(MatchResult character) {
        return Matcher.quoteReplacement(
                String.format("\\u%04x", (int) character.group().charAt(0)));
    }

    /** The same for Keycloak, which shows the message to the admin who saves. */
    public ProtocolMapperConfigException forAdmins() {
        // the message travels as the parameter of a key: as a pattern, its quotes and braces would be interpreted
        return new ProtocolMapperConfigException(MESSAGE_KEY, getMessage(), new Object[] {getMessage()});
    }
}
