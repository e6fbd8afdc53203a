package dev.gatehouse.broker;

/**
 * A person's name in two parts, as Keycloak keeps it.
 *
 * @param first all but the last word; the whole name when it has one word
 * @param last the last word; null when the name has one word
 */
record PersonName(String first, String last) {

    /** Splits a full name at its last white space, as Keycloak does with the claim {@code name}. */
    static PersonName split(String full) {
        String name = full.strip();
        for (int i = name.length() - 1; i > 0; i--) {
            if (Character.isWhitespace(name.charAt(i))) {
                return new PersonName(name.substring(0, i).strip(), name.substring(i + 1));
            }
        }
        return new PersonName(name, null);
    }
}
