package dev.gatehouse.discovery;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/** Serves {@link KeySet} as {@code …/realms/<realm>/.well-known/jwks.json}. */
public final class KeySetFactory implements WellKnownProviderFactory, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-jwks";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getAlias() {
        return "jwks.json";
    }

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new KeySet(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(DiscoverySwitch::check);
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public void close() {}
}
