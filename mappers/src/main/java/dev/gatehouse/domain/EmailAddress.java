package dev.gatehouse.domain;

import java.text.Normalizer;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An e-mail address as far as a decision goes by it: split at the last {@code @}. Quoted local parts (RFC 5321, section 4.1.2) are
 * refused as a whole, and so is what may only stand in quotes, because mail systems disagree about where such an address ends.
 *
 * @param localPart as it was written
 * @param domain behind the {@code @}
 */
public record EmailAddress(String localPart, DomainName domain) {

    /** Of an address and of its local part, in characters: RFC 5321, section 4.5.3.1. */
    private static final int MAX_LENGTH = 254;

    private static final int MAX_LOCAL_PART = 64;

    /** RFC 5322, section 3.2.3, without the dot. */
    private static final String SPECIALS = "()<>[]:;@\\,\"";

    /**
     * @param address null for none
     * @return empty for whatever is no such address, also with white space around it
     */
    public static Optional<EmailAddress> parse(String address) {
        if (address == null || address.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int at = address.lastIndexOf('@');
        if (at < 1 || at > MAX_LOCAL_PART) {
            return Optional.empty();
        }
        String localPart = address.substring(0, at);
        return isUnambiguous(localPart)
                ? DomainName.parse(address.substring(at + 1)).map(domain -> new EmailAddress(localPart, domain))
                : Optional.empty();
    }

    /** Also where somebody normalizes it later, and a full-width at sign would become one. */
    private static boolean isUnambiguous(String localPart) {
        return Stream.of(localPart, Normalizer.normalize(localPart, Normalizer.Form.NFKC))
                .flatMapToInt(String::codePoints)
                .allMatch(EmailAddress::mayBeInLocalPart);
    }

    private static boolean mayBeInLocalPart(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> SPECIALS.indexOf(character) < 0;
        };
    }
}
