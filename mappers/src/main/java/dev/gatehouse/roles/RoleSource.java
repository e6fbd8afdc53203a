package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.explain.Because;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** Who has which role, as the one role mapper of a client scope says: by groups of the realm, or of the login's organization. */
interface RoleSource {

    /** Every role, lowest first. */
    List<String> order();

    /** The roles of the person that the token is for, with every role below them in the order; lowest first, never null. */
    List<String> implied(KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession);

    /** Which rules say so, for who explains; never null. */
    List<Because> because(KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession);

    /**
     * The roles on a client scope.
     *
     * @return empty when the realm has no such scope, it has not exactly one role mapper, or that one's table cannot be read: who
     *     decides by it must not take everybody for somebody without a role
     */
    static Optional<? extends RoleSource> ofScope(RealmModel realm, String clientScope) {
        List<ProtocolMapperModel> mappers = mappers(realm, clientScope)
                .filter(mapper -> GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper())
                        || TenantRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .toList();
        if (mappers.size() != 1) {
            return Optional.empty();
        }
        ProtocolMapperModel mapper = mappers.get(0);
        return GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper())
                ? RoleTable.readable(mapper)
                : TenantRoleMapper.readable(mapper);
    }

    /** The same for an admin who saves. */
    static RoleSource required(RealmModel realm, String clientScope) throws InvalidConfigurationException {
        Optional<? extends RoleSource> source = ofScope(realm, clientScope);
        if (source.isEmpty()) {
            throw new InvalidConfigurationException("The client scope \"" + clientScope
                    + "\" has no mapper \"Gatehouse: roles by group\" or \"Gatehouse: role in the tenant\", or more than one. Add one "
                    + "first.");
        }
        return source.get();
    }

    /** What whoever decides by the roles of a client scope says that has none, or more than one table of them. */
    static Because noneOnScope(String clientScope) {
        return Because.nothing(
                "roles by the client scope " + clientScope, "the scope does not have exactly one readable role mapper");
    }

    static Stream<ProtocolMapperModel> mappers(RealmModel realm, String clientScope) {
        return realm.getClientScopesStream()
                .filter(scope -> scope.getName().equals(clientScope))
                .flatMap(ClientScopeModel::getProtocolMappersStream);
    }
}
