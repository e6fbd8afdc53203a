package dev.gatehouse.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A table of two columns as the admin console stores a map: a JSON array of {@code {"key": left, "value": right}}. */
public final class PairTable {

    private static final ObjectReader JSON = new ObjectMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    /** How much of a line that is none the message shows, in characters. */
    private static final int SHOWN = 200;

    private PairTable() {}

    /**
     * @param label of the property, for the message
     * @param json null or blank for an empty table
     * @param line makes a line of a key and a value, both not null
     * @throws InvalidConfigurationException for anything but such a table
     */
    public static <L> List<L> parse(String label, String json, BiFunction<String, String, L> line)
            throws InvalidConfigurationException {
        if (json == null || json.isBlank()) {
            return List.of();
        }
        JsonNode table;
        try {
            table = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidConfigurationException("\"" + label + "\" is not JSON: " + e.getOriginalMessage()
                    + ". It is a list of {\"key\": …, \"value\": …}.");
        }
        if (!table.isArray()) {
            throw new InvalidConfigurationException("\"" + label + "\" is not a list of {\"key\": …, \"value\": …}.");
        }
        List<L> lines = new ArrayList<>(table.size());
        for (JsonNode entry : table) {
            if (entry.size() != 2
                    || !entry.path("key").isTextual()
                    || !entry.path("value").isTextual()) {
                throw new InvalidConfigurationException("Line " + (lines.size() + 1) + " of \"" + label + "\" is "
                        + shortened(entry.toString()) + ", not {\"key\": …, \"value\": …}.");
            }
            lines.add(
                    line.apply(entry.get("key").textValue(), entry.get("value").textValue()));
        }
        return lines;
    }

    private static String shortened(String json) {
        return json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "…";
    }
}
