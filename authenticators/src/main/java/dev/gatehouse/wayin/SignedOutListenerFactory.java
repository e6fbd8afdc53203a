package dev.gatehouse.wayin;

import dev.gatehouse.events.GlobalListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Makes {@link SignedOutListener}. */
public final class SignedOutListenerFactory extends GlobalListenerFactory {

    public static final String PROVIDER_ID = "gatehouse-signed-out";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new SignedOutListener(session);
    }
}
