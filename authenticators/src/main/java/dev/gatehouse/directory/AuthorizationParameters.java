package dev.gatehouse.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parameters of an authorization request (RFC 6749, section 4.1.1; OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636, section
 * 4.3) that a caller wants to be sent: only known ones, each at most once, none empty, none longer than the authorization endpoint
 * reads.
 *
 * @param values by name, in the order in which they are sent
 */
record AuthorizationParameters(Map<String, String> values) {

    private static final String CLIENT_ID = "client_id";

    /** By which an authenticator of the login flow knows whose identity provider to lead to. */
    private static final String TENANT = "tenant";

    private static final String RESPONSE_TYPE = "response_type";
    private static final String REDIRECT_URI = "redirect_uri";
    private static final String SCOPE = "scope";
    private static final String STATE = "state";
    private static final String MAX_AGE = "max_age";
    private static final String CODE_CHALLENGE = "code_challenge";
    private static final String CODE_CHALLENGE_METHOD = "code_challenge_method";

    private static final List<String> KNOWN = List.of(
            CLIENT_ID,
            RESPONSE_TYPE,
            REDIRECT_URI,
            SCOPE,
            STATE,
            "response_mode",
            "nonce",
            "prompt",
            MAX_AGE,
            "login_hint",
            "ui_locales",
            "acr_values",
            CODE_CHALLENGE,
            CODE_CHALLENGE_METHOD);

    private static final String CODE = "code";
    private static final String OPENID = "openid";

    /** As long as Keycloak's column for a client's id, in characters. */
    private static final int LONGEST_CLIENT_ID = 255;

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
    private static final Pattern ENCODED_CONTROL_CHARACTER =
            Pattern.compile("%(?:[01][0-9a-f]|7f|c2%[89][0-9a-f]|e2%80%a[89])", Pattern.CASE_INSENSITIVE);

    /** RFC 6749, appendix A.5. */
    private static final Pattern STATE_SYNTAX = Pattern.compile("[\\x20-\\x7e]+");

    /** RFC 7636, section 4.2. */
    private static final Pattern CODE_CHALLENGE_SYNTAX = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private static final Pattern CODE_CHALLENGE_METHODS = Pattern.compile("S256|plain");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    AuthorizationParameters {
        values = new LinkedHashMap<>(values);
    }

    /**
     * What is sent for a caller's query; names that are not known are left out. The response type is {@code code}, the scope
     * {@code openid} where the caller names none.
     *
     * @param query decoded
     * @param longest how many characters of the parameter with the name the authorization endpoint reads
     */
    static AuthorizationParameters of(Map<String, List<String>> query, ToIntFunction<String> longest)
            throws RefusedException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : KNOWN) {
            read(query, name, longest).ifPresent(value -> values.put(name, value));
        }
        require(values, CLIENT_ID);
        require(values, STATE);
        checkSyntax(values);
        values.putIfAbsent(RESPONSE_TYPE, CODE);
        values.putIfAbsent(SCOPE, OPENID);
        return new AuthorizationParameters(values);
    }

    /** The client that a query names. @return empty where it names none, or what cannot be one */
    static Optional<String> clientId(Map<String, List<String>> query) {
        try {
            return read(query, CLIENT_ID, name -> LONGEST_CLIENT_ID);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> read(Map<String, List<String>> query, String name, ToIntFunction<String> longest)
            throws RefusedException {
        List<String> given = query.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw new RefusedException(Refusal.invalidRequest(
                    "The parameter " + name + " is given more than once (RFC 6749, section 3.1)."));
        }
        if (given.isEmpty() || given.get(0).isEmpty()) {
            return Optional.empty();
        }
        String value = given.get(0);
        int most = longest.applyAsInt(name);
        most = name.equals(CLIENT_ID) ? Math.min(most, LONGEST_CLIENT_ID) : most;
        if (value.length() > most) {
            throw new RefusedException(
                    Refusal.invalidRequest("The parameter " + name + " is longer than " + most + " characters."));
        }
        if (CONTROL_CHARACTER.matcher(value).find()) {
            throw new RefusedException(Refusal.invalidRequest("The parameter " + name + " holds a control character."));
        }
        return Optional.of(value);
    }

    private static void require(Map<String, String> values, String name) throws RefusedException {
        if (!values.containsKey(name)) {
            throw new RefusedException(Refusal.invalidRequest("The parameter " + name + " is missing."));
        }
    }

    private static void checkSyntax(Map<String, String> values) throws RefusedException {
        if (!STATE_SYNTAX.matcher(values.get(STATE)).matches()) {
            throw new RefusedException(Refusal.invalidRequest(
                    "The parameter state holds other characters than printable ASCII (RFC 6749, appendix A.5)."));
        }
        if (!values.getOrDefault(RESPONSE_TYPE, CODE).equals(CODE)) {
            throw new RefusedException(
                    new Refusal(400, "unsupported_response_type", "The only response_type here is code."));
        }
        // Keycloak decodes the path of an address that it refuses before it logs it
        if (ENCODED_CONTROL_CHARACTER
                .matcher(values.getOrDefault(REDIRECT_URI, ""))
                .find()) {
            throw new RefusedException(
                    Refusal.invalidRedirectUri("The redirect_uri holds an encoded control character."));
        }
        checkSyntax(values, MAX_AGE, SECONDS, "a number of seconds");
        checkSyntax(values, CODE_CHALLENGE, CODE_CHALLENGE_SYNTAX, "43 to 128 of A-Z a-z 0-9 - . _ ~ (RFC 7636)");
        checkSyntax(values, CODE_CHALLENGE_METHOD, CODE_CHALLENGE_METHODS, "S256 or plain");
    }

    private static void checkSyntax(Map<String, String> values, String name, Pattern syntax, String words)
            throws RefusedException {
        if (values.containsKey(name) && !syntax.matcher(values.get(name)).matches()) {
            throw new RefusedException(Refusal.invalidRequest("The parameter " + name + " is not " + words + "."));
        }
    }

    @Override
    public Map<String, String> values() {
        return new LinkedHashMap<>(values);
    }

    String state() {
        return values.get(STATE);
    }

    /** Names separated by spaces; never empty. */
    List<String> scopes() {
        return List.of(values.get(SCOPE).split(" "));
    }

    /** The same for a login with the tenant. */
    AuthorizationParameters forTenant(String slug) {
        Map<String, String> more = values();
        more.put(TENANT, slug);
        return new AuthorizationParameters(more);
    }

    /** @param endpoint the address of the authorization endpoint, without a query */
    String url(String endpoint) {
        return values.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&", endpoint + "?", ""));
    }

    private static String encode(String value) {
        // a plus means a space only in forms
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
}
