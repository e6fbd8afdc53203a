package dev.gatehouse.device;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What becomes of somebody's devices and sessions when their address or password changed, or a device was taken away. Whoever has no
 * device and no verified session is left alone.
 */
record PersonChange(KeycloakSession session, RealmModel realm, UserModel user) {

    /**
     * The person themself changed their address or password. The session in which they did so lives on without its device, and the
     * login in which they did so goes on; a device that they confirmed in that very login stays, for its secret is not older than the
     * change. Everything else ends.
     */
    void byPerson(String why) {
        Person person = Person.of(session, realm, user);
        List<UserSessionModel> live = sessions();
        Optional<AuthenticationSessionModel> login = login();
        Optional<AuthenticationSessionModel> verified =
                login.filter(own -> SessionTrust.isVerified(own.getUserSessionNotes(), user));
        if (verified.isEmpty() && !isConcerned(person, live)) {
            return;
        }
        Optional<TrustedDevice> kept =
                verified.flatMap(SessionTrust::confirmedIn).flatMap(person::device);
        String device = kept.map(TrustedDevice::id).orElse("");
        Devices devices = new Devices(session, realm, user);
        kept.ifPresent(confirmed -> devices.store(confirmed.boundTo(person.binding())));
        devices.removeAll(other -> !other.id().equals(device), why);
        verified.ifPresent(own -> SessionTrust.write(own, device, person));
        String own = ownSession(login);
        live.stream()
                .filter(session -> session.getId().equals(own) && SessionTrust.isVerified(session.getNotes(), user))
                .forEach(session -> SessionTrust.rebind(session, person.binding()));
        new DeviceSessions(session, realm, user).end(other -> !other.getId().equals(own));
    }

    /** Whatever somebody else changed: nothing is trusted any more. */
    void everything(String why) {
        if (isConcerned(Person.of(session, realm, user), sessions())) {
            new Devices(session, realm, user).removeAll(device -> true, why);
            new DeviceSessions(session, realm, user).endAll();
        }
    }

    /** Somebody changed something: what has lost its trust by it goes. */
    void whatIsLost(String why) {
        Person person = Person.of(session, realm, user);
        if (!isConcerned(person, sessions())) {
            return;
        }
        Instant now = Instant.ofEpochSecond(Time.currentTime());
        new Devices(session, realm, user)
                .removeAll(
                        device -> device.distrusted(person.binding(), now)
                                .filter(TrustedDevice.Distrusted.PERSON_CHANGED::equals)
                                .isPresent(),
                        why);
        Person left = Person.of(session, realm, user);
        new DeviceSessions(session, realm, user)
                .end(live -> SessionTrust.isVerified(live.getNotes())
                        && SessionTrust.lost(left, live).isPresent());
    }

    /** A device is gone already. @param label null when it is not known */
    void removed(String device, String label, String why) {
        DeviceEvent.with(DeviceEvent.DEVICE_REMOVED.of(session, realm, user), device, label)
                .detail(Details.REASON, why)
                .success();
        new DeviceSessions(session, realm, user).endOf(device);
    }

    /** Whether the person has a session of the device. */
    boolean hasSessionOf(String device) {
        return sessions().stream().anyMatch(live -> device.equals(live.getNote(SessionTrust.DEVICE)));
    }

    private static boolean isConcerned(Person person, List<UserSessionModel> live) {
        return !person.devices().isEmpty()
                || live.stream().map(UserSessionModel::getNotes).anyMatch(PersonChange::isVerified);
    }

    private static boolean isVerified(Map<String, String> notes) {
        return notes != null && SessionTrust.isVerified(notes);
    }

    private List<UserSessionModel> sessions() {
        return Stream.concat(
                        session.sessions().getUserSessionsStream(realm, user),
                        session.sessions().getOfflineUserSessionsStream(realm, user))
                .toList();
    }

    /** In which the change is made. */
    private Optional<AuthenticationSessionModel> login() {
        return Optional.ofNullable(session.getContext().getAuthenticationSession())
                .filter(login -> isSame(login.getAuthenticatedUser()));
    }

    /**
     * Id of the session in which the change is made; "" for none. A login's own session has, or will have, its id. A login that came of
     * a mail's link has none: there, what counts is who is signed in to the browser in which the link was opened.
     */
    private String ownSession(Optional<AuthenticationSessionModel> login) {
        return Stream.<Supplier<Optional<UserSessionModel>>>of(
                        () -> login.map(own -> session.sessions()
                                .getUserSession(realm, own.getParentSession().getId())),
                        () -> Optional.ofNullable(session.getContext().getUserSession()),
                        () -> Optional.ofNullable(
                                        AuthenticationManager.authenticateIdentityCookie(session, realm, true))
                                .map(AuthenticationManager.AuthResult::session))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .filter(own -> isSame(own.getUser()))
                .map(UserSessionModel::getId)
                .findFirst()
                .orElse("");
    }

    private boolean isSame(UserModel other) {
        return other != null && user.getId().equals(other.getId());
    }
}
