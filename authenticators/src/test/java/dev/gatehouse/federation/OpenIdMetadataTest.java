package dev.gatehouse.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdMetadataTest {

    private static final URI DOCUMENT = URI.create("https://id.example/t1/.well-known/openid-configuration");

    private final ObjectNode document = new JsonMapper()
            .createObjectNode()
            .put("issuer", "https://id.example/t1")
            .put("authorization_endpoint", "https://id.example/authorize")
            .put("token_endpoint", "https://token.example/token")
            .put("jwks_uri", "https://id.example/keys");

    OpenIdMetadataTest() {
        document.putArray("id_token_signing_alg_values_supported").add("HS256").add("RS256");
    }

    private Refusal refusal() {
        return catchThrowableOfType(
                        RefusedCallException.class, () -> OpenIdMetadata.discovered(DOCUMENT, document.toString()))
                .refusal();
    }

    @Test
    void readsWhatTheDocumentSays() throws RefusedCallException {
        OpenIdMetadata read = OpenIdMetadata.discovered(DOCUMENT, document.toString());
        assertThat(read.issuer()).isEqualTo("https://id.example/t1");
        assertThat(read.tokenEndpoint()).isEqualTo("https://token.example/token");
        assertThat(read.userinfoEndpoint()).isNull();
        assertThat(read.clientAuthentication()).isEqualTo("client_secret_basic");
        assertThat(read.takesCodeChallenge()).isFalse();
    }

    @Test
    void asksInTheFormWhereItCanAndWithACodeChallengeWhereItMay() throws RefusedCallException {
        document.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_basic")
                .add("client_secret_post");
        document.putArray("code_challenge_methods_supported").add("plain").add("S256");
        OpenIdMetadata read = OpenIdMetadata.discovered(DOCUMENT, document.toString());
        assertThat(read.clientAuthentication()).isEqualTo("client_secret_post");
        assertThat(read.takesCodeChallenge()).isTrue();
    }

    @Test
    void takesAnIssuerThatEndsWithASlash() throws RefusedCallException {
        document.put("issuer", "https://id.example/t1/");
        assertThat(OpenIdMetadata.discovered(DOCUMENT, document.toString()).issuer())
                .isEqualTo("https://id.example/t1/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example/t2",
                "https://id.example",
                "https://id.example/T1",
                "https://id.example/t1//",
                "https://evil.example/t1",
                "https://login.microsoftonline.com/{tenantid}/v2.0"
            })
    void refusesAnotherIssuer(String issuer) {
        document.put("issuer", issuer);
        assertThat(refusal()).isEqualTo(Refusal.ISSUER_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization_endpoint",
                "token_endpoint",
                "jwks_uri",
                "userinfo_endpoint",
                "end_session_endpoint"
            })
    void refusesAnEndpointOnThisMachineOfAProviderElsewhere(String endpoint) throws RefusedCallException {
        for (String here : new String[] {"http://127.0.0.1:9000/keys", "https://localhost/keys"}) {
            document.put(endpoint, here);
            assertThat(refusal()).isEqualTo(Refusal.DISCOVERY_MALFORMED);
        }
        document.put("issuer", "http://localhost:8080/t1");
        assertThat(OpenIdMetadata.discovered(
                        URI.create("http://localhost:8080/t1/.well-known/openid-configuration"), document.toString()))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"RS256", "PS384", "ES512", "EdDSA"})
    void takesOneAsymmetricAlgorithm(String algorithm) throws RefusedCallException {
        document.putArray("id_token_signing_alg_values_supported").add("none").add(algorithm);
        assertThat(OpenIdMetadata.discovered(DOCUMENT, document.toString())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"HS256", "none", "RS1", "XRS256"})
    void refusesSharedSecretsAndNone(String algorithm) {
        document.putArray("id_token_signing_alg_values_supported").add(algorithm);
        assertThat(refusal()).isEqualTo(Refusal.ALGORITHM_NOT_ASYMMETRIC);
    }

    @ParameterizedTest
    @CsvSource({"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"})
    void refusesADocumentThatLacksSomething(String member) {
        document.remove(member);
        assertThat(refusal()).isEqualTo(Refusal.DISCOVERY_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "token_endpoint,       http://id.example/token",
        "token_endpoint,       https://user@id.example/token",
        "jwks_uri,             file:///etc/passwd",
        "jwks_uri,             https:///keys",
        "userinfo_endpoint,    gopher://id.example",
        "end_session_endpoint, javascript:alert(1)"
    })
    void refusesAnEndpointThatIsNotSafe(String member, String value) {
        document.put(member, value);
        assertThat(refusal()).isEqualTo(Refusal.DISCOVERY_MALFORMED);
    }

    @Test
    void refusesAClientAuthenticationThatKeycloakIsNotSetUpFor() {
        document.putArray("token_endpoint_auth_methods_supported").add("private_key_jwt");
        assertThat(refusal()).isEqualTo(Refusal.CLIENT_AUTHENTICATION_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"issuer\":1}", "{\"issuer\":\"a\",\"issuer\":\"b\"}"})
    void refusesWhatIsNoDocument(String text) {
        assertThat(catchThrowableOfType(RefusedCallException.class, () -> OpenIdMetadata.discovered(DOCUMENT, text))
                        .refusal())
                .isEqualTo(Refusal.DISCOVERY_MALFORMED);
    }
}
