package dev.gatehouse.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.ClientModel;

/** What a client is called in front of people. */
final class ClientName {

    /** Keycloak's own clients are called by the key of a text. */
    private static final Pattern KEY = Pattern.compile("\\$\\{([^}]+)}");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
    private static final int MAX_LENGTH = 80;

    private ClientName() {}

    static String of(ClientModel client, PersonLanguage language) {
        String name = client.getName();
        if (name == null || name.isBlank()) {
            return client.getClientId();
        }
        Matcher key = KEY.matcher(name);
        return bounded(key.matches() ? language.text(key.group(1)) : name);
    }

    /** Whoever registers a client names it: one line, and no more of it than a line. */
    private static String bounded(String name) {
        String line = CONTROLS.matcher(name).replaceAll(" ");
        return line.codePointCount(0, line.length()) <= MAX_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH)) + '…';
    }
}
