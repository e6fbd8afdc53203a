package dev.gatehouse.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.groups.GroupNamesMapper;
import dev.gatehouse.roles.GroupRoleMapper;
import dev.gatehouse.roles.PermissionMapper;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.provider.ProviderConfigProperty;

/** What an admin meets in the console. */
class PropertiesTest {

    static List<AbstractOIDCProtocolMapper> mappers() {
        return List.of(new GroupRoleMapper(), new GroupNamesMapper(), new PermissionMapper(), new ExactClaimsMapper());
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void everyPropertySaysWhatToEnter(AbstractOIDCProtocolMapper mapper) {
        assertThat(mapper.getHelpText()).isNotBlank();
        assertThat(mapper.getConfigProperties()).isNotEmpty().allSatisfy(property -> {
            assertThat(property.getLabel()).isNotBlank();
            assertThat(property.getHelpText()).isNotBlank();
            assertThat(property.getType()).isNotBlank();
        });
        assertThat(mapper.getConfigProperties())
                .extracting(ProviderConfigProperty::getName)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void everyWordToChooseIsExplainedAndTheDefaultIsOneOfThem(AbstractOIDCProtocolMapper mapper) {
        assertThat(mapper.getConfigProperties())
                .filteredOn(property -> ProviderConfigProperty.LIST_TYPE.equals(property.getType()))
                .allSatisfy(property -> {
                    assertThat(property.getOptions()).contains((String) property.getDefaultValue());
                    assertThat(property.getOptions())
                            .allSatisfy(
                                    option -> assertThat(property.getHelpText()).contains(option + ": "));
                });
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void noSwitchOffersTheAnswerBesideTheTokens(AbstractOIDCProtocolMapper mapper) {
        assertThat(mapper.getConfigProperties())
                .extracting(ProviderConfigProperty::getName)
                .doesNotContain("access.tokenResponse.claim");
    }
}
