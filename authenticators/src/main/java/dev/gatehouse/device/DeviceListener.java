package dev.gatehouse.device;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Has a change of somebody's address or password, and the removal of a device by Keycloak's consoles, take effect at once. What no
 * event tells, a directory's changes for instance, is found at the next login and the next refresh.
 *
 * <p>Works at once, and not when the request is committed: the notes of a login have to be right before its session is made of them,
 * and at a commit no other listener could write what it hears any more. Keycloak logs whatever a listener throws and answers as if
 * nothing had happened; so a failure here is kept and fails the request when it is committed.
 */
final class DeviceListener implements EventListenerProvider {

    /** The path of what an admin changes: users/<id>, and below that what of it. */
    private static final String USERS = "users";

    private static final String RESET_PASSWORD = "reset-password";
    private static final String DISABLE_CREDENTIALS = "disable-credential-types";
    private static final String CREDENTIALS = "credentials";

    private final KeycloakSession session;

    /** Several events tell of one change. */
    private final Set<String> changed = new HashSet<>();

    DeviceListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        if (event.getUserId() == null || details.containsKey(DeviceEvent.DETAIL)) {
            return;
        }
        String type = details.get(Details.CREDENTIAL_TYPE);
        switch (event.getType()) {
            case UPDATE_PASSWORD -> changed(event, DeviceReason.PASSWORD_CHANGED);
            case UPDATE_CREDENTIAL -> {
                if (PasswordCredentialModel.TYPE.equals(type)) {
                    changed(event, DeviceReason.PASSWORD_CHANGED);
                }
            }
            case UPDATE_EMAIL, UPDATE_PROFILE -> {
                if (!Objects.equals(details.get(Details.PREVIOUS_EMAIL), details.get(Details.UPDATED_EMAIL))) {
                    changed(event, DeviceReason.ADDRESS_CHANGED);
                }
            }
            case REMOVE_CREDENTIAL -> {
                String device =
                        details.getOrDefault(Details.CREDENTIAL_ID, details.get(Details.SELECTED_CREDENTIAL_ID));
                if (DeviceCredentials.TYPE.equals(type) && device != null) {
                    carryOut(
                            event.getRealmId(),
                            event.getUserId(),
                            change -> change.removed(
                                    device,
                                    details.get(Details.CREDENTIAL_USER_LABEL),
                                    DeviceReason.REMOVED_BY_PERSON));
                }
            }
            default -> {
                // nothing that devices depend on
            }
        }
    }

    private void changed(Event event, String why) {
        if (changed.add(event.getUserId() + why)) {
            carryOut(event.getRealmId(), event.getUserId(), change -> change.byPerson(why));
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getError() != null
                || event.getResourceType() != ResourceType.USER
                || event.getResourcePath() == null) {
            return;
        }
        List<String> path = List.of(event.getResourcePath().split("/"));
        if (path.size() < 2 || !USERS.equals(path.get(0))) {
            return;
        }
        switch (event.getOperationType()) {
            case UPDATE, ACTION -> {
                List<String> what = path.subList(2, path.size());
                if (what.isEmpty()
                        || Set.of(RESET_PASSWORD, DISABLE_CREDENTIALS, CREDENTIALS)
                                .contains(what.get(0))) {
                    carryOut(event.getRealmId(), path.get(1), change -> byAdmin(change, what, event));
                }
            }
            default -> {
                // somebody new, or somebody who is gone with all that was theirs
            }
        }
    }

    private static void byAdmin(PersonChange change, List<String> what, AdminEvent event) {
        if (List.of(RESET_PASSWORD).equals(what)) {
            change.everything(DeviceReason.PASSWORD_CHANGED);
        } else if (!change.user().isEnabled()) {
            change.everything(DeviceReason.USER_DISABLED);
        } else {
            if (what.size() == 2
                    && CREDENTIALS.equals(what.get(0))
                    && isDevice(change, what.get(1), event.getDetails())) {
                change.removed(
                        what.get(1),
                        event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_USER_LABEL),
                        DeviceReason.REMOVED_BY_ADMIN);
            }
            change.whatIsLost(DeviceReason.PERSON_CHANGED);
        }
    }

    /** @param details of the event, which say what was removed since Keycloak 26.7; before, a session of it tells */
    private static boolean isDevice(PersonChange change, String credential, Map<String, String> details) {
        return details != null && details.containsKey(Details.CREDENTIAL_TYPE)
                ? DeviceCredentials.TYPE.equals(details.get(Details.CREDENTIAL_TYPE))
                : change.hasSessionOf(credential);
    }

    private void carryOut(String realmId, String userId, Consumer<PersonChange> work) {
        try {
            RealmModel realm = session.realms().getRealm(realmId);
            UserModel user = realm == null ? null : session.users().getUserById(realm, userId);
            if (user != null) {
                work.accept(new PersonChange(session, realm, user));
            }
        } catch (RuntimeException e) {
            session.getTransactionManager().enlistPrepare(new Failure(e));
        }
    }

    /** Fails the request when it is committed. */
    private static final class Failure extends AbstractKeycloakTransaction {

        private final RuntimeException why;

        Failure(RuntimeException why) {
            this.why = why;
        }

        @Override
        protected void commitImpl() {
            throw new IllegalStateException("Devices and sessions could not follow a change of their person", why);
        }

        @Override
        protected void rollbackImpl() {
            // nothing was done
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
