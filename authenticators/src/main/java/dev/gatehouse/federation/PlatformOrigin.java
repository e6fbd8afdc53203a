package dev.gatehouse.federation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tenant's people open the platform: {@code https://sundsvall.example}, in lower case, with the port as it is written.
 *
 * @param text scheme, host and port and nothing else (RFC 6454, section 6.2)
 */
record PlatformOrigin(String text) {

    /** Where the platform catches the redirect, if the caller does not say. */
    static final String DEFAULT_REDIRECT_PATH = "/login/callback";

    /** The hosts that are reached without leaving the machine, to which http is allowed. */
    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    private static final int MAX_PORT = 65_535;

    /** ASCII only: the Kelvin sign, for one, would become a k. */
    private static final Pattern ORIGIN =
            Pattern.compile("([A-Za-z]{4,5})://([A-Za-z0-9.-]{1,253})(?::([1-9][0-9]{0,4}))?");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> INSECURE = Set.of("http");

    /** Neither a star, which means more than itself in a redirect URI of Keycloak, nor an escape, nor a dot that leads elsewhere. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");

    static PlatformOrigin parse(String label, String text) throws RefusedCallException {
        Matcher matcher = ORIGIN.matcher(text);
        if (!matcher.matches()
                || !SCHEMES.contains(lowerCase(matcher.group(1)))
                || !isHost(lowerCase(matcher.group(2)))
                || matcher.group(3) != null && Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw RefusedCallException.invalid("\"" + label + "\" is \"" + text
                    + "\". Write scheme, host and port only, as in https://sundsvall.example: no path, not even a slash, no query,"
                    + " no user; a name in other letters with its xn-- labels.");
        }
        if (INSECURE.contains(lowerCase(matcher.group(1))) && !LOOPBACK.contains(lowerCase(matcher.group(2)))) {
            throw RefusedCallException.invalid(
                    "\"" + label + "\" is \"" + text + "\". http is only for localhost and 127.0.0.1: use https.");
        }
        return new PlatformOrigin(lowerCase(text));
    }

    private static boolean isHost(String host) {
        return Arrays.stream(host.split("\\.", -1))
                .allMatch(part -> LABEL.matcher(part).matches());
    }

    private static String lowerCase(String ascii) {
        return ascii.toLowerCase(Locale.ROOT);
    }

    /** Checks a path below an origin. */
    static String path(String label, String text) throws RefusedCallException {
        List<String> segments = List.of(text.split("/", -1));
        // what is before the first slash is empty, and what is after the last one may be
        boolean plain = segments.size() > 1
                && segments.get(0).isEmpty()
                && segments.subList(1, segments.size() - 1).stream().allMatch(PlatformOrigin::isSegment)
                && (segments.get(segments.size() - 1).isEmpty() || isSegment(segments.get(segments.size() - 1)));
        if (!plain) {
            throw RefusedCallException.invalid("\"" + label + "\" is \"" + text
                    + "\". Write a path of letters, digits and ._~- that starts with a slash, as in /login/callback.");
        }
        return text;
    }

    private static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches();
    }

    /** The redirect URI at that path, exactly. */
    String redirectUri(String path) {
        return text + path;
    }
}
