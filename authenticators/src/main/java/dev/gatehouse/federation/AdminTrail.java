package dev.gatehouse.federation;

import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The admin events of what is written: the same as if an admin had done each by hand. */
record AdminTrail(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {

    /** @param representation of which Keycloak takes the secrets out; null for none */
    void tell(OperationType operation, ResourceType type, Object representation, String... path) {
        // the builder of the request would keep one event's representation for the next
        new AdminEventBuilder(
                        realm, auth.adminAuth(), session, session.getContext().getConnection())
                .operation(operation)
                .resource(type)
                .resourcePath(path)
                .representation(representation)
                .success();
    }
}
