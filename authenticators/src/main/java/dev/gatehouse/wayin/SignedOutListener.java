package dev.gatehouse.wayin;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Sets {@link SignedOutCookie} in the answer to a logout, and removes it in the answer to a login. */
final class SignedOutListener implements EventListenerProvider {

    private final KeycloakSession session;

    SignedOutListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        switch (event.getType()) {
            case LOGOUT -> SignedOutCookie.set(session);
            case LOGIN -> SignedOutCookie.remove(session);
            default -> {
                // nobody signs in or out
            }
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // an admin's browser is not the one of whom they sign out
    }

    @Override
    public void close() {
        // holds nothing
    }
}
