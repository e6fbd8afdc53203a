package dev.gatehouse.broker;

import org.keycloak.models.GroupModel.GroupMemberLeaveEvent;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;

/** {@link BrokerGroupsMapper} for OpenID providers. */
public final class OidcGroupsMapper extends BrokerGroupsMapper {

    public static final String PROVIDER_ID = "gatehouse-broker-groups-mapper";

    public OidcGroupsMapper() {
        super(PROVIDER_ID, UpstreamProtocol.OIDC);
    }

    /** Listens for all mappers of groups, whatever their protocol. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        factory.register(event -> {
            if (event instanceof GroupMemberLeaveEvent leave) {
                AssignedGroups.forget(member(leave), leave.getGroup());
            }
        });
    }

    /** The user through the user cache where that can be had: it does not see changes that are made past it. */
    private static UserModel member(GroupMemberLeaveEvent leave) {
        // a background job may have no realm, or another
        UserModel cached = leave.getRealm() == null
                ? null
                : leave.getKeycloakSession()
                        .users()
                        .getUserById(leave.getRealm(), leave.getUser().getId());
        return cached == null ? leave.getUser() : cached;
    }
}
