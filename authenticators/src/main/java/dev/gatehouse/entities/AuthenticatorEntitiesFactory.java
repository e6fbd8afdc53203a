package dev.gatehouse.entities;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Tells Keycloak of {@link AuthenticatorEntities}. */
public final class AuthenticatorEntitiesFactory implements JpaEntityProviderFactory, ServerInfoAwareProviderFactory {

    /**
     * Keycloak calls the table in which it keeps what it has made of the change log {@code DATABASECHANGELOG_} and the first ten
     * letters of this, where a hyphen counts as one and a dot is left out: {@code DATABASECHANGELOG_GATEHOUSEA}. An id that begins with
     * {@code gatehouse-} would share it with every other of Gatehouse.
     */
    public static final String PROVIDER_ID = "gatehouse.authenticators";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return AuthenticatorEntities.SINGLETON;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public void init(Config.Scope config) {
        // nothing to configure for the server
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
