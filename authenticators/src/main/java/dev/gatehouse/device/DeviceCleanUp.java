package dev.gatehouse.device;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageUtil;
import org.keycloak.timer.ScheduledTask;

/**
 * Removes the devices whose time is over. Nothing hangs on when it runs, on how many nodes, or on whether it comes to an end: such a
 * device is trusted by nobody anyway.
 */
final class DeviceCleanUp implements ScheduledTask {

    /** Devices that are looked at in one transaction. */
    private static final int BATCH = 200;

    /** The shortest time for which a device is trusted. */
    private static final Duration SHORTEST = Duration.ofDays(1);

    /** Where Keycloak keeps credentials: those of people whom it does not store itself lie in a table of their own. */
    private static final List<String> TABLES = List.of(
            "select stored.id, stored.user.realmId, stored.user.id, stored.credentialData from CredentialEntity stored",
            "select stored.id, stored.realmId, stored.userId, stored.credentialData from FederatedUserCredentialEntity stored");

    private final Duration interval;

    /** @param interval in which it runs, in whole seconds */
    DeviceCleanUp(Duration interval) {
        this.interval = interval;
    }

    /** Does nothing while another node is at it. */
    @Override
    public void run(KeycloakSession session) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getProvider(ClusterProvider.class)
                .executeIfNotExecuted(getTaskName(), Math.toIntExact(interval.toSeconds()), () -> {
                    TABLES.forEach(table -> removeExpired(factory, table));
                    return null;
                });
    }

    private static void removeExpired(KeycloakSessionFactory factory, String table) {
        Optional<String> last = Optional.of("");
        while (last.isPresent()) {
            String after = last.get();
            last = KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, session -> removeExpired(session, table, after));
        }
    }

    /**
     * One batch.
     *
     * @param after id of the last device that was looked at
     * @return the same for the next batch; empty when there is none
     */
    private static Optional<String> removeExpired(KeycloakSession session, String table, String after) {
        Instant now = Instant.ofEpochSecond(Time.currentTime());
        EntityManager database =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<Tuple> batch = database.createQuery(
                        table + " where stored.type = :type and stored.createdDate <= :before and stored.id > :after "
                                + "order by stored.id",
                        Tuple.class)
                .setParameter("type", DeviceCredentials.TYPE)
                .setParameter("before", now.minus(SHORTEST).toEpochMilli())
                .setParameter("after", after)
                .setMaxResults(BATCH)
                .getResultList();
        for (Tuple stored : batch) {
            if (DeviceCredentials.isExpired(stored.get(3, String.class), now)) {
                remove(session, stored.get(1, String.class), stored.get(2, String.class), stored.get(0, String.class));
            }
        }
        return batch.size() < BATCH
                ? Optional.empty()
                : Optional.of(batch.get(batch.size() - 1).get(0, String.class));
    }

    private static void remove(KeycloakSession session, String realmId, String userId, String device) {
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        // a directory is asked only about people whom Keycloak does not store
        UserProvider users =
                StorageId.isLocalStorage(userId) ? session.getProvider(UserProvider.class) : session.users();
        UserModel user = users.getUserById(realm, userId);
        Optional<TrustedDevice> expired = Optional.ofNullable(user)
                .flatMap(found -> Person.of(session, realm, found).device(device));
        if (expired.isPresent()
                && new Devices(session, realm, user)
                        .remove(expired.get(), DeviceEvent.DEVICE_EXPIRED, DeviceReason.EXPIRED)) {
            // what is asked past the cache is not known to it
            Optional.ofNullable(UserStorageUtil.userCache(session)).ifPresent(cache -> cache.evict(realm, user));
        }
    }
}
