package dev.gatehouse.firstadmin;

import dev.gatehouse.broker.UpstreamGroups;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.GroupPattern;
import dev.gatehouse.groups.RealmGroups;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on {@link FirstAdmin}, read and checked.
 *
 * @param upstreamGroups whom the provider names in one of them may become the first admin; as the provider calls them, exact
 * @param groupsClaim what the provider calls the list of groups
 * @param group which the first admin is put into
 * @param provider alias of the only identity provider that counts; empty for each tenant's own, whichever it is
 */
record FirstAdminConfig(Set<String> upstreamGroups, String groupsClaim, GroupPath group, String provider) {

    /** Separated by Keycloak's delimiter {@code ##}. */
    static final String UPSTREAM_GROUPS = "upstream.groups";

    static final String GROUPS_CLAIM = "groups.claim";
    static final String GROUP = "group";
    static final String PROVIDER = "provider";

    private static final String DEFAULT_GROUPS_CLAIM = "groups";

    private static final String UPSTREAM_GROUPS_LABEL = "Upstream admin groups";
    private static final String GROUPS_CLAIM_LABEL = "Groups claim";
    private static final String GROUP_LABEL = "Group of admins";
    private static final String PROVIDER_LABEL = "Only through this provider";

    FirstAdminConfig {
        upstreamGroups = Set.copyOf(upstreamGroups);
    }

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(UPSTREAM_GROUPS)
                .label(UPSTREAM_GROUPS_LABEL)
                .helpText(
                        "Whom the tenant's own identity provider names in one of these groups may become the tenant's first "
                                + "admin. Exactly as the provider says it, a name or an id; upper and lower case matter.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .required(true)
                .add()
                .property()
                .name(GROUPS_CLAIM)
                .label(GROUPS_CLAIM_LABEL)
                .helpText(
                        "What the provider calls the person's groups: an array of strings or a single string; anything else means no "
                                + "group. A dot nests (\"realm_access.roles\"); a name that starts with http:// or https:// is one name with all "
                                + "its dots. Of SAML the name or friendly name of the attribute.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue(DEFAULT_GROUPS_CLAIM)
                .add()
                .property()
                .name(GROUP)
                .label(GROUP_LABEL)
                .helpText(
                        "Path of the group that the first admin of a tenant is put into, for example /certctl-admins: one that the "
                                + "role table maps to admin. A tenant has an admin when an enabled member of it is in this group or one below.")
                .type(ProviderConfigProperty.GROUP_TYPE)
                .required(true)
                .add()
                .property()
                .name(PROVIDER)
                .label(PROVIDER_LABEL)
                .helpText(
                        "Alias of the only identity provider through which somebody becomes first admin. Empty: each tenant's own, "
                                + "whichever it is. Always it must be linked to the tenant's organization.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .add()
                .build();
    }

    /** @throws InvalidConfigurationException for what could not be carried out in any realm; the message names the entry */
    static FirstAdminConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        List<String> groups = List.of(Constants.CFG_DELIMITER_PATTERN.split(config.getOrDefault(UPSTREAM_GROUPS, "")));
        for (String group : groups) {
            if (group.isBlank()) {
                throw new InvalidConfigurationException("\"" + UPSTREAM_GROUPS_LABEL + "\" "
                        + (groups.size() == 1 ? "is empty" : "has an empty entry")
                        + ". Name the groups as the provider does.");
            }
            if (!group.equals(group.strip()) || group.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidConfigurationException("\"" + UPSTREAM_GROUPS_LABEL + "\" has \"" + group
                        + "\", which has white space around it or a control character in it. Remove that.");
            }
        }
        return new FirstAdminConfig(
                new HashSet<>(groups),
                config.getOrDefault(GROUPS_CLAIM, DEFAULT_GROUPS_CLAIM),
                group(config.getOrDefault(GROUP, "")),
                config.getOrDefault(PROVIDER, ""));
    }

    private static GroupPath group(String text) throws InvalidConfigurationException {
        try {
            if (GroupPattern.parse(text) instanceof GroupPattern.At at) {
                return at.path();
            }
        } catch (InvalidConfigurationException e) {
            throw new InvalidConfigurationException(
                    "\"" + GROUP_LABEL + "\" is \"" + text + "\": " + e.getMessage() + ".");
        }
        throw new InvalidConfigurationException("\"" + GROUP_LABEL + "\" is \"" + text
                + "\": it is one group, written as its path, for example /certctl-admins.");
    }

    /** @throws InvalidConfigurationException for what could not be carried out in this realm; the message names the entry */
    static void check(KeycloakSession session, RealmModel realm, Map<String, String> saved)
            throws InvalidConfigurationException {
        FirstAdminConfig config = parse(saved);
        IdentityProviderModel provider = null;
        if (!config.provider.isEmpty()) {
            provider = session.identityProviders().getByAlias(config.provider);
            if (provider == null) {
                throw new InvalidConfigurationException("\"" + PROVIDER_LABEL + "\" is \"" + config.provider
                        + "\", an identity provider that the realm does not have. Write its alias.");
            }
        }
        UpstreamGroups.check(GROUPS_CLAIM_LABEL, config.groupsClaim, provider);
        if (RealmGroups.at(session, realm, config.group).isEmpty()) {
            throw new InvalidConfigurationException("\"" + GROUP_LABEL + "\" is \"" + config.group.text()
                    + "\", a group that the realm does not have. Create it first.");
        }
    }

    /** Whether somebody may become first admin through this provider at all. */
    boolean isThrough(String alias) {
        return provider.isEmpty() || provider.equals(alias);
    }

    /** Whether one of the groups that the provider names makes a first admin. */
    boolean isMeantBy(Collection<String> named) {
        return !Collections.disjoint(upstreamGroups, named);
    }
}
