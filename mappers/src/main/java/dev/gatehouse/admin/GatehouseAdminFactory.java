package dev.gatehouse.admin;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

/** Answers at {@code /admin/realms/<realm>/gatehouse/}: hands out {@link GatehouseAdmin}. */
public final class GatehouseAdminFactory implements AdminRealmResourceProviderFactory, ServerInfoAwareProviderFactory {

    /** The segment of the URL. */
    public static final String PROVIDER_ID = "gatehouse";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return new GatehouseAdmin();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public void init(Config.Scope config) {
        // nothing to set
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // nothing to prepare
    }

    @Override
    public void close() {
        // holds nothing
    }
}
