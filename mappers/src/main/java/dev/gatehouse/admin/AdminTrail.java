package dev.gatehouse.admin;

import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The admin events of what a part writes. */
public record AdminTrail(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {

    /**
     * The same as if an admin had done it by hand.
     *
     * @param representation of which Keycloak takes the secrets out; null for none
     */
    public void tell(OperationType operation, ResourceType type, Object representation, String... path) {
        event(operation, representation, path).resource(type).success();
    }

    /**
     * What Keycloak itself knows nothing of.
     *
     * @param type no word of {@link ResourceType}
     * @param representation null for none
     */
    public void tell(OperationType operation, String type, Object representation, String... path) {
        event(operation, representation, path).resource(type).success();
    }

    private AdminEventBuilder event(OperationType operation, Object representation, String... path) {
        // the builder of the request would keep one event's representation for the next
        return new AdminEventBuilder(
                        realm, auth.adminAuth(), session, session.getContext().getConnection())
                .operation(operation)
                .resourcePath(path)
                .representation(representation);
    }
}
