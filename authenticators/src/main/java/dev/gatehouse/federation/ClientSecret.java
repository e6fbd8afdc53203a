package dev.gatehouse.federation;

import java.util.regex.Pattern;

/**
 * The secret that the provider knows Keycloak by, or where the vault has it.
 *
 * @param value as Keycloak stores it; never shown
 */
record ClientSecret(String value) {

    /** As Keycloak reads it. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{vault\\.[A-Za-z0-9_.-]+}");

    /** What Keycloak shows instead of a secret. */
    private static final String MASK = "**********";

    static ClientSecret parse(String label, String text) throws RefusedCallException {
        if (text.equals(MASK)) {
            throw RefusedCallException.invalid("\"" + label
                    + "\" is what Keycloak shows instead of a secret. Leave the field out to keep the secret.");
        }
        ClientSecret secret = new ClientSecret(text);
        if (text.startsWith("${") && !secret.isReference()) {
            throw RefusedCallException.invalid("\"" + label
                    + "\" looks like a reference to the vault and is none. Write it as in ${vault.sundsvall_secret}.");
        }
        return secret;
    }

    boolean isReference() {
        return REFERENCE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return "a client secret";
    }
}
