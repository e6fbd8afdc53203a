package dev.gatehouse.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SigningAlgorithmsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void keepsWhatTheRealmSignsWithInTheOrderOfTheDocument() {
        assertThat(narrowed("""
                        {
                          "id_token_signing_alg_values_supported": ["PS384", "HS256", "ES256", "RS256"],
                          "userinfo_signing_alg_values_supported": ["RS256", "none", "ES256"],
                          "authorization_signing_alg_values_supported": ["HS512", "RS256"]
                        }
                        """, "RS256", "ES256")).isEqualTo(json("""
                        {
                          "id_token_signing_alg_values_supported": ["ES256", "RS256"],
                          "userinfo_signing_alg_values_supported": ["RS256", "ES256"],
                          "authorization_signing_alg_values_supported": ["RS256"]
                        }
                        """));
    }

    @Test
    void advertisesNothingThatTheDocumentDidNotAdvertise() {
        assertThat(narrowed("{ \"id_token_signing_alg_values_supported\": [\"RS256\"] }", "RS256", "ES256"))
                .isEqualTo(json("{ \"id_token_signing_alg_values_supported\": [\"RS256\"] }"));
    }

    @Test
    void leavesEveryOtherListAsItIs() {
        String others = """
                {
                  "token_endpoint_auth_signing_alg_values_supported": ["HS256", "RS256"],
                  "request_object_signing_alg_values_supported": ["none", "HS256"],
                  "dpop_signing_alg_values_supported": ["ES512"],
                  "id_token_encryption_alg_values_supported": ["RSA-OAEP"],
                  "something_of_a_later_version": { "id_token_signing_alg_values_supported": ["HS256"] }
                }
                """;
        assertThat(narrowed(others, "RS256")).isEqualTo(json(others));
    }

    @Test
    void aRealmWithoutSuchAKeyAdvertisesNone() {
        assertThat(narrowed("{ \"id_token_signing_alg_values_supported\": [\"HS256\", \"RS256\"] }"))
                .isEqualTo(json("{ \"id_token_signing_alg_values_supported\": [] }"));
    }

    @Test
    void whatIsNoListIsNotTrusted() {
        assertThat(narrowed("{ \"id_token_signing_alg_values_supported\": \"HS256\" }", "RS256"))
                .isEqualTo(json("{ \"id_token_signing_alg_values_supported\": [] }"));
    }

    private static ObjectNode narrowed(String metadata, String... algorithms) {
        ObjectNode document = json(metadata);
        new SigningAlgorithms(Set.of(algorithms)).narrow(document);
        return document;
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
