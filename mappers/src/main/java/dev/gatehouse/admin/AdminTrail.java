package dev.gatehouse.admin;

import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The admin events of what a part writes. */
public final class AdminTrail {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;

    private AdminTrail(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    public static AdminTrail of(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        return new AdminTrail(session, realm, auth);
    }

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
