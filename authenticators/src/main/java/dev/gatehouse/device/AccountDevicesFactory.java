package dev.gatehouse.device;

import dev.gatehouse.api.RealmPart;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Answers at {@code /realms/<realm>/api/v1/devices}: hands out {@link AccountDevices}. */
public final class AccountDevicesFactory extends RealmPart {

    public static final String PROVIDER_ID = "api-v1-devices";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new AccountDevices(session);
    }
}
