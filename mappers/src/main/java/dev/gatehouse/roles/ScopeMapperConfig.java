package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.PairTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on a {@link ScopeMapper}, read and checked.
 *
 * @param clientScope name of the client scope whose role mapper is asked
 */
record ScopeMapperConfig(String clientScope, RoleGrants scopes) {

    static final String CLIENT_SCOPE = "client.scope";

    /** JSON array of {@code {"key": role, "value": scope}}, as the admin console stores a map. */
    static final String SCOPES = "scopes";

    private static final String SCOPES_LABEL = "Scopes by role";

    /** To leave these out of {@code scope} would not take away what Keycloak does for them. */
    private static final Set<String> WITH_EFFECTS =
            Set.of(OAuth2Constants.SCOPE_OPENID, OAuth2Constants.OFFLINE_ACCESS, OAuth2Constants.ORGANIZATION);

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(CLIENT_SCOPE)
                .label("Client scope with the roles")
                .helpText("Name of the client scope, for example enclii, whose mapper \"Gatehouse: roles by group\" or "
                        + "\"Gatehouse: role in the tenant\" says who has which role. It must have exactly one.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .add()
                .property()
                .name(SCOPES)
                .label(SCOPES_LABEL)
                .helpText(
                        "Who has the role on the left, or a higher one in the role order, is granted the client scope on the "
                                + "right, for example deploy, when a client asks for it; nobody else is. Repeat either as often as "
                                + "needed. These client scopes should have no mappers of their own: those run for everybody.")
                .type(ProviderConfigProperty.MAP_TYPE)
                .add()
                .build();
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static ScopeMapperConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        String clientScope = config.getOrDefault(CLIENT_SCOPE, "");
        if (clientScope.isBlank()) {
            throw new InvalidConfigurationException(
                    "\"Client scope with the roles\" is empty. Name the client scope whose role mapper says who has which.");
        }
        RoleGrants scopes =
                RoleGrants.of(SCOPES_LABEL, PairTable.parse(SCOPES_LABEL, config.get(SCOPES), RoleGrants.Line::new));
        if (scopes.all().isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"" + SCOPES_LABEL + "\" is empty. Say which role is granted which scope.");
        }
        for (String scope : scopes.all()) {
            if (scope.contains(" ")
                    || scope.contains(":") && WITH_EFFECTS.contains(scope.substring(0, scope.indexOf(':')))) {
                throw new InvalidConfigurationException(
                        "\"" + SCOPES_LABEL + "\" has \"" + scope + "\", which is no name of a client scope.");
            }
            if (WITH_EFFECTS.contains(scope)) {
                throw new InvalidConfigurationException(
                        "\"" + SCOPES_LABEL + "\" has \"" + scope
                                + "\", which Keycloak itself acts on: leaving it out of the token would not take its effect away.");
            }
        }
        return new ScopeMapperConfig(clientScope, scopes);
    }
}
