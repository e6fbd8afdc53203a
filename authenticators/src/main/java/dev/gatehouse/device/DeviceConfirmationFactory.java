package dev.gatehouse.device;

import dev.gatehouse.api.RealmPart;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Answers at {@code /realms/<realm>/device-verification}: hands out {@link DeviceConfirmation}. */
public final class DeviceConfirmationFactory extends RealmPart {

    /** The segment of the URL. */
    public static final String PROVIDER_ID = "device-verification";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new DeviceConfirmation(session);
    }
}
