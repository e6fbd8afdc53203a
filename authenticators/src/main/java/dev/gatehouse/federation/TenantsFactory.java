package dev.gatehouse.federation;

import dev.gatehouse.admin.AdminPart;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What is at {@code /admin/realms/<realm>/gatehouse/tenants}. */
public final class TenantsFactory extends AdminPart {

    public static final String PROVIDER_ID = "gatehouse-tenants";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder events) {
        return new TenantsResource(session, realm, auth);
    }
}
