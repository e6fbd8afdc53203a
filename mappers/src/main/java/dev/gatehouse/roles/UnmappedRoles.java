package dev.gatehouse.roles;

import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether a client's role tables give a person no role, asked by the same rule at a login and at a token. */
public final class UnmappedRoles {

    private UnmappedRoles() {}

    /**
     * What the client's tokens would come to, before there is a session or a token.
     *
     * @return {@link Unmapped#REFUSE} when there would be none; {@link Unmapped#REPORT} when there would be some, and an event is to
     *     say that there should not; empty else
     */
    public static Optional<Unmapped> atLogin(
            KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return Stream.of(Unmapped.REFUSE, Unmapped.REPORT)
                .filter(consequence -> first(session, mappers(session, login, user), user, consequence)
                        .isPresent())
                .findFirst();
    }

    /** The first role table of these mappers that gives the person no role and says so of the consequence. */
    static Optional<ProtocolMapperModel> first(
            KeycloakSession session, Stream<ProtocolMapperModel> mappers, UserModel user, Unmapped consequence) {
        return mappers.filter(mapper -> GroupRoleMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .filter(mapper -> {
                    RoleTable table = RoleTable.of(mapper);
                    return table.unmapped() == consequence
                            && table.emittedOnce(session, user).isEmpty();
                })
                .findFirst();
    }

    private static Stream<ProtocolMapperModel> mappers(
            KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return TokenManager.getRequestedClientScopes(
                        session, login.getClientNote(OAuth2Constants.SCOPE), login.getClient(), user)
                .filter(scope -> isPermitted(scope, user))
                .flatMap(ClientScopeModel::getProtocolMappersStream);
    }

    /** A client scope with roles is only for whoever has one of them, as Keycloak has it. */
    private static boolean isPermitted(ClientScopeModel scope, UserModel user) {
        return scope instanceof ClientModel
                || scope.getScopeMappingsStream().findAny().isEmpty()
                || scope.getScopeMappingsStream().anyMatch(user::hasRole);
    }
}
