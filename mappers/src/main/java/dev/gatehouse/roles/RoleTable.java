package dev.gatehouse.roles;

import dev.gatehouse.claims.ListClaim;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.explain.Because;
import dev.gatehouse.groups.Membership;
import dev.gatehouse.groups.Memberships;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** The table of one {@link GroupRoleMapper}, for everybody who decides by it. */
public final class RoleTable implements RoleSource {

    /** The session is one request's: what is kept in it is computed once for all tokens of an answer. */
    private static final String SESSION_KEY = GroupRoleMapper.PROVIDER_ID + '.';

    private static final ParsedConfigurations<GroupRoleMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(GroupRoleMapperConfig::parse);

    private final String mapperId;
    private final GroupRoleMapperConfig config;

    private RoleTable(String mapperId, GroupRoleMapperConfig config) {
        this.mapperId = mapperId;
        this.config = config;
    }

    /**
     * The table on a client scope.
     *
     * @return empty when the realm has no such scope, it has not exactly one {@link GroupRoleMapper}, or that one's table cannot
     *     be read: who decides by it must not take everybody for somebody without a role
     */
    public static Optional<RoleTable> ofScope(RealmModel realm, String clientScope) {
        List<ProtocolMapperModel> mappers = RoleSource.mappers(realm, clientScope)
                .filter(mapper -> GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .toList();
        return mappers.size() == 1 ? readable(mappers.get(0)) : Optional.empty();
    }

    static Optional<RoleTable> readable(ProtocolMapperModel mapper) {
        return CONFIGURATIONS.get(mapper).map(config -> new RoleTable(mapper.getId(), config));
    }

    static RoleTable of(ProtocolMapperModel mapper) {
        GroupRoleMapperConfig config = CONFIGURATIONS
                .get(mapper)
                .orElseGet(() -> GroupRoleMapperConfig.nobody(ParsedConfigurations.of(mapper)));
        return new RoleTable(mapper.getId(), config);
    }

    /** Every role that a group of the person gives, lowest first, whatever the tokens name of them; never null. */
    public List<String> mapped(UserModel user) {
        return config.rules().mapped(Memberships.of(user));
    }

    @Override
    public List<String> implied(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        return config.rules().implied(Memberships.once(session, userSession.getUser()));
    }

    @Override
    public List<String> order() {
        return config.rules().order();
    }

    @Override
    public List<Because> because(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        List<Membership> groups = Memberships.once(session, userSession.getUser());
        List<Because> because = config.rules().because(groups);
        return because.isEmpty()
                ? List.of(Because.nothing(
                        "when nothing maps: " + config.unmapped().id(),
                        groups.isEmpty() ? "member of no group" : "no rule is about " + Memberships.paths(groups)))
                : because;
    }

    List<String> emittedOnce(KeycloakSession session, UserModel user) {
        String key = SESSION_KEY + mapperId + '.' + user.getId();
        @SuppressWarnings("unchecked")
        List<String> known = (List<String>) session.getAttribute(key);
        if (known == null) {
            known = config.rules().emitted(Memberships.once(session, user));
            session.setAttribute(key, known);
        }
        return known;
    }

    boolean emptyIsEmitted() {
        return config.unmapped() == Unmapped.EMPTY || config.unmapped() == Unmapped.REPORT;
    }

    /** What happens to somebody without a role. */
    Unmapped unmapped() {
        return config.unmapped();
    }

    ListClaim claim() {
        return config.claim();
    }
}
