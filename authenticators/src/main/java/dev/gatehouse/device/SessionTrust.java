package dev.gatehouse.device;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.common.util.Time;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a session says of how its person was verified: in notes that only the server writes. */
final class SessionTrust {

    /**
     * {@code true} when the session was opened from a device that was trusted, or its login was confirmed. Keycloak's own mapper
     * <em>User Session Note</em> makes a claim of it.
     */
    static final String VERIFIED = "device_verified";

    /** Id of the device; "" or missing for none that was remembered. */
    static final String DEVICE = "gatehouse.device";

    /** Note of a login: id of the device that was confirmed in it. */
    private static final String CONFIRMED = "gatehouse.device.confirmed";

    private static final String BINDING = "gatehouse.device_binding";

    /**
     * Id of who was verified. A login keeps its notes when it becomes another person's on its way through an identity provider, and what
     * a mapper of a provider may write into a session is an admin's to say: {@link #VERIFIED} alone proves nothing.
     */
    private static final String PERSON = "gatehouse.device_person";

    /**
     * {@code true} when nobody was verified, because an admin has exempted the person. It says nothing where {@link #VERIFIED} is asked
     * for, and nothing of anybody who is no longer exempt.
     */
    static final String EXCUSED = "gatehouse.device_excused";

    private SessionTrust() {}

    /** Says of the session that comes of this login that its person is verified. @param device id; "" for none */
    static void write(AuthenticationSessionModel login, String device, Person person) {
        login.setUserSessionNote(VERIFIED, Boolean.TRUE.toString());
        login.setUserSessionNote(PERSON, person.user().getId());
        login.setUserSessionNote(DEVICE, device);
        login.setUserSessionNote(BINDING, person.binding());
    }

    /** Says of the session that comes of this login that its person is exempt. */
    static void excuse(AuthenticationSessionModel login) {
        login.setUserSessionNote(EXCUSED, Boolean.TRUE.toString());
    }

    /**
     * Whether the session may do without a verified person, because that person is exempt, then and now; asks the database for a
     * session that says so. Sensitive actions are not meant: they need {@link #holds}.
     */
    static boolean isExcused(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        return Boolean.parseBoolean(userSession.getNote(EXCUSED))
                && new PersonState(session, realm, userSession.getUser()).isExempt();
    }

    /** Says of a login that this device was confirmed in it. */
    static void confirmed(AuthenticationSessionModel login, String device) {
        login.setAuthNote(CONFIRMED, device);
    }

    /** The device that was confirmed in this very login. */
    static Optional<String> confirmedIn(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getAuthNote(CONFIRMED));
    }

    /** The session that a login joins instead of opening one, as long as it is its own person's. */
    static Optional<UserSessionModel> joined(KeycloakSession session, AuthenticationSessionModel login) {
        return AuthenticatorUtil.isSSOAuthentication(login)
                ? Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(login))
                        .filter(joined -> joined.getUser()
                                .getId()
                                .equals(login.getAuthenticatedUser().getId()))
                : Optional.empty();
    }

    /** Has a session that is verified live on without its device, after its person changed. */
    static void rebind(UserSessionModel session, String binding) {
        session.setNote(DEVICE, "");
        session.setNote(BINDING, binding);
    }

    /** Whether the notes say so, of whomever. */
    static boolean isVerified(Map<String, String> notes) {
        return Boolean.parseBoolean(notes.get(VERIFIED));
    }

    /** Whether they say so of this person. */
    static boolean isVerified(Map<String, String> notes, UserModel user) {
        return isVerified(notes) && user.getId().equals(notes.get(PERSON));
    }

    /** Whether an admin is in the session in somebody's place: nobody was verified, and nobody has to be. */
    static boolean isImpersonated(UserSessionModel session) {
        return session.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /** Whether the session is verified and nothing happened since that ends its trust; asks for the person's credentials. */
    static boolean holds(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        return isVerified(userSession.getNotes())
                && lost(Person.of(session, realm, userSession.getUser()), userSession)
                        .isEmpty();
    }

    /** Whether notes of a session, or of a login as far as it has come, say that this person is verified, and nothing happened since. */
    static boolean holds(Person person, Map<String, String> notes) {
        return isVerified(notes) && lost(person, notes).isEmpty();
    }

    /** Whether it is, or nobody has to be verified in it. */
    static boolean suffices(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        return isImpersonated(userSession) || holds(session, realm, userSession);
    }

    /** What a verified session has lost. */
    static Optional<String> lost(Person person, UserSessionModel userSession) {
        return lost(person, userSession.getNotes());
    }

    private static Optional<String> lost(Person person, Map<String, String> notes) {
        String binding = person.binding();
        String device = notes.get(DEVICE);
        boolean lost = !person.user().getId().equals(notes.get(PERSON))
                || !binding.equals(notes.get(BINDING))
                || device != null
                        && !device.isEmpty()
                        && person.device(device)
                                .filter(trusted -> trusted.distrusted(
                                                binding, Instant.ofEpochSecond(Time.currentTime()))
                                        .isEmpty())
                                .isEmpty();
        return lost ? Optional.of(DeviceReason.DEVICE_GONE) : Optional.empty();
    }
}
