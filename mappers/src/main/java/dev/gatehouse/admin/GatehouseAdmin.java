package dev.gatehouse.admin;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Leads from {@code gatehouse/<part>} to the {@link AdminRealmResourceProvider} {@code gatehouse-<part>}. */
public final class GatehouseAdmin {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder events;

    GatehouseAdmin(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder events) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.events = events;
    }

    @Path("{part}")
    public Object part(@PathParam("part") String part) {
        AdminRealmResourceProvider provider =
                session.getProvider(AdminRealmResourceProvider.class, GatehouseAdminFactory.PROVIDER_ID + '-' + part);
        if (provider == null) {
            throw new NotFoundException();
        }
        return provider.getResource(session, realm, auth, events);
    }
}
