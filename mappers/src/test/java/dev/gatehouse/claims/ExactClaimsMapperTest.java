package dev.gatehouse.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

class ExactClaimsMapperTest {

    private final ExactClaimsMapper mapper = new ExactClaimsMapper();

    @Test
    void leavesTheClaimsOfTheListAndThoseOfTheProtocol() {
        AccessToken token = token();
        mapper.transformAccessToken(token, model("email##roles", ""), null, null, null);

        assertThat(token.getOtherClaims()).containsOnlyKeys("email", "roles");
        assertThat(token.getSubject()).isEqualTo("subject");
        assertThat(token.getAudience()).containsExactly("enclii");
        assertThat(token.getRealmAccess()).isNull();
        assertThat(token.getResourceAccess()).isEmpty();
        assertThat(token.getAllowedOrigins()).isNull();
    }

    @Test
    void whatKeycloakHasAFieldForStaysWhenItIsListed() {
        AccessToken token = token();
        mapper.transformAccessToken(
                token, model("realm_access##resource_access##allowed-origins", ""), null, null, null);

        assertThat(token.getRealmAccess().getRoles()).containsExactly("offline_access");
        assertThat(token.getResourceAccess()).containsOnlyKeys("account");
        assertThat(token.getAllowedOrigins()).containsExactly("http://localhost");
        assertThat(token.getOtherClaims()).isEmpty();
    }

    @Test
    void idTokenAndUserinfoHaveAListOfTheirOwn() {
        ProtocolMapperModel model = model("roles", "email");
        IDToken id = new IDToken();
        id.getOtherClaims().putAll(token().getOtherClaims());
        assertThat(mapper.transformIDToken(id, model, null, null, null).getOtherClaims())
                .containsOnlyKeys("email");
        assertThat(mapper.transformUserInfoToken(token(), model, null, null, null)
                        .getOtherClaims())
                .containsOnlyKeys("email");
        assertThat(mapper.transformIntrospectionToken(token(), model, null, null, null)
                        .getOtherClaims())
                .containsOnlyKeys("roles");
    }

    @Test
    void whatSaysThatAListIsNotWholeGoesWithTheList() {
        assertThat(overflowing("email##roles")).isEqualTo(List.of("roles"));
        assertThat(overflowing("roles##access##https://acme.example/groups"))
                .isEqualTo(List.of("access.teams", "https://acme.example/groups", "roles"));
        assertThat(overflowing("acc##email")).isNull();
        assertThat(overflowing("claims_overflow")).isNull();
    }

    @Test
    void whoeverElseWritesThatClaimIsNotLetThrough() {
        AccessToken token = token();
        token.getOtherClaims().put("claims_overflow", "nothing was cut");
        mapper.transformAccessToken(token, model("roles##claims_overflow", ""), null, null, null);
        assertThat(token.getOtherClaims()).containsOnlyKeys("roles");
    }

    private Object overflowing(String list) {
        AccessToken token = token();
        token.getOtherClaims().put("access", Map.of("teams", List.of()));
        token.getOtherClaims().put("https://acme.example/groups", List.of());
        token.getOtherClaims().put("claims_overflow", List.of("access.teams", "https://acme.example/groups", "roles"));
        mapper.transformAccessToken(token, model(list, ""), null, null, null);
        return token.getOtherClaims().get("claims_overflow");
    }

    @Test
    void aRefusedListLeavesNone() {
        assertThat(mapper.transformAccessToken(token(), model("roles##roles", ""), null, null, null)
                        .getOtherClaims())
                .isEmpty();
    }

    @Test
    void refusesEmptyAndRepeatedNames() {
        assertThatThrownBy(() -> ExactClaimsMapperConfig.parse(Map.of("access.token.claims", "email##")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("\"Claims of the access token\" has an entry \"\" that is empty");
        assertThatThrownBy(() -> ExactClaimsMapperConfig.parse(Map.of("id.token.claims", "email##name##email")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("\"Claims of the ID token\" names \"email\" twice");
    }

    private static AccessToken token() {
        AccessToken token = new AccessToken();
        token.subject("subject");
        token.audience("enclii");
        token.setAllowedOrigins(Set.of("http://localhost"));
        token.setRealmAccess(new AccessToken.Access().addRole("offline_access"));
        token.addAccess("account").addRole("manage-account");
        token.getOtherClaims().putAll(Map.of("email", "dana@acme.example", "given_name", "Dana", "roles", List.of()));
        return token;
    }

    private static ProtocolMapperModel model(String accessToken, String idToken) {
        ProtocolMapperModel model = new ProtocolMapperModel();
        model.setId("exact claims test: " + accessToken + ", " + idToken);
        model.setConfig(Map.of("access.token.claims", accessToken, "id.token.claims", idToken));
        return model;
    }
}
