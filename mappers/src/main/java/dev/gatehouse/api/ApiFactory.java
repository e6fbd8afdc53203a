package dev.gatehouse.api;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Answers at {@code /realms/<realm>/api/}: hands out {@link Api}. */
public final class ApiFactory extends RealmPart {

    /** The segment of the URL. */
    public static final String PROVIDER_ID = "api";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new Api(session);
    }
}
