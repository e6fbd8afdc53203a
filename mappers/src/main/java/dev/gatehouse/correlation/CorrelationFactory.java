package dev.gatehouse.correlation;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** What the factories here have in common: each is taken before Keycloak's own provider of its kind, and adds to that. */
abstract class CorrelationFactory<T extends Provider> implements ProviderFactory<T>, ServerInfoAwareProviderFactory {

    /** The id of Keycloak's own provider, of each of the kinds. */
    static final String KEYCLOAKS = "default";

    private static final String PROVIDER_ID = "gatehouse-correlation";

    @Override
    public final String getId() {
        return PROVIDER_ID;
    }

    @Override
    public final int order() {
        // above 0, which is Keycloak's own
        return 10;
    }

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
