package dev.gatehouse.correlation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An id that is fit for headers, logs and pages.
 *
 * @param text 8 to 64 of the characters {@code A-Z a-z 0-9 . _ -}
 */
record CorrelationId(String text) {

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    /** W3C Trace Context, section 3.2: what follows the flags is only there in later versions, after another hyphen. */
    private static final Pattern TRACEPARENT = Pattern.compile(
            "(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<parent>[0-9a-f]{16})-[0-9a-f]{2}(?<rest>-.*)?");

    /** As in the header of a trace that has many hops; longer ones are not looked at. */
    private static final int LONGEST_TRACEPARENT = 512;

    CorrelationId {
        if (!ACCEPTED.matcher(text).matches()) {
            throw new IllegalArgumentException("not a correlation id");
        }
    }

    /** Empty for what is null or is not an id through and through. */
    static Optional<CorrelationId> parse(String text) {
        return text != null && ACCEPTED.matcher(text).matches()
                ? Optional.of(new CorrelationId(text))
                : Optional.empty();
    }

    /** The trace id of a {@code traceparent}; empty for what is null or invalid by the specification. */
    static Optional<CorrelationId> ofTraceparent(String header) {
        if (header == null || header.length() > LONGEST_TRACEPARENT) {
            return Optional.empty();
        }
        Matcher parts = TRACEPARENT.matcher(header);
        if (!parts.matches()
                || parts.group("version").equals("ff")
                || parts.group("version").equals("00") && parts.group("rest") != null
                || isZero(parts.group("trace"))
                || isZero(parts.group("parent"))) {
            return Optional.empty();
        }
        return Optional.of(new CorrelationId(parts.group("trace")));
    }

    private static boolean isZero(String hex) {
        return hex.chars().allMatch(digit -> digit == '0');
    }

    static CorrelationId random() {
        return new CorrelationId(UUID.randomUUID().toString());
    }

    /**
     * The id of a request: the one it brings, else that of its trace, else a new one. A header that comes more than once says
     * nothing.
     *
     * @param ids values of {@code X-Correlation-ID}; null for none
     * @param traceparents values of {@code traceparent}; null for none
     */
    static CorrelationId ofRequest(List<String> ids, List<String> traceparents) {
        return only(ids)
                .flatMap(CorrelationId::parse)
                .or(() -> only(traceparents).flatMap(CorrelationId::ofTraceparent))
                .orElseGet(CorrelationId::random);
    }

    private static Optional<String> only(List<String> values) {
        return values == null || values.size() != 1 ? Optional.empty() : Optional.ofNullable(values.get(0));
    }

    @Override
    public String toString() {
        return text;
    }
}
