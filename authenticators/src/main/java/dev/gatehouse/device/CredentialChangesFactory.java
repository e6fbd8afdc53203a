package dev.gatehouse.device;

import dev.gatehouse.events.GlobalListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Makes {@link CredentialChanges}. */
public final class CredentialChangesFactory extends GlobalListenerFactory {

    public static final String PROVIDER_ID = "gatehouse-credential-changes";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new CredentialChanges(session);
    }
}
