package dev.gatehouse.device;

import static dev.gatehouse.device.DeviceDemand.OFF;
import static dev.gatehouse.device.DeviceDemand.OPTIONAL;
import static dev.gatehouse.device.DeviceDemand.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceDemandTest {

    @Test
    void aRealmThatSaysNothingDemandsNothing() {
        assertThat(DeviceDemand.of(null, "app", "required")).isEqualTo(OFF);
        assertThat(DeviceDemand.of("", "app", "required")).isEqualTo(OFF);
    }

    @Test
    void whereItIsRequiredAClientCanSayOtherwise() {
        assertThat(DeviceDemand.of("required", "app", null)).isEqualTo(REQUIRED);
        assertThat(DeviceDemand.of("required", "app", "")).isEqualTo(REQUIRED);
        assertThat(DeviceDemand.of("required", "app", "optional")).isEqualTo(OPTIONAL);
    }

    @Test
    void whereItIsTheClientsChoiceOneHasToSaySo() {
        assertThat(DeviceDemand.of("by_client", "app", null)).isEqualTo(OPTIONAL);
        assertThat(DeviceDemand.of("by_client", "app", "optional")).isEqualTo(OPTIONAL);
        assertThat(DeviceDemand.of("by_client", "app", "required")).isEqualTo(REQUIRED);
    }

    @Test
    void aWordThatNobodyKnowsMeansRequired() {
        assertThat(DeviceDemand.of("on", "app", null)).isEqualTo(REQUIRED);
        assertThat(DeviceDemand.of("by_client", "app", "Optional")).isEqualTo(REQUIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "account-console", "security-admin-console", "admin-cli"})
    void keycloaksOwnClientsAreNeverExempt(String client) {
        assertThat(DeviceDemand.of("required", client, "optional")).isEqualTo(REQUIRED);
        assertThat(DeviceDemand.of("by_client", client, null)).isEqualTo(REQUIRED);
    }
}
