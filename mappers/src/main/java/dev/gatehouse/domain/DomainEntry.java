package dev.gatehouse.domain;

import com.google.common.net.InternetDomainName;
import dev.gatehouse.config.InvalidConfigurationException;
import java.net.IDN;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entry of a {@link DomainList}: {@code example.com}, or {@code *.example.com} for that and every domain below it.
 *
 * @param domain without the {@code *.}
 * @param below whether what is below the domain is meant, too
 */
record DomainEntry(DomainName domain, boolean below) {

    private static final String BELOW = "*.";

    /** How much of an entry a message shows, in characters. */
    private static final int SHOWN = 100;

    /**
     * @param list what the admin calls the list, for the message
     * @param entry as it is written
     * @throws InvalidConfigurationException for what is no domain, or one below which everybody can have a domain
     */
    static DomainEntry parse(String list, String entry) throws InvalidConfigurationException {
        String text = entry == null ? "" : entry;
        String name = text.startsWith(BELOW) ? text.substring(BELOW.length()) : text;
        if (DomainName.parse(name).isEmpty()) {
            throw new InvalidConfigurationException(named(list, text) + malformed(text, name));
        }
        return read(text)
                .orElseThrow(() -> new InvalidConfigurationException(named(list, text)
                        + "is a public suffix: anybody can have a domain below it. Name the domain itself."));
    }

    /** The same where nobody is told: empty for what is refused. */
    static Optional<DomainEntry> read(String entry) {
        String text = entry == null ? "" : entry;
        boolean below = text.startsWith(BELOW);
        return DomainName.parse(below ? text.substring(BELOW.length()) : text)
                .filter(domain -> !isPublicSuffix(domain.ascii()))
                .map(domain -> new DomainEntry(domain, below));
    }

    /** The entry as the start of a sentence about it. */
    static String named(String list, String entry) {
        return "\"" + list + "\": entry \"" + (entry.length() <= SHOWN ? entry : entry.substring(0, SHOWN) + "…")
                + "\" ";
    }

    private static String malformed(String entry, String name) {
        if (entry.isBlank()) {
            return "is empty. Remove it.";
        }
        if (!entry.strip().equals(entry)) {
            return "has white space around it. Remove that.";
        }
        if (entry.indexOf('@') >= 0) {
            return "has an @. Name the domain only, as in example.com.";
        }
        if (DomainName.label(name).isPresent()) {
            return "is one label: anybody can have a domain below a top-level domain. Name the domain itself, as in example.com.";
        }
        return "is no domain name. Write it as example.com, or as *.example.com for the domains below it, too; a name in other"
                + " letters than these in lower case, or with its xn-- labels.";
    }

    /**
     * By the list at publicsuffix.org in Guava, its private part (github.io) too: whoever may have a name below it may have mail
     * there. One such name (acme.github.io) has one owner and is a domain like others.
     */
    private static boolean isPublicSuffix(String ascii) {
        return Stream.of(ascii, IDN.toUnicode(ascii))
                // an xn-- label may stand for something that is no name there
                .filter(InternetDomainName::isValid)
                .map(InternetDomainName::from)
                .anyMatch(InternetDomainName::isPublicSuffix);
    }
}
