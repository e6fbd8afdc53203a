package dev.gatehouse.federation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be known of an OpenID provider to log in through it.
 *
 * @param issuer as its tokens name it, byte for byte
 * @param userinfoEndpoint null where it has none
 * @param endSessionEndpoint null where it has none
 * @param clientAuthentication how it takes the client's secret: {@code client_secret_post} or {@code client_secret_basic}
 * @param takesCodeChallenge whether it says that it takes PKCE with S256
 */
record OpenIdMetadata(
        String issuer,
        String authorizationEndpoint,
        String tokenEndpoint,
        String jwksUri,
        String userinfoEndpoint,
        String endSessionEndpoint,
        String clientAuthentication,
        boolean takesCodeChallenge) {

    /** Where a discovery document stands below its issuer (OpenID Connect Discovery, section 4). */
    static final String WELL_KNOWN = "/.well-known/openid-configuration";

    static final String POST = "client_secret_post";
    static final String BASIC = "client_secret_basic";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** As the admin writes them. */
    static OpenIdMetadata explicit(
            String issuer,
            String authorizationEndpoint,
            String tokenEndpoint,
            String jwksUri,
            String userinfoEndpoint,
            String endSessionEndpoint)
            throws RefusedCallException {
        return new OpenIdMetadata(
                        issuer,
                        authorizationEndpoint,
                        tokenEndpoint,
                        jwksUri,
                        userinfoEndpoint,
                        endSessionEndpoint,
                        POST,
                        false)
                .checked((label, text) -> Endpoint.parse(Refusal.INVALID_REQUEST, label, text));
    }

    /**
     * As the provider publishes them.
     *
     * @param document where it was fetched
     * @throws RefusedCallException for a document that is none, of another issuer, without an asymmetric signature, or with an endpoint
     *     that is not https
     */
    static OpenIdMetadata discovered(URI document, String json) throws RefusedCallException {
        JsonNode metadata;
        try {
            metadata = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED, "What stands at \"discovery_endpoint\" is no JSON.");
        }
        if (!metadata.isObject()) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED, "What stands at \"discovery_endpoint\" is no JSON object.");
        }
        String issuer = required(metadata, "issuer");
        if (!isIssuerOf(document, issuer)) {
            throw new RefusedCallException(
                    Refusal.ISSUER_MISMATCH,
                    "The document at \"discovery_endpoint\" names another issuer than the one that this address belongs to. Use the"
                            + " address of that issuer; for Entra ID the one of the directory, with its id and v2.0 in it.");
        }
        refuseSymmetric(words(metadata, "id_token_signing_alg_values_supported"));
        return new OpenIdMetadata(
                        issuer,
                        required(metadata, "authorization_endpoint"),
                        required(metadata, "token_endpoint"),
                        required(metadata, "jwks_uri"),
                        optional(metadata, "userinfo_endpoint").orElse(null),
                        optional(metadata, "end_session_endpoint").orElse(null),
                        clientAuthentication(metadata),
                        words(metadata, "code_challenge_methods_supported").contains("S256"))
                .checked((label, text) -> Endpoint.published(document, label, text));
    }

    /** OpenID Connect Discovery, section 4.3; a slash at the issuer's end is left out before the address is made (section 4.1). */
    private static boolean isIssuerOf(URI document, String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return document.toString().equals(base + WELL_KNOWN);
    }

    private static void refuseSymmetric(Set<String> algorithms) throws RefusedCallException {
        boolean asymmetric = algorithms.stream()
                .map(algorithm -> algorithm.toUpperCase(Locale.ROOT))
                .anyMatch(algorithm -> algorithm.matches("(RS|PS|ES)(256|384|512)|EDDSA"));
        if (!asymmetric) {
            throw new RefusedCallException(
                    Refusal.ALGORITHM_NOT_ASYMMETRIC,
                    "The provider signs ID tokens with a shared secret only, or not at all: its"
                            + " id_token_signing_alg_values_supported has none of RS256, PS256, ES256, EdDSA and the like. Let it sign"
                            + " with a key of its own.");
        }
    }

    /** Section 3: who does not say it takes HTTP Basic. */
    private static String clientAuthentication(JsonNode metadata) throws RefusedCallException {
        Set<String> methods = words(metadata, "token_endpoint_auth_methods_supported");
        if (methods.contains(POST)) {
            return POST;
        }
        if (methods.isEmpty() || methods.contains(BASIC)) {
            return BASIC;
        }
        throw new RefusedCallException(
                Refusal.CLIENT_AUTHENTICATION_UNSUPPORTED,
                "The provider takes a client's secret neither by " + POST + " nor by " + BASIC
                        + ". Allow one of the two for this client, or name the endpoints instead of \"discovery_endpoint\".");
    }

    private interface EndpointCheck {

        URI check(String label, String text) throws RefusedCallException;
    }

    private OpenIdMetadata checked(EndpointCheck endpoint) throws RefusedCallException {
        endpoint.check("issuer", issuer);
        endpoint.check("authorization_endpoint", authorizationEndpoint);
        endpoint.check("token_endpoint", tokenEndpoint);
        endpoint.check("jwks_uri", jwksUri);
        if (userinfoEndpoint != null) {
            endpoint.check("userinfo_endpoint", userinfoEndpoint);
        }
        if (endSessionEndpoint != null) {
            endpoint.check("end_session_endpoint", endSessionEndpoint);
        }
        return this;
    }

    private static String required(JsonNode metadata, String name) throws RefusedCallException {
        Optional<String> text = optional(metadata, name);
        if (text.isEmpty()) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED, "The document at \"discovery_endpoint\" has no \"" + name + "\".");
        }
        return text.get();
    }

    private static Optional<String> optional(JsonNode metadata, String name) throws RefusedCallException {
        JsonNode value = metadata.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED,
                    "\"" + name + "\" of the document at \"discovery_endpoint\" is no string.");
        }
        return Optional.of(value.textValue());
    }

    private static Set<String> words(JsonNode metadata, String name) {
        Set<String> words = new TreeSet<>();
        for (JsonNode word : metadata.path(name)) {
            if (word.isTextual()) {
                words.add(word.textValue());
            }
        }
        return words;
    }
}
