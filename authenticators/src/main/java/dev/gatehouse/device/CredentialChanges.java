package dev.gatehouse.device;

import dev.gatehouse.doors.EmailVerification;
import dev.gatehouse.secondfactor.SecondFactors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Remembers what follows from somebody's new password or second factor, in the transaction that brings it: {@link VerifiedFactors}, and
 * that a blocked password works again once it was reset through the mailbox, or by an admin.
 *
 * <p>An exception in an event listener is swallowed, after the database has given up the transaction: so all is written as a step of the
 * commit, where a failure is answered.
 */
final class CredentialChanges implements EventListenerProvider {

    private static final Pattern RESET_BY_ADMIN = Pattern.compile("users/([^/]+)/reset-password");

    private final KeycloakSession session;
    private final List<Runnable> changes = new ArrayList<>();

    CredentialChanges(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        String type = event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (event.getType() != EventType.UPDATE_CREDENTIAL || type == null || login == null) {
            return;
        }
        if (PasswordCredentialModel.TYPE.equals(type)) {
            atCommit(() -> find(event.getRealmId(), event.getUserId())
                    .filter(person -> EmailVerification.isOutOfMailbox(login, person.user()))
                    .ifPresent(CredentialChanges::unblock));
        } else if (SecondFactors.mayBe(type)) {
            Map<String, String> ofLogin = Map.copyOf(login.getUserSessionNotes());
            Map<String, String> ofSession = notes(login, event.getUserId());
            atCommit(() -> find(event.getRealmId(), event.getUserId())
                    .filter(person -> SessionTrust.holds(person, ofLogin) || SessionTrust.holds(person, ofSession))
                    .ifPresent(person -> new VerifiedFactors(person).add(type, event.getTime())));
        }
    }

    /** Of the session that the login joins. */
    private Map<String, String> notes(AuthenticationSessionModel login, String user) {
        UserSessionModel joined = new AuthenticationSessionManager(session).getUserSession(login);
        return joined == null || !joined.getUser().getId().equals(user) ? Map.of() : Map.copyOf(joined.getNotes());
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getOperationType() != OperationType.ACTION
                || event.getResourceType() != ResourceType.USER
                || event.getError() != null) {
            return;
        }
        Matcher reset = RESET_BY_ADMIN.matcher(event.getResourcePath());
        if (reset.matches()) {
            atCommit(() -> find(event.getRealmId(), reset.group(1)).ifPresent(CredentialChanges::unblock));
        }
    }

    private static void unblock(Person person) {
        new PersonState(person.session(), person.realm(), person.user()).blockPassword(false);
    }

    private Optional<Person> find(String realmId, String userId) {
        RealmModel realm = session.realms().getRealm(realmId);
        UserModel user =
                realm == null || userId == null ? null : session.users().getUserById(realm, userId);
        return Optional.ofNullable(user).map(found -> Person.of(session, realm, found));
    }

    private void atCommit(Runnable change) {
        if (changes.isEmpty()) {
            session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
                @Override
                protected void commitImpl() {
                    changes.forEach(Runnable::run);
                }

                @Override
                protected void rollbackImpl() {
                    // nothing was written yet
                }
            });
        }
        changes.add(change);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
