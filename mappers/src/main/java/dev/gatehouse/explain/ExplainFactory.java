package dev.gatehouse.explain;

import dev.gatehouse.admin.AdminPart;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Answers at {@code /admin/realms/<realm>/gatehouse/explain}: hands out {@link ExplainResource}. */
public final class ExplainFactory extends AdminPart {

    public static final String PROVIDER_ID = "gatehouse-explain";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder events) {
        return new ExplainResource(session, realm, auth);
    }
}
