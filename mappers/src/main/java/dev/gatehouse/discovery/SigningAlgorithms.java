package dev.gatehouse.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * The algorithms a realm signs with so that anybody can verify.
 *
 * @param names of JWS algorithms (RFC 7518, section 3.1)
 */
record SigningAlgorithms(Set<String> names) {

    /** What the realm itself signs for its clients (OpenID Connect Discovery 1.0, section 3; JARM, section 4). */
    private static final List<String> LISTS = List.of(
            "id_token_signing_alg_values_supported",
            "userinfo_signing_alg_values_supported",
            "authorization_signing_alg_values_supported");

    SigningAlgorithms {
        names = Set.copyOf(names);
    }

    /**
     * Takes every other algorithm out of those lists. A list that is not there stays away; what else the document holds, for instance
     * what clients may sign with, stays as it is.
     *
     * @param metadata is changed
     */
    void narrow(ObjectNode metadata) {
        for (String list : LISTS) {
            JsonNode advertised = metadata.get(list);
            if (advertised != null) {
                ArrayNode narrowed = metadata.putArray(list);
                for (JsonNode algorithm : advertised) {
                    if (names.contains(algorithm.asText())) {
                        narrowed.add(algorithm);
                    }
                }
            }
        }
    }
}
