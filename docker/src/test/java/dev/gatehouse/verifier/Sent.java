package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a client sends a browser to the provider with, and keeps until it comes back.
 *
 * @param parameters of the authorization request
 * @param verifier the secret of PKCE (RFC 7636); empty without PKCE
 */
record Sent(Map<String, String> parameters, String verifier) {

    static final Sent NOTHING = new Sent(Map.of(), "");

    /** Empty when it is not sent. */
    String get(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    Sent with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new Sent(Map.copyOf(more), verifier);
    }

    /** With PKCE by S256. @param secret of 43 or more characters */
    Sent withPkce(String secret) {
        return new Sent(parameters, secret)
                .with("code_challenge", challenge(secret))
                .with("code_challenge_method", "S256");
    }

    URI to(String authorizationEndpoint) {
        return URI.create(authorizationEndpoint + "?" + form(parameters));
    }

    /** {@code application/x-www-form-urlencoded}. */
    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> URLEncoder.encode(parameter.getKey(), UTF_8) + "="
                        + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The challenge of the method S256 (RFC 7636, section 4.2). */
    static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
