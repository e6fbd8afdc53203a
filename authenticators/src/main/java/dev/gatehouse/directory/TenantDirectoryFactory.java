package dev.gatehouse.directory;

import dev.gatehouse.api.RealmPart;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Answers at {@code /realms/<realm>/tenants}: hands out {@link TenantDirectory}. */
public final class TenantDirectoryFactory extends RealmPart {

    /** The segment of the URL. */
    public static final String PROVIDER_ID = "tenants";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new TenantDirectory(session);
    }
}
