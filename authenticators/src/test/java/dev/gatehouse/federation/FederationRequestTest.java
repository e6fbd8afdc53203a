package dev.gatehouse.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FederationRequestTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode body = JSON.createObjectNode()
            .put("provider", "okta")
            .put("canonical_public_origin", "https://goteborg.example")
            .put("discovery_endpoint", "https://goteborg.okta.com/.well-known/openid-configuration")
            .put("client_id", "platform")
            .put("client_secret", "never-shown");

    private void isRefused(String why) {
        assertThatThrownBy(() -> FederationRequest.parse(body.toString()))
                .isInstanceOf(RefusedCallException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("never-shown");
    }

    @Test
    void readsWhatTheGuideNamesAndTakesItsDefaults() throws RefusedCallException {
        FederationRequest request = FederationRequest.parse(body.toString());
        assertThat(request.preset()).isEqualTo(Preset.OKTA);
        assertThat(request.redirectUri()).isEqualTo("https://goteborg.example/login/callback");
        assertThat(request.requestedScopes()).containsExactly("openid", "profile", "email");
        assertThat(request.allowedDomains()).isEmpty();
        assertThat(request.claims()).isEmpty();
        assertThat(request).asString().doesNotContain("never-shown");
    }

    @Test
    void theCallersClaimsGoBeforeThoseOfTheProduct() throws RefusedCallException {
        body.put("provider", "entra_id");
        assertThat(FederationRequest.parse(body.toString()).claims())
                .isEqualTo(Map.of("email", "preferred_username", "name", "name"));
        body.putObject("claims_mapping").put("email", "mail");
        assertThat(FederationRequest.parse(body.toString()).claims()).isEqualTo(Map.of("email", "mail"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "provider                | 'adfs'              | none of",
                "provider                | 1                   | must be a string",
                "client_id               | null                | is missing",
                "client_id               | ' '                 | is empty",
                "client_id               | ' x'                | white space",
                "client_id               | 'a\\u0000b'         | control character",
                "client_secret           | '**********'        | what Keycloak shows",
                "client_secret           | '${vault.}'         | reference",
                "client_secret           | '${vault.a'         | reference",
                "client_secret           | ['x']               | must be a string",
                "redirect_path           | '/*'                | Write a path",
                "discovery_endpoint      | 'https://id.example' | does not end with",
                "discovery_endpoint      | 'http://id.example/.well-known/openid-configuration' | is not https",
                "allowed_domains         | 'a.se'              | array of strings",
                "allowed_domains         | [1]                 | must be a string",
                "scopes                  | ['openid email']    | is no scope",
                "claims_mapping          | {'groups': 'g'}     | which is none of",
                "claims_mapping          | {'email': 1}        | must be a string",
                "trust_email             | 'true'              | must be true or false",
                "issuer                  | 'https://id.example' | are all needed",
                "secret                  | 'x'                 | is no field"
            })
    void refusesWhatIsNotAsItMustBeAndNamesIt(String field, String value, String why) throws JsonProcessingException {
        body.set(field, JSON.readTree(value.replace('\'', '"')));
        isRefused(why);
        isRefused(field.equals("issuer") ? "issuer" : field);
    }

    @Test
    void anEntraAddressIsTrustedByNobody() {
        body.put("provider", "entra_id").put("trust_email", true);
        isRefused("cannot be true for entra_id");
    }

    @Test
    void endpointsAndDiscoveryExcludeEachOther() {
        for (String name : new String[] {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"}) {
            body.put(name, "https://id.example/" + name);
        }
        isRefused("not both");
        body.remove("discovery_endpoint");
        assertThat(body).satisfies(text -> FederationRequest.parse(text.toString()));
    }

    @Test
    void googleIsKnown() {
        body.put("provider", "google");
        isRefused("are known");
    }

    @Test
    void samlHasNoSecretAndSaysWhereTheAddressStands() {
        body.put("provider", "saml");
        isRefused("knows no client secret");
        body.remove("client_secret");
        isRefused("in which attribute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${vault.a}", "${vault.sundsvall_secret-1.b}"})
    void aReferenceToTheVaultIsOne(String text) throws RefusedCallException {
        assertThat(ClientSecret.parse("client_secret", text).isReference()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ENTRA_ID,      ,      true,  false",
        "OKTA,          ,      false, true",
        "OKTA,          false, false, false",
        "AUTH0,         ,      false, true",
        "MOBILITYGUARD, ,      false, false",
        "MOBILITYGUARD, true,  false, true",
        "GENERIC_OIDC,  ,      false, false",
        "GOOGLE,        ,      false, false",
        "GOOGLE,        true,  false, false",
        "GOOGLE,        ,      true,  true",
        "SAML,          ,      false, false",
        "SAML,          true,  false, true"
    })
    void anAddressIsTrustedByWhatIsKnownOfTheProduct(
            Preset preset, Boolean requested, boolean hosted, boolean trusted) {
        assertThat(preset.trustsEmail(Optional.ofNullable(requested), hosted)).isEqualTo(trusted);
    }
}
