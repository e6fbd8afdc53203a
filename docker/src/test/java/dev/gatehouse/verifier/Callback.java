package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a login by authorization code ended for a client.
 *
 * @param clientId of the client
 * @param redirect the parameters with which the browser came back
 * @param answer of the token endpoint
 * @param token the ID token in it
 */
record Callback(
        Provider provider,
        String clientId,
        Sent sent,
        Map<String, String> redirect,
        JsonNode answer,
        CompactToken token)
        implements Presented {

    static Callback of(Provider provider, String clientId, Sent sent, URI redirect, JsonNode answer) {
        CompactToken token = CompactToken.parse(answer.path("id_token").asText());
        return new Callback(provider, clientId, sent, parameters(redirect), answer, token);
    }

    /** Those that are there once: a parameter may not be repeated (RFC 6749, section 3.1). */
    static Map<String, String> parameters(URI redirect) {
        return URLUtils.parseParameters(redirect.getRawQuery()).entrySet().stream()
                .filter(parameter -> parameter.getValue().size() == 1)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, parameter -> parameter.getValue().get(0)));
    }

    /** No login yet: all that is known is the provider. */
    static Callback none(Provider provider, String clientId) {
        return new Callback(
                provider, clientId, Sent.NOTHING, Map.of(), MissingNode.getInstance(), CompactToken.parse(""));
    }

    /** Whether the parameter came back with the value; never for an empty one. */
    boolean cameBackWith(String parameter, String value) {
        return !value.isEmpty() && value.equals(redirect.get(parameter));
    }

    boolean audienceIsThisClientAlone() {
        return token.audience().equals(List.of(clientId));
    }

    /** Whether {@code at_hash} is that of the access token in the same answer. */
    boolean accessTokenIsTheHashedOne() {
        return token.algorithm()
                .map(algorithm ->
                        algorithm.accessTokenHash(answer.path("access_token").asText()))
                .filter(hash -> hash.equals(token.string("at_hash")))
                .isPresent();
    }
}
