package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.correlation.Correlation;
import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.RealmGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Puts people into groups of the realm by the groups that their identity provider names, by a table: once, when they first come, or at
 * every login, and then also out of those that it no longer names and that this mapper put them into. Groups are never made here.
 *
 * <p>The provider is read before Keycloak looks for or makes a user, so that a login that is refused leaves nothing behind. Whoever
 * came before and is only imported once is not refused for what is not used.
 *
 * <p>A table that cannot be read, because it was saved past the check, means no group for anybody; a group of the table that the
 * realm does not have gives nothing. The server log says so.
 */
abstract class BrokerGroupsMapper extends BrokerMapper {

    private static final Logger LOG = Logger.getLogger(BrokerGroupsMapper.class);

    /** Where the login carries the paths of the groups that are meant, through the forms of a first login too. */
    private static final String WANTED = "gatehouse.broker.groups.";

    /** Paths hold no control characters. */
    private static final String SEPARATOR = "\n";

    private final ParsedConfigurations<BrokerGroupsConfig> configurations;

    BrokerGroupsMapper(String id, UpstreamProtocol protocol) {
        super(
                id,
                "Gatehouse: groups from the provider",
                "Group Importer",
                "Makes people members of groups of this realm by the groups that the provider names, by a table.",
                protocol,
                BrokerGroupsConfig.properties(protocol));
        this.configurations = new ParsedConfigurations<>(config -> BrokerGroupsConfig.parse(protocol, config));
    }

    @Override
    final void check(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderModel provider,
            IdentityProviderMapperModel mapper)
            throws InvalidConfigurationException {
        GroupLinks links = BrokerGroupsConfig.parse(protocol(), ParsedConfigurations.of(mapper))
                .links();
        for (Map.Entry<GroupPath, GroupLinks.Line> group : links.groups().entrySet()) {
            if (RealmGroups.at(session, realm, group.getKey()).isEmpty()) {
                throw new InvalidConfigurationException("Line \"" + group.getValue() + "\": the realm has no group "
                        + group.getKey().text() + ". Create it first; groups are never made of what a provider says.");
            }
        }
    }

    @Override
    public final void preprocessFederatedIdentity(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        Optional<BrokerGroupsConfig> config = configurations.get(mapper);
        if (config.isEmpty()
                || isImportOnly(context.getIdpConfig(), mapper) && linked(session, realm, context) != null) {
            return;
        }
        try {
            List<String> upstream =
                    protocol().identity(context).groups(config.get().upstream());
            String wanted = config.get().links().meantBy(upstream).stream()
                    .map(GroupPath::text)
                    .collect(Collectors.joining(SEPARATOR));
            context.getContextData().put(WANTED + mapper.getId(), wanted);
        } catch (RefusedLoginException e) {
            throw refuse(session, realm, mapper, context, e);
        }
    }

    @Override
    public final void importNewUser(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        assign(session, realm, user, mapper, context);
    }

    @Override
    public final void updateBrokeredUser(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        assign(session, realm, user, mapper, context);
    }

    private static void assign(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        Map<String, GroupModel> wanted = wanted(session, realm, mapper, context);
        Set<String> member = user.getGroupsStream().map(GroupModel::getId).collect(Collectors.toUnmodifiableSet());
        AssignedGroups assigned = AssignedGroups.of(session, realm, user);
        GroupChange change = GroupChange.of(
                wanted.keySet(), member, assigned.by(mapper), assigned.byOthers(mapper), assigned.byGone(mapper));

        assigned.record(mapper, change.assigned());
        List<GroupModel> joined = change.join().stream().map(wanted::get).toList();
        List<GroupModel> left = change.leave().stream()
                .map(realm::getGroupById)
                .filter(group -> group != null)
                .toList();
        joined.forEach(user::joinGroup);
        left.forEach(user::leaveGroup);
        if (!joined.isEmpty() || !left.isEmpty()) {
            report(session, realm, user, context, joined, left);
        }
    }

    private static Map<String, GroupModel> wanted(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        Map<String, GroupModel> groups = new LinkedHashMap<>();
        // nothing is there for a table that cannot be read, nor for a mapper that was made while this login was under
        // way
        Object paths = context.getContextData().getOrDefault(WANTED + mapper.getId(), "");
        for (String path : paths.toString().split(SEPARATOR)) {
            if (!path.isEmpty()) {
                RealmGroups.at(session, realm, new GroupPath(path))
                        .ifPresentOrElse(
                                group -> groups.put(group.getId(), group),
                                () -> LOG.warnf(
                                        "Realm %s: the mapper \"%s\" of the provider \"%s\" gives nothing for the group %s, which the "
                                                + "realm does not have. Mend the table or the group's name.",
                                        realm.getName(), mapper.getName(), mapper.getIdentityProviderAlias(), path));
            }
        }
        return groups;
    }

    private static void report(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            BrokeredIdentityContext context,
            List<GroupModel> joined,
            List<GroupModel> left) {
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.UPDATE_PROFILE)
                .user(user)
                .detail(Details.IDENTITY_PROVIDER, context.getIdpConfig().getAlias())
                .detail(Correlation.DETAIL, Correlation.id(session))
                .detail("groups_joined", paths(joined))
                .detail("groups_left", paths(left));
        if (context.getAuthenticationSession() != null) {
            event.client(context.getAuthenticationSession().getClient())
                    .detail(
                            Details.CODE_ID,
                            context.getAuthenticationSession()
                                    .getParentSession()
                                    .getId());
        }
        event.success();
    }

    private static List<String> paths(List<GroupModel> groups) {
        List<String> paths = new ArrayList<>();
        for (GroupModel group : groups) {
            paths.add(RealmGroups.pathOf(group).map(GroupPath::text).orElseGet(group::getId));
        }
        return paths;
    }
}
