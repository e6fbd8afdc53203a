package dev.gatehouse.admin;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Answers at {@code /admin/realms/<realm>/gatehouse/}: hands out {@link GatehouseAdmin}. */
public final class GatehouseAdminFactory extends AdminPart {

    /** The segment of the URL. */
    public static final String PROVIDER_ID = "gatehouse";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder events) {
        return new GatehouseAdmin(session, realm, auth, events);
    }
}
