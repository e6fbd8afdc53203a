package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamNameTest {

    @Test
    void dotsNestUnlessTheyAreEscapedOrBelongToAUrl() throws Exception {
        assertThat(UpstreamName.claim("Claim", "groups").path()).containsExactly("groups");
        assertThat(UpstreamName.claim("Claim", "a.b.c").path()).containsExactly("a", "b", "c");
        assertThat(UpstreamName.claim("Claim", "a\\.b.c\\\\").path()).containsExactly("a.b", "c\\");
        assertThat(UpstreamName.claim("Claim", "https://malmo.se/claims/groups").path())
                .containsExactly("https://malmo.se/claims/groups");
        assertThat(UpstreamName.claim("Claim", "http://malmo.se").path()).containsExactly("http://malmo.se");
        assertThat(UpstreamName.claim("Claim", "urn:malmo.se").path()).containsExactly("urn:malmo", "se");
        assertThat(UpstreamName.attribute("Attribute", "urn:oid:1.3.6").path()).containsExactly("urn:oid:1.3.6");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", " groups", "groups ", "gro\nups", ".groups", "groups.", "a..b", "a. .b"})
    void refusesAClaimWithoutAName(String text) {
        assertThatThrownBy(() -> UpstreamName.claim("Claim", text))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("\"Claim\" is ");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", " groups", "gro\u0000ups"})
    void refusesAnAttributeWithoutAName(String text) {
        assertThatThrownBy(() -> UpstreamName.attribute("Attribute", text))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("\"Attribute\" is ");
    }
}
