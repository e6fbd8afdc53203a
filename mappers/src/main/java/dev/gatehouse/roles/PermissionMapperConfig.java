package dev.gatehouse.roles;

import dev.gatehouse.claims.ClaimName;
import dev.gatehouse.claims.ListClaim;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.PairTable;
import java.util.List;
import java.util.Map;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on a {@link PermissionMapper}, read and checked.
 *
 * @param clientScope name of the client scope whose role table is asked
 */
record PermissionMapperConfig(String clientScope, RoleGrants permissions, ListClaim claim) {

    static final String CLIENT_SCOPE = "client.scope";

    /** JSON array of {@code {"key": role, "value": permission}}, as the admin console stores a map. */
    static final String PERMISSIONS = "permissions";

    private static final String PERMISSIONS_LABEL = "Permissions by role";

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(CLIENT_SCOPE)
                .label("Client scope with the roles")
                .helpText("Name of the client scope, for example enclii, whose mapper \"Gatehouse: roles by group\" or "
                        + "\"Gatehouse: role in the tenant\" says who has which role. It must have exactly one.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .required(true)
                .add()
                .property()
                .name(PERMISSIONS)
                .label(PERMISSIONS_LABEL)
                .helpText(
                        "Who has the role on the left, or a higher one in the role order, has the permission on the right; "
                                + "repeat either as often as needed. The claim lists permissions in the order of this table.")
                .type(ProviderConfigProperty.MAP_TYPE)
                .add()
                .property(ClaimName.property("permissions"))
                .build();
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static PermissionMapperConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        String clientScope = config.getOrDefault(CLIENT_SCOPE, "");
        if (clientScope.isBlank()) {
            throw new InvalidConfigurationException(
                    "\"Client scope with the roles\" is empty. Name the client scope whose role mapper says who has which.");
        }
        return new PermissionMapperConfig(
                clientScope,
                RoleGrants.of(
                        PERMISSIONS_LABEL,
                        PairTable.parse(PERMISSIONS_LABEL, config.get(PERMISSIONS), RoleGrants.Line::new)),
                ListClaim.parse(config));
    }
}
