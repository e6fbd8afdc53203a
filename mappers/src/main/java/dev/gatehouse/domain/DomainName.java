package dev.gatehouse.domain;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A host name as a domain decision compares it: RFC 1035, at least two labels, in its ASCII form and in lower case.
 *
 * <p>Java knows IDNA2003 (RFC 3490) only, which folds what the registries of today keep apart: {@code straße.se} and
 * {@code strasse.se} have different owners. So a label must already be what IDNA2003 would make of it, but for upper case; anything
 * that would be folded is refused. A name that IDNA2003 cannot express is written with its {@code xn--} labels, which are
 * compared as they are.
 */
public final class DomainName {

    /** Of a name, in characters, without the dot at its end: RFC 1035, section 2.3.4. */
    private static final int MAX_LENGTH = 253;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private final String ascii;

    private DomainName(String ascii) {
        this.ascii = ascii;
    }

    /**
     * White space around the name is refused, not trimmed: what is judged here is what somebody else stores and sends mail to, who
     * need not trim.
     *
     * @param name as people write it; upper case and one dot at its end do not matter; null for none
     * @return empty for whatever is no such name, among them IP addresses and names of one label
     */
    public static Optional<DomainName> parse(String name) {
        // a name in Unicode is shorter than in ASCII; so this bounds the work, too
        if (name == null || name.length() > MAX_LENGTH + 1) {
            return Optional.empty();
        }
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        List<String> labels = new ArrayList<>();
        for (String label : absolute.split("\\.", -1)) {
            Optional<String> ascii = label(label);
            if (ascii.isEmpty()) {
                return Optional.empty();
            }
            labels.add(ascii.get());
        }
        String ascii = String.join(".", labels);
        // RFC 3696, section 2: top-level domains are not numbers, IP addresses are, and some readers take "0x7f" for
        // one
        char topLevel = labels.get(labels.size() - 1).charAt(0);
        return labels.size() < 2 || ascii.length() > MAX_LENGTH || topLevel < 'a'
                ? Optional.empty()
                : Optional.of(new DomainName(ascii));
    }

    /** The label in ASCII and lower case; empty for none. */
    static Optional<String> label(String label) {
        // the Kelvin sign or a dotted capital I would become an ASCII letter
        if (!label.codePoints().allMatch(DomainName::staysItselfInLowerCase)) {
            return Optional.empty();
        }
        String lowerCase = label.toLowerCase(Locale.ROOT);
        return (isAscii(lowerCase) ? Optional.of(lowerCase) : internationalized(lowerCase))
                .filter(ascii -> LABEL.matcher(ascii).matches());
    }

    private static boolean staysItselfInLowerCase(int character) {
        int lowerCase = Character.toLowerCase(character);
        return lowerCase == character || Character.toUpperCase(lowerCase) == character;
    }

    private static Optional<String> internationalized(String label) {
        try {
            String ascii = IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
            return IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES).equals(label) ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException notExpressible) {
            return Optional.empty();
        }
    }

    private static boolean isAscii(String label) {
        return label.chars().allMatch(character -> character < 0x80);
    }

    /** In lower case, without a dot at the end. */
    public String ascii() {
        return ascii;
    }

    /** This name and those it is below, the nearest first and without the top-level domain. */
    Stream<String> selfAndAbove() {
        return Stream.iterate(ascii, name -> name.indexOf('.') >= 0, name -> name.substring(name.indexOf('.') + 1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName name && name.ascii.equals(ascii);
    }

    @Override
    public int hashCode() {
        return ascii.hashCode();
    }

    @Override
    public String toString() {
        return ascii;
    }
}
