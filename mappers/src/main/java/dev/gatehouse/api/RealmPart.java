package dev.gatehouse.api;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** What the factories of realm resources have in common: a realm resource has an id and is made for a session. */
public abstract class RealmPart implements RealmResourceProviderFactory, ServerInfoAwareProviderFactory {

    @Override
    public final Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public final void init(Config.Scope config) {
        // nothing to set
    }

    @Override
    public final void postInit(KeycloakSessionFactory factory) {
        // nothing to prepare
    }

    @Override
    public final void close() {
        // holds nothing
    }
}
