package dev.gatehouse.secondfactor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on the condition.
 *
 * @param clientScope name of the client scope whose table is asked; empty when not set
 * @param roles who has one of them needs a second factor; empty when not set
 * @param holders which of these people are meant
 */
record SecondFactorConditionConfig(String clientScope, List<String> roles, Holders holders) {

    static final String CLIENT_SCOPE = "client.scope";

    /** Separated by Keycloak's delimiter {@code ##}. */
    static final String ROLES = "roles";

    static final String HOLDERS = "holders";

    /** Which people a condition is about, by whether they hold a second factor. */
    enum Holders {
        EVERYBODY("everybody"),
        WHO_HOLDS_ONE("who holds one"),
        WHO_HOLDS_NONE("who holds none");

        private final String id;

        Holders(String id) {
            this.id = id;
        }

        /** A word that is none of ours means everybody: nobody is left out. */
        static Holders of(String id) {
            return Arrays.stream(values())
                    .filter(holders -> holders.id.equals(id))
                    .findFirst()
                    .orElse(EVERYBODY);
        }

        boolean include(BooleanSupplier holdsOne) {
            return this == EVERYBODY || holdsOne.getAsBoolean() == (this == WHO_HOLDS_ONE);
        }
    }

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
                .property()
                .name(HOLDERS)
                .label("Of these people")
                .helpText(
                        "everybody, or only who holds a second factor already (to ask for it), or only who holds none (to "
                                + "lead to setting one up). A passkey is one where the realm demands that it verifies its user.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(Arrays.stream(Holders.values())
                        .map(holders -> holders.id)
                        .toList())
                .defaultValue(Holders.EVERYBODY.id)
                .add()
                .build();
    }

    static SecondFactorConditionConfig of(AuthenticatorConfigModel model) {
        Map<String, String> config = model == null || model.getConfig() == null ? Map.of() : model.getConfig();
        List<String> roles = Constants.CFG_DELIMITER_PATTERN
                .splitAsStream(config.getOrDefault(ROLES, ""))
                .filter(role -> !role.isBlank())
                .toList();
        return new SecondFactorConditionConfig(
                config.getOrDefault(CLIENT_SCOPE, ""), roles, Holders.of(config.get(HOLDERS)));
    }
}
