package dev.gatehouse.secondfactor;

import java.util.List;
import java.util.Map;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on the condition.
 *
 * @param clientScope name of the client scope whose table is asked; empty when not set
 * @param roles who has one of them needs a second factor; empty when not set
 */
record SecondFactorConditionConfig(String clientScope, List<String> roles) {

    static final String CLIENT_SCOPE = "client.scope";

    /** Separated by Keycloak's delimiter {@code ##}. */
    static final String ROLES = "roles";

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(CLIENT_SCOPE)
                .label("Client scope with the table")
                .helpText(
                        "Name of the client scope, for example enclii, whose mapper \"Gatehouse: roles by group\" says who "
                                + "has which role. It must have exactly one.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .required(true)
                .add()
                .property()
                .name(ROLES)
                .label("Roles")
                .helpText("Who has one of these roles needs a second factor, for example admin, owner.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .required(true)
                .add()
                .build();
    }

    static SecondFactorConditionConfig of(AuthenticatorConfigModel model) {
        Map<String, String> config = model == null || model.getConfig() == null ? Map.of() : model.getConfig();
        List<String> roles = Constants.CFG_DELIMITER_PATTERN
                .splitAsStream(config.getOrDefault(ROLES, ""))
                .filter(role -> !role.isBlank())
                .toList();
        return new SecondFactorConditionConfig(config.getOrDefault(CLIENT_SCOPE, ""), roles);
    }
}
