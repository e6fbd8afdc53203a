package dev.gatehouse.roles;

import dev.gatehouse.claims.ListClaimMapper;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.explain.Because;
import dev.gatehouse.explain.Explained;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/**
 * Puts a person's roles, by the table group → role, into a claim: always an array of strings, in the role order, each role
 * once.
 *
 * <p>A table that cannot be read, because it was saved past {@link #validateConfig} (a realm import, the database), gives
 * nobody a role: the claim is an empty array, or no token is issued where the table says so, and the server log names the entry.
 */
public final class GroupRoleMapper extends ListClaimMapper implements Explained {

    public static final String PROVIDER_ID = "gatehouse-group-role-mapper";

    public GroupRoleMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: roles by group",
                "A claim with the person's roles, by a table of groups. Always an array of strings, in the role order.",
                GroupRoleMapperConfig.properties());
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        GroupRoleMapperConfig.parse(config);
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        RoleTable table = RoleTable.of(mapper);
        List<String> roles = table.emittedOnce(session, userSession.getUser());
        if (!roles.isEmpty() || table.emptyIsEmitted()) {
            table.claim().put(session, mapper, token, roles);
        }
    }

    @Override
    public List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        return RoleTable.readable(mapper)
                .map(table -> table.because(session, userSession, clientSession))
                .orElse(List.of(Because.unreadable()));
    }
}
