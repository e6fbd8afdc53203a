package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantMapperConfigTest {

    @Test
    void oneOfTheTwoClaimsIsEnough() throws Exception {
        assertThat(TenantMapperConfig.parse(Map.of("alias.claim", "tenant")).id())
                .isEmpty();
        assertThat(TenantMapperConfig.parse(Map.of("id.claim", "tenant_id", "alias.claim", ""))
                        .alias())
                .isEmpty();
    }

    @Test
    void omitsWhatIsAmbiguousUnlessToldToRefuse() throws Exception {
        assertThat(TenantMapperConfig.parse(Map.of("alias.claim", "tenant")).refusesAmbiguous())
                .isFalse();
        assertThat(TenantMapperConfig.parse(Map.of("alias.claim", "tenant", "ambiguous", "refuse"))
                        .refusesAmbiguous())
                .isTrue();
    }

    @Test
    void refusesWhatCouldNotBeCarriedOut() {
        assertThatThrownBy(() -> TenantMapperConfig.parse(Map.of())).hasMessageContaining("are both empty");
        assertThatThrownBy(() -> TenantMapperConfig.parse(Map.of("alias.claim", "t", "id.claim", "t")))
                .hasMessageContaining("are the same");
        assertThatThrownBy(() -> TenantMapperConfig.parse(Map.of("alias.claim", "t", "ambiguous", "guess")))
                .hasMessageContaining("\"guess\", which is unknown");
        assertThatThrownBy(() -> TenantMapperConfig.parse(Map.of("alias.claim", "organization")))
                .hasMessageContaining("would overwrite the claim \"organization\"");
    }

    @Test
    void readsWhatItWrote() throws Exception {
        TenantMapperConfig config =
                TenantMapperConfig.parse(Map.of("alias.claim", "tenant.alias", "id.claim", "tenant.id"));
        Map<String, Object> claims = new HashMap<>(Map.of("tenant", Map.of("alias", "acme")));
        assertThat(config.alias().orElseThrow().get(claims)).contains("acme");
        assertThat(config.id().orElseThrow().get(claims)).isEmpty();
        assertThat(config.id().orElseThrow().get(Map.of("tenant", "acme"))).isEmpty();
    }
}
