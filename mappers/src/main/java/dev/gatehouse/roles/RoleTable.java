package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The table of one {@link GroupRoleMapper}, for everybody who decides by it.
 *
 * <p>Parsed once per configuration of a mapper and kept; a changed configuration replaces it at the next use, on every node.
 */
public final class RoleTable {

    private static final Logger LOG = Logger.getLogger(RoleTable.class);

    /** Above this many mappers, the kept tables are dropped: those in use come back, those of deleted mappers do not. */
    private static final int MAX_KEPT = 10_000;

    /** The session is one request's: what is kept in it is computed once for all tokens of an answer. */
    private static final String SESSION_KEY = GroupRoleMapper.PROVIDER_ID + '.';

    private static final Map<String, Kept> KEPT = new ConcurrentHashMap<>();

    private record Kept(Map<String, String> config, RoleTable table) {}

    private final String mapperId;
    private final GroupRoleMapperConfig config;

    private RoleTable(String mapperId, GroupRoleMapperConfig config) {
        this.mapperId = mapperId;
        this.config = config;
    }

    /**
     * The table on a client scope.
     *
     * @return empty when the realm has no such scope or it has not exactly one {@link GroupRoleMapper}
     */
    public static Optional<RoleTable> ofScope(RealmModel realm, String clientScope) {
        List<ProtocolMapperModel> mappers = realm.getClientScopesStream()
                .filter(scope -> scope.getName().equals(clientScope))
                .flatMap(ClientScopeModel::getProtocolMappersStream)
                .filter(mapper -> GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .toList();
        return mappers.size() == 1 ? Optional.of(of(mappers.get(0))) : Optional.empty();
    }

    static RoleTable of(ProtocolMapperModel mapper) {
        Kept kept = KEPT.get(mapper.getId());
        Map<String, String> config = config(mapper);
        // the realm cache hands out the same strings until the mapper changes, so that this compares references
        if (kept == null || !kept.config().equals(config)) {
            kept = new Kept(new HashMap<>(config), read(mapper));
            if (KEPT.size() >= MAX_KEPT) {
                KEPT.clear();
            }
            KEPT.put(mapper.getId(), kept);
        }
        return kept.table();
    }

    /** What is configured; empty where the API was given no configuration at all. */
    static Map<String, String> config(ProtocolMapperModel mapper) {
        return mapper.getConfig() == null ? Map.of() : mapper.getConfig();
    }

    private static RoleTable read(ProtocolMapperModel mapper) {
        try {
            return new RoleTable(mapper.getId(), GroupRoleMapperConfig.parse(config(mapper)));
        } catch (InvalidConfigurationException e) {
            LOG.errorf(
                    "Mapper \"%s\" (%s) gives nobody a role until it is mended: %s",
                    mapper.getName(), mapper.getId(), e.getMessage());
            return new RoleTable(mapper.getId(), GroupRoleMapperConfig.nobody(config(mapper)));
        }
    }

    /** Every role that a group of the person gives, lowest first, whatever the tokens name of them; never null. */
    public List<String> mapped(UserModel user) {
        return config.rules().mapped(memberships(user));
    }

    List<String> emittedOnce(KeycloakSession session, UserModel user) {
        String key = SESSION_KEY + mapperId + '.' + user.getId();
        @SuppressWarnings("unchecked")
        List<String> known = (List<String>) session.getAttribute(key);
        if (known == null) {
            known = config.rules().emitted(memberships(user));
            session.setAttribute(key, known);
        }
        return known;
    }

    boolean emptyIsEmitted() {
        return config.unmapped() == Unmapped.EMPTY;
    }

    /** Whether somebody without a role gets no token at all. */
    boolean refusesUnmapped() {
        return config.unmapped() == Unmapped.REFUSE;
    }

    List<String> claim() {
        return config.claim();
    }

    private static List<Membership> memberships(UserModel user) {
        // not every storage leaves out the groups of organizations, which are another tree with the same paths
        return user.getGroupsStream()
                .filter(group -> group.getType() == GroupModel.Type.REALM)
                .map(RoleTable::membership)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Membership> membership(GroupModel group) {
        LinkedList<String> names = new LinkedList<>();
        for (GroupModel g = group; g != null; g = g.getParent()) {
            names.addFirst(g.getName());
            if (g.getParentId() != null && g.getParent() == null) {
                // its place is not known (a tree that is being deleted): it must not pass for a group at the top level
                return Optional.empty();
            }
        }
        return Optional.of(new Membership(GroupPath.of(names), group.getName()));
    }
}
