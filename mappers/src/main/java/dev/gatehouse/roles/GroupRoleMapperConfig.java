package dev.gatehouse.roles;

import dev.gatehouse.claims.ClaimName;
import dev.gatehouse.claims.ListClaim;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.PairTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** What an admin sets on a {@link GroupRoleMapper}, read and checked. */
record GroupRoleMapperConfig(RoleRules rules, Unmapped unmapped, ListClaim claim) {

    /** JSON array of {@code {"key": group, "value": role}}, as the admin console stores a map. */
    static final String RULES = "rules";

    /** Roles, lowest first, separated by Keycloak's delimiter {@code ##}. */
    static final String ROLE_ORDER = "role.order";

    static final String EMISSION = "emission";
    static final String UNMAPPED = "unmapped";

    private static final String RULES_LABEL = "Roles by group";
    private static final String DEFAULT_CLAIM = "roles";

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(RULES)
                .label(RULES_LABEL)
                .helpText(
                        "Who is in the group on the left has the role on the right; repeat either as often as needed. "
                                + "A group is written as its path, \"/developers\"; \"/teams/*\" means every group below /teams; "
                                + "\"name:developers\" every group of that name, wherever it stands; \"id:3f2a8c1e-77\" every group "
                                + "whose attribute gatehouse.upstream_id has that value. "
                                + "Upper and lower case matter. A group that is renamed or deleted gives nothing.")
                .type(ProviderConfigProperty.MAP_TYPE)
                .add()
                .property()
                .name(ROLE_ORDER)
                .label("Role order")
                .helpText("Every role of the table, lowest first, for example viewer, developer, admin, owner. "
                        + "The claim lists roles in this order.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .property()
                .name(EMISSION)
                .label("Roles in the token")
                .helpText(
                        "union: every role a group of the person gives. downward: these and all roles below them in the "
                                + "order. highest: only the highest of them.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(Emission.ids())
                .defaultValue(Emission.UNION.id())
                .add()
                .property()
                .name(UNMAPPED)
                .label("When nothing maps")
                .helpText(
                        "empty: the claim is an empty array. omit: the claim is left out. refuse: no token is issued, at no "
                                + "grant and no refresh (error access_denied, reason unmapped_groups). report: the claim is an "
                                + "empty array, and an event says whom refuse would have refused.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(Unmapped.ids())
                .defaultValue(Unmapped.EMPTY.id())
                .add()
                .property(ClaimName.property(DEFAULT_CLAIM))
                .build();
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static GroupRoleMapperConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        return new GroupRoleMapperConfig(
                RoleRules.of(
                        PairTable.parse(RULES_LABEL, config.get(RULES), RoleRule::new),
                        RoleRules.order(config.get(ROLE_ORDER)),
                        Emission.parse(config.getOrDefault(EMISSION, Emission.UNION.id()))),
                Unmapped.parse(config.getOrDefault(UNMAPPED, Unmapped.EMPTY.id())),
                ListClaim.parse(config));
    }

    /** Stands in for a configuration that {@link #parse} refuses: nobody has a role. */
    static GroupRoleMapperConfig nobody(Map<String, String> config) {
        // a word that nobody knows may have been meant to refuse
        boolean refuse = !Set.of(Unmapped.EMPTY.id(), Unmapped.OMIT.id(), Unmapped.REPORT.id())
                .contains(config.getOrDefault(UNMAPPED, Unmapped.EMPTY.id()));
        try {
            return nobody(refuse ? Unmapped.REFUSE : Unmapped.EMPTY, ClaimName.parse(config.get(ClaimName.PROPERTY)));
        } catch (InvalidConfigurationException e) {
            // not even the claim can be named
            return nobody(refuse ? Unmapped.REFUSE : Unmapped.OMIT, new ClaimName(List.of(DEFAULT_CLAIM)));
        }
    }

    private static GroupRoleMapperConfig nobody(Unmapped unmapped, ClaimName claim) {
        return new GroupRoleMapperConfig(RoleRules.NONE, unmapped, new ListClaim(claim, ListClaim.DEFAULT_MAX_VALUES));
    }
}
