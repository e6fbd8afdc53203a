package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.device.DeviceVerificationConfig.Mode;
import dev.gatehouse.device.DeviceVerificationConfig.Proof;
import dev.gatehouse.device.DeviceVerificationConfig.Remember;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

class DeviceVerificationConfigTest {

    @Test
    void whatIsNotSetIsAsSafeAsItGets() throws Exception {
        DeviceVerificationConfig config = DeviceVerificationConfig.parse(Map.of());
        assertThat(config)
                .isEqualTo(new DeviceVerificationConfig(
                        Mode.ENFORCE,
                        new TrustPeriod(30, false),
                        Proof.LINK_AND_CODE,
                        true,
                        false,
                        Set.of(),
                        Remember.ALWAYS,
                        new Denial(true, true, true),
                        30,
                        100));
    }

    @Test
    void whatTheConsoleShowsAsDefaultIsWhatHolds() throws Exception {
        Map<String, String> shown = DeviceVerificationConfig.properties().stream()
                .filter(property -> property.getDefaultValue() != null)
                .collect(Collectors.toMap(
                        ProviderConfigProperty::getName,
                        property -> property.getDefaultValue().toString()));
        assertThat(DeviceVerificationConfig.parse(shown)).isEqualTo(DeviceVerificationConfig.byDefault());
        assertThat(DeviceVerificationConfig.properties())
                .allSatisfy(property -> assertThat(property.getHelpText()).isNotBlank());
    }

    @Test
    void everythingCanBeSet() throws Exception {
        DeviceVerificationConfig config = DeviceVerificationConfig.parse(Map.ofEntries(
                Map.entry("mode", "notice"),
                Map.entry("trust.days", " 365 "),
                Map.entry("trust.kind", "sliding"),
                Map.entry("proof", "code"),
                Map.entry("number.matching", "false"),
                Map.entry("skip.after.second.factor", "true"),
                Map.entry("exempt.clients", "one## two "),
                Map.entry("remember", "ask"),
                Map.entry("denial.ends.sessions", "false"),
                Map.entry("denial.removes.devices", "false"),
                Map.entry("denial.blocks.password", "false"),
                Map.entry("mail.wait.seconds", "1"),
                Map.entry("mails.per.address", "10000")));
        assertThat(config)
                .isEqualTo(new DeviceVerificationConfig(
                        Mode.NOTICE,
                        new TrustPeriod(365, true),
                        Proof.CODE,
                        false,
                        true,
                        Set.of("one", "two"),
                        Remember.ASK,
                        new Denial(false, false, false),
                        1,
                        10_000));
    }

    @ParameterizedTest
    @CsvSource({
        "trust.days,0,Days of trust",
        "trust.days,366,Days of trust",
        "trust.days,-1,Days of trust",
        "trust.days,thirty,Days of trust",
        "trust.days,99999999999,Days of trust",
        "mode,on,Unknown devices",
        "mode,ENFORCE,Unknown devices",
        "trust.kind,rolling,Trust counts from",
        "proof,sms,Mail holds",
        "number.matching,yes,Number matching",
        "remember,never,Remember the device",
        "mail.wait.seconds,0,Seconds between mails",
        "mails.per.address,10001,Mails by IP address and hour"
    })
    void whatCouldNotBeCarriedOutIsRefusedByTheNameOfItsField(String key, String value, String label) {
        assertThatThrownBy(() -> DeviceVerificationConfig.parse(Map.of(key, value)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(label)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"account", "account-console", "security-admin-console", "admin-cli", "realm-management", "broker"
            })
    void keycloaksOwnClientsAreNeverExempt(String client) {
        assertThatThrownBy(() -> DeviceVerificationConfig.parse(Map.of("exempt.clients", "one##" + client)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("never exempt");
    }
}
