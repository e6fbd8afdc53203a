package dev.gatehouse.claims;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.groups.GroupNamesMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ProtocolMapperModel;

class ClaimClashTest {

    private static final String ID = "id.token.claim";
    private static final String ACCESS = "access.token.claim";
    private static final String USERINFO = "userinfo.token.claim";

    private final ProtocolMapperModel teams = ours("teams", Map.of("claim.name", "teams", ACCESS, "true", ID, "false"));

    @Test
    void refusesAClaimThatAnotherMapperWritesIntoTheSameTokens() {
        ProtocolMapperModel mapper = ours("groups", Map.of("claim.name", "teams", ACCESS, "true"));
        assertThatThrownBy(() -> check(mapper, teams))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("The token claim name \"teams\" is taken: the mapper \"teams\" beside it writes the claim "
                        + "\"teams\" into the same tokens. Choose another.");
        assertThatThrownBy(() -> check(ours("groups", Map.of("claim.name", "teams.mine", ACCESS, "true")), teams))
                .hasMessageStartingWith("The token claim name \"teams.mine\" is taken");
    }

    @Test
    void introspectionIsASharedTokenThoughNobodySaidSo() {
        ProtocolMapperModel mapper =
                ours("groups", Map.of("claim.name", "teams", ACCESS, "false", "introspection.token.claim", "true"));
        assertThatThrownBy(() -> check(mapper, teams)).isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void eachKindOfTokenMayHaveItsOwn() {
        allowed(ours("groups", Map.of("claim.name", "teams", ACCESS, "false", ID, "true", USERINFO, "true")), teams);
    }

    @Test
    void aMapperIsNotInItsOwnWay() {
        allowed(teams, teams);
        ProtocolMapperModel withoutId = ours("teams", teams.getConfig());
        withoutId.setId(null);
        allowed(withoutId, teams);
    }

    @Test
    void otherClaimsAndOtherMakersMappersAreLeftAlone() {
        ProtocolMapperModel mapper = ours("groups", Map.of("claim.name", "teams", ACCESS, "true"));
        allowed(mapper, ours("teams", Map.of("claim.name", "Teams", ACCESS, "true")));
        allowed(mapper, Stub.mapper("keycloak's", "oidc-group-membership-mapper", teams.getConfig()));
        allowed(mapper, ours("without configuration", null));
        allowed(mapper, ours("broken", Map.of("claim.name", "aud", ACCESS, "true")));
    }

    private static void allowed(ProtocolMapperModel mapper, ProtocolMapperModel other) {
        assertThatCode(() -> check(mapper, other)).doesNotThrowAnyException();
    }

    private static void check(ProtocolMapperModel mapper, ProtocolMapperModel other)
            throws InvalidConfigurationException {
        ClaimClash.check(Stub.session(new GroupNamesMapper()), Stub.container(other), mapper);
    }

    private static ProtocolMapperModel ours(String id, Map<String, String> config) {
        return Stub.mapper(id, GroupNamesMapper.PROVIDER_ID, config);
    }
}
