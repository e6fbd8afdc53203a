package dev.gatehouse.device;

import java.util.Optional;
import java.util.Set;

/** What a person calls a device. */
record DeviceLabel(String text) {

    /** What makes a label, in a sentence. */
    static final String RULE = "A label has 1 to 100 characters, and no control characters.";

    private static final int LONGEST = 100;

    private static final Set<Integer> REFUSED =
            Set.of((int) Character.CONTROL, (int) Character.LINE_SEPARATOR, (int) Character.PARAGRAPH_SEPARATOR, (int)
                    Character.SURROGATE);

    /**
     * Reads what somebody typed, without the white space around it.
     *
     * @return empty for what is no label, see {@link #RULE}
     */
    static Optional<DeviceLabel> parse(String typed) {
        String text = typed.strip();
        int length = text.codePointCount(0, text.length());
        return length >= 1 && length <= LONGEST && text.codePoints().noneMatch(DeviceLabel::isRefused)
                ? Optional.of(new DeviceLabel(text))
                : Optional.empty();
    }

    /** Among them what has the text around it read in the other direction. */
    private static boolean isRefused(int character) {
        return REFUSED.contains(Character.getType(character))
                || character >= 0x202A && character <= 0x202E
                || character >= 0x2066 && character <= 0x2069;
    }

    /** As Keycloak compares labels. @param other null for none */
    boolean isSameAs(String other) {
        return other != null && String.CASE_INSENSITIVE_ORDER.compare(text, other) == 0;
    }
}
