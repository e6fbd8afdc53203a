package dev.gatehouse.device;

import dev.gatehouse.admin.AdminPart;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Answers at {@code /admin/realms/<realm>/gatehouse/users/<id>/devices}: hands out {@link UserDevices}. */
public final class UserDevicesFactory extends AdminPart {

    public static final String PROVIDER_ID = "gatehouse-users";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder events) {
        return new UserDevices(session, realm, auth);
    }
}
