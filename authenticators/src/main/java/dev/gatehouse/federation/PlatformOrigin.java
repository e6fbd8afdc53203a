package dev.gatehouse.federation;

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
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://(" + LABEL + "(?:\\." + LABEL + ")*)(?::([1-9][0-9]{0,4}))?");

    /** Neither a star, which means more than itself in a redirect URI of Keycloak, nor an escape, nor anything after the path. */
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?|/");

    static PlatformOrigin parse(String label, String text) throws RefusedCallException {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher matcher = ORIGIN.matcher(lower);
        if (!matcher.matches() || matcher.group(3) != null && Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw RefusedCallException.invalid("\"" + label + "\" is \"" + text
                    + "\". Write scheme, host and port only, as in https://sundsvall.example: no path, not even a slash, no query,"
                    + " no user; a name in other letters with its xn-- labels.");
        }
        if (matcher.group(1).equals("http") && !LOOPBACK.contains(matcher.group(2))) {
            throw RefusedCallException.invalid(
                    "\"" + label + "\" is \"" + text + "\". http is only for localhost and 127.0.0.1: use https.");
        }
        return new PlatformOrigin(lower);
    }

    /** Checks a path below an origin. */
    static String path(String label, String text) throws RefusedCallException {
        if (!PATH.matcher(text).matches()) {
            throw RefusedCallException.invalid("\"" + label + "\" is \"" + text
                    + "\". Write a path of letters, digits and ._~- that starts with a slash, as in /login/callback.");
        }
        return text;
    }

    /** The redirect URI at that path, exactly. */
    String redirectUri(String path) {
        return text + path;
    }
}
