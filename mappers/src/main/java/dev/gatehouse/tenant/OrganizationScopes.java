package dev.gatehouse.tenant;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.organization.protocol.mappers.oidc.OrganizationMembershipMapper;

/**
 * What a scope says of organizations in Keycloak's way: {@code organization} lets the person choose, {@code organization:<alias>}
 * names one. Keycloak knows the client scope not by its name but by the {@link OrganizationMembershipMapper} it holds.
 *
 * @param choice whether the person was to choose
 * @param aliases those named
 */
record OrganizationScopes(boolean choice, Set<String> aliases) {

    private static final String ALL = "*";

    /** @param scope names separated by spaces (RFC 6749, section 3.3); null for none */
    static OrganizationScopes parse(ClientModel client, String scope) {
        boolean choice = false;
        Set<String> aliases = new HashSet<>();
        Map<String, ClientScopeModel> optional = null;
        Map<String, ClientScopeModel> assigned = null;
        for (String name : scope == null ? new String[0] : scope.split(" ")) {
            if (optional == null) {
                optional = client.getClientScopes(false);
                assigned = client.getClientScopes(true);
            }
            int separator = name.lastIndexOf(ClientScopeModel.VALUE_SEPARATOR);
            if (isOrganization(optional.get(name)) || isOrganization(assigned.get(name))) {
                choice = true;
            } else if (separator > 0) {
                String base = name.substring(0, separator);
                String alias = name.substring(separator + 1);
                if (!alias.equals(ALL) && (isOrganization(optional.get(base)) || isOrganization(assigned.get(base)))) {
                    aliases.add(alias);
                }
            }
        }
        return new OrganizationScopes(choice, Set.copyOf(aliases));
    }

    static boolean isOrganization(ClientScopeModel scope) {
        return scope != null
                && !scope.getProtocolMapperByType(OrganizationMembershipMapper.PROVIDER_ID)
                        .isEmpty();
    }
}
