package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The groups of an ID token in the eyes of certctl; see {@link Certctl} for the components. */
record CertctlGroups(JsonNode claims, String path, Map<String, String> roles) {

    /** Missing when there is nothing at the path. */
    JsonNode value() {
        boolean literal = path.startsWith("http://") || path.startsWith("https://");
        JsonNode value = claims;
        for (String name : literal ? List.of(path) : List.of(path.split("\\.", -1))) {
            value = value.path(name);
        }
        return value;
    }

    Collection<String> names() {
        return value().valueStream().map(JsonNode::asText).toList();
    }

    SortedSet<String> mapped() {
        return names().stream()
                .filter(roles::containsKey)
                .map(roles::get)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
