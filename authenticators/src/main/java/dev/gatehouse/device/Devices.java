package dev.gatehouse.device;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelIllegalStateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Changes what devices a person has. What a session of a removed device may still do ends at its next refresh at the latest; whoever
 * removes one ends its sessions at once, see {@link DeviceSessions}.
 */
final class Devices {

    private static final Logger LOG = Logger.getLogger(Devices.class);

    /** Above this many, the one that was not used for longest goes. */
    static final int MOST = 20;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final SubjectCredentialManager credentials;

    Devices(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.credentials = user.credentialManager();
    }

    /**
     * Remembers a device.
     *
     * @param person the same person, as they were read in this request
     * @param event of the login
     * @return what the browser is to hold
     */
    PresentedDevice add(Person person, LoginFacts facts, TrustPeriod period, boolean confirmed, EventBuilder event) {
        makeRoom(person);
        DeviceSecret secret = DeviceSecret.random();
        TrustedDevice device = TrustedDevice.create(
                UUID.randomUUID().toString(),
                label(person, facts),
                facts.browser(),
                facts.os(),
                secret,
                person.binding(),
                period,
                Instant.ofEpochSecond(Time.currentTime()),
                confirmed);
        credentials.createStoredCredential(DeviceCredentials.write(device));
        if (confirmed) {
            DeviceEvent.with(DeviceEvent.DEVICE_TRUSTED.in(session, event, user), device)
                    .success();
        }
        return new PresentedDevice(device.id(), secret);
    }

    private void makeRoom(Person person) {
        List<TrustedDevice> devices = person.devices();
        devices.stream()
                .sorted(Comparator.comparing(
                                (TrustedDevice device) -> device.shown().lastUsed())
                        .thenComparing(device -> device.shown().created()))
                .limit(Math.max(0, devices.size() - MOST + 1))
                .forEach(device -> remove(device, DeviceEvent.DEVICE_REMOVED, DeviceReason.TOO_MANY));
    }

    /** Keycloak demands that somebody's labels differ, in more than upper and lower case. */
    private String label(Person person, LoginFacts facts) {
        Set<String> taken = person.credentials().stream()
                .filter(credential -> DeviceCredentials.TYPE.equals(credential.getType()))
                .map(CredentialModel::getUserLabel)
                .map(label -> String.valueOf(label).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        PersonLanguage language = PersonLanguage.of(session, realm, user);
        String label = language.text(
                "gatehouseDeviceLabel",
                new UserAgent(facts.browser(), facts.os()).name(language),
                language.day(facts.time()));
        return IntStream.rangeClosed(1, taken.size() + 1)
                .mapToObj(n -> n == 1 ? label : label + " (" + n + ')')
                .filter(candidate -> !taken.contains(candidate.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    /** Whether another device of the person has that label; Keycloak lets nobody have it twice. */
    static boolean isTaken(Person person, String device, DeviceLabel label) {
        return person.credentials().stream()
                .filter(credential ->
                        DeviceCredentials.TYPE.equals(credential.getType()) && !device.equals(credential.getId()))
                .anyMatch(credential -> label.isSameAs(credential.getUserLabel()));
    }

    /** Gives a device a label that is not {@linkplain #isTaken taken}. */
    void rename(TrustedDevice device, DeviceLabel label) {
        credentials.updateCredentialLabel(device.id(), label.text());
        DeviceEvent.with(DeviceEvent.DEVICE_RENAMED.of(session, realm, user), device.labelled(label.text()))
                .success();
    }

    void store(TrustedDevice device) {
        credentials.updateStoredCredential(DeviceCredentials.write(device));
    }

    /**
     * Stores what a login made of a device, in a transaction of its own: when another login from the same device is at it, one of them
     * does, and Keycloak's version of the record refuses the other. What that would have stored the next login does again.
     */
    void storeUse(TrustedDevice device) {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), session.getContext(), own -> {
                RealmModel sameRealm = own.realms().getRealm(realm.getId());
                UserModel samePerson = own.users().getUserById(sameRealm, user.getId());
                if (samePerson != null) {
                    new Devices(own, sameRealm, samePerson).store(device);
                }
            });
        } catch (ModelIllegalStateException e) {
            LOG.debugf(e, "Another login has stored its use of the device %s", device.id());
        }
    }

    /**
     * Removes a device.
     *
     * @param why for admins, in the event
     * @return whether it was there
     */
    boolean remove(TrustedDevice device, DeviceEvent what, String why) {
        boolean removed = credentials.removeStoredCredentialById(device.id());
        if (removed) {
            DeviceEvent.with(what.of(session, realm, user), device)
                    .detail(Details.REASON, why)
                    .success();
        }
        return removed;
    }

    /** Removes all that are meant, and ends their sessions at once. @return those that were there */
    List<TrustedDevice> end(Predicate<TrustedDevice> which, String why) {
        List<TrustedDevice> removed = removeAll(which, why);
        DeviceSessions sessions = new DeviceSessions(session, realm, user);
        removed.forEach(device -> sessions.endOf(device.id()));
        return removed;
    }

    /** Removes all that are meant. @return those that were there */
    List<TrustedDevice> removeAll(Predicate<TrustedDevice> which, String why) {
        return Person.of(session, realm, user).devices().stream()
                .filter(which)
                .filter(device -> remove(device, DeviceEvent.DEVICE_REMOVED, why))
                .toList();
    }
}
