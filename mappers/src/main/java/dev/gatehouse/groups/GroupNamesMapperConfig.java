package dev.gatehouse.groups;

import dev.gatehouse.claims.ClaimName;
import dev.gatehouse.claims.ListClaim;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on a {@link GroupNamesMapper}, read and checked.
 *
 * @param groups which groups may be named, each with the pattern that says so
 */
record GroupNamesMapperConfig(GroupTable<String> groups, ListClaim claim) {

    /** Patterns, separated by Keycloak's delimiter {@code ##}. */
    static final String GROUPS = "groups";

    static final String DEFAULT_CLAIM = "groups";

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(GROUPS)
                .label("Groups")
                .helpText(
                        "Which of a person's groups the claim may name: \"/certctl-admins\" is the group at this path; "
                                + "\"/teams/*\" every group below /teams; \"name:developers\" every group of that name, wherever it "
                                + "stands; \"id:3f2a8c1e-77\" every group whose attribute gatehouse.upstream_id has that value. "
                                + "Upper and lower case matter.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .required(true)
                .add()
                .property(ClaimName.property(DEFAULT_CLAIM))
                .build();
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static GroupNamesMapperConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        String groups = config.getOrDefault(GROUPS, "");
        if (groups.isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"Groups\" is empty, so that the claim would never name one. Name a group, for example /teams/*.");
        }
        GroupTable<String> table = new GroupTable<>();
        Set<String> seen = new HashSet<>();
        for (String group : Constants.CFG_DELIMITER_PATTERN.split(groups, -1)) {
            try {
                table.add(GroupPattern.parse(group), group);
            } catch (InvalidConfigurationException e) {
                throw new InvalidConfigurationException("Group \"" + group + "\": " + e.getMessage() + ".");
            }
            if (!seen.add(group)) {
                throw new InvalidConfigurationException(
                        "Group \"" + group + "\" stands in the list twice. Remove one.");
            }
        }
        return new GroupNamesMapperConfig(table, ListClaim.parse(config));
    }

    /** The names of the memberships that are meant: each once, in the order of their characters. */
    List<String> names(List<Membership> memberships) {
        Set<String> names = new HashSet<>();
        for (Membership membership : memberships) {
            groups.forEach(membership, meant -> names.add(membership.name()));
        }
        return names.stream().sorted().toList();
    }
}
