package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeMapperConfigTest {

    @Test
    void leavesOutWhatIsGovernedAndNotGranted() {
        GrantedScopes granted = new GrantedScopes(List.of("read", "write:all", "deploy"), List.of("read"));
        assertThat(granted.filter("openid read write:all write:all:now email deploy deploy:prod read:logs"))
                .isEqualTo("openid read email read:logs");
        assertThat(granted.filter("deploy")).isEmpty();
        assertThat(granted.filter("")).isEmpty();
    }

    @Test
    void whenNobodyKnowsWhatIsGrantedOnlyOpenidIsLeft() {
        assertThat(GrantedScopes.NONE.filter("openid profile deploy")).isEqualTo("openid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid", "offline_access", "organization", "organization:acme", "two words"})
    void refusesScopesThatKeycloakItselfActsOnAndWhatIsNoName(String scope) {
        assertThatThrownBy(() -> parse("enclii", "[{\"key\":\"admin\",\"value\":\"" + scope + "\"}]"))
                .hasMessageStartingWith("\"Scopes by role\" has \"" + scope + "\"");
    }

    @Test
    void refusesWhatCouldNotBeCarriedOut() {
        assertThatThrownBy(() -> parse("", "[]")).hasMessageStartingWith("\"Client scope with the roles\" is empty");
        assertThatThrownBy(() -> parse("enclii", "[]")).hasMessageStartingWith("\"Scopes by role\" is empty");
        assertThatThrownBy(() -> parse("enclii", "[{\"key\":\"admin\",\"value\":\"\"}]"))
                .hasMessageContaining("lacks its right side");
        assertThatThrownBy(() -> parse(
                        "enclii", "[{\"key\":\"admin\",\"value\":\"read\"},{\"key\":\"admin\",\"value\":\"read\"}]"))
                .hasMessageContaining("stands there twice");
    }

    private static ScopeMapperConfig parse(String clientScope, String scopes) throws Exception {
        return ScopeMapperConfig.parse(Map.of("client.scope", clientScope, "scopes", scopes));
    }
}
