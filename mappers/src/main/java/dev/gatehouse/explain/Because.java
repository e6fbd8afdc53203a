package dev.gatehouse.explain;

/**
 * One reason for what a token says: which rule, and what of the person or the login it went by.
 *
 * @param value what the rule gave, or kept out; null where it gave nothing
 * @param rule as it stands in the configuration, or the name of a rule that is always there
 * @param evidence what it was applied to
 */
public record Because(String value, String rule, String evidence) {

    /** A rule that gave nothing. */
    public static Because nothing(String rule, String evidence) {
        return new Because(null, rule, evidence);
    }

    /** What a mapper says whose configuration was saved past the check and cannot be read. */
    public static Because unreadable() {
        return nothing(
                "the configuration cannot be read",
                "it was saved past the check; the server log says what to mend in it");
    }
}
