package dev.gatehouse.domain;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;

/**
 * What a realm, a client or an organization says about domains, as it is stored.
 *
 * @param lists that hold together, at most two of them
 * @param words attributes that may be one of a few words, with their values; without those that are not set
 */
record DomainSettings(List<Listing> lists, Map<String, List<String>> words) {

    /** Of what is new. */
    static final DomainSettings NONE = new DomainSettings(List.of(), Map.of());

    /** How much of a value a message shows, in characters. */
    private static final int SHOWN = 100;

    /**
     * @param label what the admin calls it
     * @param wildcards whether Keycloak lets an entry be {@code *.example.com}
     */
    record Listing(String label, List<String> entries, boolean wildcards) {

        private void check(Listing beside) throws InvalidConfigurationException {
            for (String entry : entries) {
                if (!wildcards && entry.startsWith("*.")) {
                    throw new InvalidConfigurationException(DomainEntry.named(label, entry)
                            + "needs Keycloak 26.7. With this one, name it in \"" + DomainAttributes.TENANT_ADMITTED
                            + "\".");
                }
            }
            DomainList.parse(label, entries, beside.label(), beside.entries());
        }
    }

    private static final Listing NOTHING = new Listing("", List.of(), true);

    /**
     * Refuses what could not be carried out. What is as it was before is not judged, so that somebody who changes something else is
     * not held up by what was saved past this check; it lets nobody in anyway.
     *
     * @throws InvalidConfigurationException naming the entry
     */
    void check(DomainSettings before) throws InvalidConfigurationException {
        for (Map.Entry<String, List<String>> word : words.entrySet()) {
            if (!word.getValue().equals(before.words().get(word.getKey()))) {
                checkWord(word.getKey(), word.getValue());
            }
        }
        for (Listing list : lists) {
            if (!list.entries().equals(before.entries(list.label()))) {
                Listing beside = lists.stream()
                        .filter(other -> other != list)
                        .findFirst()
                        .orElse(NOTHING);
                list.check(beside);
            }
        }
    }

    private List<String> entries(String label) {
        return lists.stream()
                .filter(list -> list.label().equals(label))
                .findFirst()
                .map(Listing::entries)
                .orElse(List.of());
    }

    private static void checkWord(String attribute, List<String> values) throws InvalidConfigurationException {
        List<String> known =
                DomainAttributes.WORDS.get(attribute).stream().sorted().toList();
        if (values.size() != 1) {
            throw new InvalidConfigurationException("\"" + attribute + "\" has " + values.size() + " values: it is "
                    + String.join(" or ", known) + ", or left out.");
        }
        String value = values.get(0);
        if (!known.contains(value)) {
            throw new InvalidConfigurationException("\"" + attribute + "\" is \""
                    + (value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…") + "\": it is "
                    + String.join(" or ", known) + ", or left out.");
        }
    }
}
