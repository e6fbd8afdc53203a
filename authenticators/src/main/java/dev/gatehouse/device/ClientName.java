package dev.gatehouse.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.ClientModel;

/** What a client is called in front of people. */
final class ClientName {

    /** Keycloak's own clients are called by the key of a text. */
    private static final Pattern KEY = Pattern.compile("\\$\\{([^}]+)}");

    private ClientName() {}

    static String of(ClientModel client, PersonLanguage language) {
        String name = client.getName();
        if (name == null || name.isBlank()) {
            return client.getClientId();
        }
        Matcher key = KEY.matcher(name);
        return key.matches() ? language.text(key.group(1)) : name;
    }
}
