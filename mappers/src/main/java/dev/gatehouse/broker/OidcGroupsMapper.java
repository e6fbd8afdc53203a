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
                // not the event's own user, whose changes the user cache does not see
                UserModel user = leave.getKeycloakSession()
                        .users()
                        .getUserById(leave.getRealm(), leave.getUser().getId());
                if (user != null) {
                    AssignedGroups.forget(user, leave.getGroup());
                }
            }
        });
    }
}
