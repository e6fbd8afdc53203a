package dev.gatehouse.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoverySwitchTest {

    @Test
    void isOnOnlyWhereTheRealmSaysSo() throws InvalidConfigurationException {
        assertThat(DiscoverySwitch.read("true")).isEqualTo(DiscoverySwitch.ON);
        assertThat(DiscoverySwitch.read("false")).isEqualTo(DiscoverySwitch.OFF);
        assertThat(DiscoverySwitch.read(null)).isEqualTo(DiscoverySwitch.OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "True", " true", "on", "1", "yes"})
    void whatCannotBeReadIsRefusedByNameAndIsOffUntilThen(String value) {
        assertThatThrownBy(() -> DiscoverySwitch.read(value))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("Realm attribute \"gatehouse.mappers.discovery\" is \"" + value + "\": ");
        assertThat(DiscoverySwitch.readOrOff(value, "platform")).isEqualTo(DiscoverySwitch.OFF);
    }
}
