package dev.gatehouse.secondfactor;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.roles.RoleTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
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

    private static final String CLIENT_SCOPE_LABEL = "Client scope with the table";
    private static final String ROLES_LABEL = "Roles";
    private static final String HOLDERS_LABEL = "Of these people";

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
                .label(CLIENT_SCOPE_LABEL)
                .helpText(
                        "Name of the client scope, for example enclii, whose mapper \"Gatehouse: roles by group\" says who "
                                + "has which role. It must have exactly one.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .required(true)
                .add()
                .property()
                .name(ROLES)
                .label(ROLES_LABEL)
                .helpText("Who has one of these roles needs a second factor, for example admin, owner.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .required(true)
                .add()
                .property()
                .name(HOLDERS)
                .label(HOLDERS_LABEL)
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
        return of(model == null || model.getConfig() == null ? Map.of() : model.getConfig());
    }

    private static SecondFactorConditionConfig of(Map<String, String> config) {
        List<String> roles = Constants.CFG_DELIMITER_PATTERN
                .splitAsStream(config.getOrDefault(ROLES, ""))
                .filter(role -> !role.isBlank())
                .toList();
        return new SecondFactorConditionConfig(
                config.getOrDefault(CLIENT_SCOPE, ""), roles, Holders.of(config.get(HOLDERS)));
    }

    /** @throws InvalidConfigurationException for what would ask everybody because it cannot be evaluated */
    static void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        SecondFactorConditionConfig read = of(config);
        RoleTable table = RoleTable.ofScope(realm, read.clientScope())
                .orElseThrow(() -> new InvalidConfigurationException("\"" + CLIENT_SCOPE_LABEL + "\" is \""
                        + read.clientScope() + "\". It must be the name of a client scope that has exactly one mapper "
                        + "\"Gatehouse: roles by group\" whose table can be read."));
        if (read.roles().isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"" + ROLES_LABEL + "\" is empty. Name some of " + String.join(", ", table.order())
                            + ", the role order of the client scope \"" + read.clientScope() + "\".");
        }
        for (String role : read.roles()) {
            if (!table.order().contains(role)) {
                throw new InvalidConfigurationException("\"" + ROLES_LABEL + "\" names \"" + role
                        + "\", which is not in the role order of the client scope \"" + read.clientScope() + "\": "
                        + String.join(", ", table.order()) + ".");
            }
        }
        String holders = config.get(HOLDERS);
        if (holders != null && !read.holders().id.equals(holders)) {
            throw new InvalidConfigurationException("\"" + HOLDERS_LABEL + "\" is \"" + holders + "\". It is one of "
                    + Arrays.stream(Holders.values()).map(known -> known.id).collect(Collectors.joining(", ")) + ".");
        }
    }
}
