package dev.gatehouse.events;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Makes a listener that listens in every realm, switched on by nobody. */
public abstract class GlobalListenerFactory implements EventListenerProviderFactory, ServerInfoAwareProviderFactory {

    @Override
    public final boolean isGlobal() {
        return true;
    }

    @Override
    public final Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public final void init(Config.Scope config) {
        // nothing to configure for the server
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
