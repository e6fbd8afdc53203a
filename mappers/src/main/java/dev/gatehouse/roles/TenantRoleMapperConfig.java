package dev.gatehouse.roles;

import dev.gatehouse.claims.ClaimName;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.PairTable;
import dev.gatehouse.explain.Because;
import dev.gatehouse.groups.Membership;
import dev.gatehouse.groups.Memberships;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on a {@link TenantRoleMapper}, read and checked.
 *
 * @param membersRole what every member of an organization is; empty for nothing
 */
record TenantRoleMapperConfig(RoleRules rules, Optional<String> membersRole, ClaimName claim) {

    /** JSON array of {@code {"key": group, "value": role}}, as the admin console stores a map. */
    static final String RULES = "rules";

    /** Roles, lowest first, separated by Keycloak's delimiter {@code ##}. */
    static final String ROLE_ORDER = "role.order";

    static final String MEMBERS_ROLE = "members.role";

    private static final String RULES_LABEL = "Roles by group of the organization";
    private static final String DEFAULT_CLAIM = "org_role";

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(RULES)
                .label(RULES_LABEL)
                .helpText(
                        "Who is in the organization's group on the left has the role on the right; repeat either as often as "
                                + "needed. A group is written as its path within the organization, \"/admins\"; \"/teams/*\" means "
                                + "every group below /teams. The same table holds for every organization. Upper and lower case "
                                + "matter. A group that is renamed or deleted gives nothing.")
                .type(ProviderConfigProperty.MAP_TYPE)
                .add()
                .property()
                .name(ROLE_ORDER)
                .label("Role order")
                .helpText("Every role of the table and of the members, lowest first, for example user, admin. "
                        + "The claim is the highest that the person has.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .property()
                .name(MEMBERS_ROLE)
                .label("Role of members")
                .helpText("What every member of an organization is at least, for example user. Empty: nothing.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .add()
                .property(claimProperty())
                .build();
    }

    private static ProviderConfigProperty claimProperty() {
        ProviderConfigProperty property = ClaimName.property(DEFAULT_CLAIM);
        property.setHelpText("Name of the claim, for example " + DEFAULT_CLAIM + ". Its value is a string.");
        return property;
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static TenantRoleMapperConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        RoleRules rules = RoleRules.of(
                PairTable.parse(RULES_LABEL, config.get(RULES), RoleRule::new),
                RoleRules.order(config.get(ROLE_ORDER)),
                Emission.HIGHEST);
        Optional<String> membersRole =
                Optional.ofNullable(config.get(MEMBERS_ROLE)).filter(role -> !role.isEmpty());
        if (membersRole.isPresent() && !rules.order().contains(membersRole.get())) {
            throw new InvalidConfigurationException(
                    "\"Role of members\" is \"" + membersRole.get()
                            + "\", which the role order does not name. Add it to the order, at its place from lowest to highest.");
        }
        if (rules.isEmpty() && membersRole.isEmpty()) {
            throw new InvalidConfigurationException("\"" + RULES_LABEL
                    + "\" and \"Role of members\" are both empty, so that nobody would have a role. Set one of them.");
        }
        return new TenantRoleMapperConfig(rules, membersRole, ClaimName.parse(config.get(ClaimName.PROPERTY)));
    }

    /**
     * Which rules give a member with these groups of the organization their highest role, and which are outdone by it.
     *
     * @param alias of the organization
     */
    List<Because> because(String alias, List<Membership> groups) {
        List<Because> because = new ArrayList<>(rules.because(groups));
        membersRole.ifPresent(role ->
                because.add(0, new Because(role, "role of members: " + role, "member of the organization " + alias)));
        return because.isEmpty()
                ? List.of(Because.nothing(
                        "roles by group of the organization " + alias,
                        groups.isEmpty()
                                ? "member of no group of it"
                                : "no rule is about " + Memberships.paths(groups)))
                : because;
    }

    /** The roles of a member with these groups of the organization, and every role below them: lowest first. */
    List<String> implied(List<Membership> groups) {
        List<String> byGroups = rules.implied(groups);
        int atLeast = membersRole.map(rules.order()::indexOf).orElse(-1) + 1;
        return byGroups.size() >= atLeast ? byGroups : rules.order().subList(0, atLeast);
    }
}
