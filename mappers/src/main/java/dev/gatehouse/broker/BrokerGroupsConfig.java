package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.PairTable;
import java.util.List;
import java.util.Map;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on a {@link BrokerGroupsMapper}, read and checked.
 *
 * @param upstream what the provider calls the list of groups
 */
record BrokerGroupsConfig(UpstreamName upstream, GroupLinks links) {

    static final String UPSTREAM = "upstream.groups";

    /** JSON array of {@code {"key": upstream group, "value": path of the group here}}, as the admin console stores a map. */
    static final String LINKS = "groups";

    private static final String LINKS_LABEL = "Groups by upstream group";

    static List<ProviderConfigProperty> properties(UpstreamProtocol protocol) {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(UPSTREAM)
                .label(upstreamLabel(protocol))
                .helpText(
                        "What the provider calls the person's groups, for example groups: an array of strings or a single "
                                + "string. Anything else refuses the login. " + protocol.help())
                .type(ProviderConfigProperty.STRING_TYPE)
                .required(true)
                .add()
                .property()
                .name(LINKS)
                .label(LINKS_LABEL)
                .helpText(
                        "Whom the provider names in the group on the left is a member of the group on the right; repeat either as "
                                + "often as needed. Left exactly as the provider says it, a name or an id; upper and lower case matter. "
                                + "Right the path of a group of this realm, for example /developers. Groups that are not on the left "
                                + "mean nothing. Sync mode import: once, when the person first comes. Force: at every login; who is no "
                                + "longer in the group there is taken out of it here, if this mapper put them into it.")
                .type(ProviderConfigProperty.MAP_TYPE)
                .required(true)
                .add()
                .build();
    }

    private static String upstreamLabel(UpstreamProtocol protocol) {
        return "Groups " + protocol.word();
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static BrokerGroupsConfig parse(UpstreamProtocol protocol, Map<String, String> config)
            throws InvalidConfigurationException {
        return new BrokerGroupsConfig(
                protocol.name(upstreamLabel(protocol), config.get(UPSTREAM)),
                GroupLinks.of(PairTable.parse(LINKS_LABEL, config.get(LINKS), GroupLinks.Line::new)));
    }
}
