package dev.gatehouse.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes what a server says comparable: sorted, and with a word in the place of what differs from login to login. */
final class Mask {

    private static final JsonMapper JSON = new JsonMapper();

    /** Claims whose value is another each time; of each, whether it is there and of which type stays visible. */
    private static final Set<String> VOLATILE = Set.of(
            "jti", "sid", "session_state", "nonce", "at_hash", "kid", "access_token", "refresh_token", "id_token");

    /** Seconds since 1970, or from now on. */
    private static final Set<String> CLOCKS = Set.of("iat", "auth_time", "expires_in", "refresh_expires_in");

    /** Seconds since 1970; shown by how far they are from {@code iat}. */
    private static final Set<String> TIMES = Set.of("exp", "nbf");

    private final Map<String, String> words = new LinkedHashMap<>();

    /** Shows a word for a value, wherever it stands. */
    Mask hide(String value, String word) {
        words.put(value, word);
        return this;
    }

    /** The header and the claims of a token. */
    ObjectNode token(String jwt) throws IOException {
        String[] parts = jwt.split("\\.");
        ObjectNode token = JSON.createObjectNode();
        token.set("header", masked((ObjectNode) decoded(parts[0])));
        token.set("claims", masked((ObjectNode) decoded(parts[1])));
        return token;
    }

    ObjectNode claims(Map<String, Object> claims) {
        return masked(JSON.valueToTree(claims));
    }

    ObjectNode response(Map<String, Object> response) {
        return masked(JSON.valueToTree(response));
    }

    private static JsonNode decoded(String part) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    private ObjectNode masked(ObjectNode object) {
        ObjectNode result = JSON.createObjectNode();
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        sorted.forEach((name, value) -> result.set(name, masked(name, value, object)));
        return result;
    }

    private JsonNode masked(String name, JsonNode value, ObjectNode object) {
        if (VOLATILE.contains(name) && value.isTextual()) {
            return TextNode.valueOf("<" + name + ">");
        }
        if (CLOCKS.contains(name) && value.isIntegralNumber()) {
            return TextNode.valueOf("<" + name + ">");
        }
        if (TIMES.contains(name) && value.isIntegralNumber()) {
            long seconds = value.longValue() - object.path("iat").longValue();
            // an ID token ends with its access token, which may be made a moment before it
            return TextNode.valueOf("<iat + " + (seconds + 9) / 10 * 10 + ">");
        }
        if (name.equals("scope") && value.isTextual()) {
            // a set (RFC 6749, section 3.3)
            return TextNode.valueOf(
                    String.join(" ", new TreeSet<>(Set.of(value.textValue().split(" ")))));
        }
        if (value instanceof ArrayNode list) {
            ArrayNode result = JSON.createArrayNode();
            list.forEach(entry -> result.add(masked("", entry, object)));
            return result;
        }
        if (value instanceof ObjectNode nested) {
            return masked(nested);
        }
        return value.isTextual() ? TextNode.valueOf(word(value.textValue())) : value;
    }

    private String word(String text) {
        return words.getOrDefault(text, text);
    }
}
