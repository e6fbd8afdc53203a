package dev.gatehouse.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginsTest {

    private static final String APP = "https://app.example";

    @Test
    void whatIsForEverybodyDoesNotDependOnTheOrigin() {
        assertThat(Origins.ALL.headers(null))
                .isEqualTo(Origins.ALL.headers(APP))
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Vary");
    }

    @Test
    void aClientsOriginsAreToldApart() {
        Origins origins = Origins.of(Set.of(APP));
        assertThat(origins.headers(APP))
                .containsEntry("Access-Control-Allow-Origin", APP)
                .containsEntry("Vary", "Origin");
        for (String other : new String[] {null, "null", "https://app.example.evil", "http://app.example", "*", ""}) {
            assertThat(origins.headers(other)).containsOnlyKeys("Vary");
            assertThat(origins.preflightHeaders(other)).containsOnlyKeys("Vary");
        }
    }

    @Test
    void aClientMayAllowEverybody() {
        assertThat(Origins.of(Set.of("*")).headers(APP)).containsEntry("Access-Control-Allow-Origin", "*");
    }

    @Test
    void credentialsAreNeverAllowed() {
        assertThat(Origins.ALL.headers(APP)).doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(Origins.of(Set.of(APP)).preflightHeaders(APP))
                .doesNotContainKey("Access-Control-Allow-Credentials")
                .containsEntry("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    }
}
