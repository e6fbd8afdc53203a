package dev.gatehouse.federation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A JSON object read strictly: each field once, of its type and within its bounds, and no field that nobody asked for. */
final class RequestBody {

    /** The most bytes of a body. */
    static final int MAX_BYTES = 65_536;

    /** The most entries of a list or an object in it. */
    static final int MAX_ENTRIES = 200;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode object;
    private final Set<String> read = new HashSet<>();

    private RequestBody(ObjectNode object) {
        this.object = object;
    }

    static RequestBody parse(String json) throws RefusedCallException {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // its message would quote what was sent, which may be the secret
            throw RefusedCallException.invalid("The body is no JSON, or names a field twice.");
        }
        if (!(node instanceof ObjectNode object)) {
            throw RefusedCallException.invalid("The body is no JSON object.");
        }
        return new RequestBody(object);
    }

    private Optional<JsonNode> value(String name) {
        read.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** A string that is not blank; empty when the field is missing or null. */
    Optional<String> text(String name, int maxLength) throws RefusedCallException {
        Optional<JsonNode> value = value(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(text(name, value.get(), maxLength));
    }

    /** The same for a field that must be there. */
    String requiredText(String name, int maxLength) throws RefusedCallException {
        Optional<String> text = text(name, maxLength);
        if (text.isEmpty()) {
            throw RefusedCallException.invalid("\"" + name + "\" is missing.");
        }
        return text.get();
    }

    private static String text(String name, JsonNode value, int maxLength) throws RefusedCallException {
        if (!value.isTextual()) {
            throw RefusedCallException.invalid("\"" + name + "\" must be a string.");
        }
        String text = value.textValue();
        if (text.isBlank() || !text.equals(text.strip())) {
            throw RefusedCallException.invalid("\"" + name + "\" is empty or has white space around it. Remove that.");
        }
        if (text.length() > maxLength) {
            throw RefusedCallException.invalid(
                    "\"" + name + "\" has more than " + maxLength + " characters, which are the most.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw RefusedCallException.invalid("\"" + name + "\" has a control character in it. Remove that.");
        }
        return text;
    }

    Optional<Boolean> flag(String name) throws RefusedCallException {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw RefusedCallException.invalid("\"" + name + "\" must be true or false.");
        }
        return value.map(JsonNode::booleanValue);
    }

    /** An array of strings; empty when the field is missing, null or empty. */
    List<String> texts(String name, int maxLength) throws RefusedCallException {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray() || value.get().size() > MAX_ENTRIES) {
            throw RefusedCallException.invalid(
                    "\"" + name + "\" must be an array of strings, at most " + MAX_ENTRIES + ".");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : value.get()) {
            texts.add(text(name, entry, maxLength));
        }
        return List.copyOf(texts);
    }

    /** An object whose values are strings, in its order; empty when the field is missing, null or empty. */
    Map<String, String> map(String name, Set<String> keys, int maxLength) throws RefusedCallException {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return Map.of();
        }
        if (!value.get().isObject()) {
            throw RefusedCallException.invalid("\"" + name + "\" must be an object whose values are strings.");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.get().properties()) {
            if (!keys.contains(entry.getKey())) {
                throw RefusedCallException.invalid("\"" + name + "\" has the key \"" + shown(entry.getKey())
                        + "\", which is none of " + new TreeSet<>(keys) + ".");
            }
            map.put(entry.getKey(), text(name + "." + entry.getKey(), entry.getValue(), maxLength));
        }
        return Map.copyOf(map);
    }

    /** Refuses a field that nobody has asked for until now. */
    void refuseUnknown() throws RefusedCallException {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!read.contains(field.getKey())) {
                throw RefusedCallException.invalid("\"" + shown(field.getKey())
                        + "\" is no field of a federation. There are " + new TreeSet<>(read) + ".");
            }
        }
    }

    private static String shown(String name) {
        return name.length() <= 50 ? name : name.substring(0, 50) + "…";
    }
}
