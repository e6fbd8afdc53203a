package dev.gatehouse.discovery;

import dev.gatehouse.config.InvalidConfigurationException;
import org.jboss.logging.Logger;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.storage.StoreSyncEvent;

/** Whether a realm publishes what this package makes: the realm attribute {@value #ATTRIBUTE}, {@code true} or {@code false}. */
enum DiscoverySwitch {
    ON,
    OFF;

    static final String ATTRIBUTE = "gatehouse.mappers.discovery";

    private static final Logger LOG = Logger.getLogger(DiscoverySwitch.class);

    /** The switch of a realm. What was saved past {@link #check} and cannot be read is off, and the log says so. */
    static DiscoverySwitch of(RealmModel realm) {
        return readOrOff(realm.getAttribute(ATTRIBUTE), realm.getName());
    }

    static DiscoverySwitch readOrOff(String value, String realm) {
        try {
            return read(value);
        } catch (InvalidConfigurationException e) {
            LOG.errorf("Realm \"%s\" has Keycloak's own discovery until it is mended: %s", realm, e.getMessage());
            return OFF;
        }
    }

    /** @param value null where the realm does not say, which is off */
    static DiscoverySwitch read(String value) throws InvalidConfigurationException {
        if (value == null) {
            return OFF;
        }
        return switch (value) {
            case "true" -> ON;
            case "false" -> OFF;
            default ->
                throw new InvalidConfigurationException("Realm attribute \"" + ATTRIBUTE + "\" is \"" + value
                        + "\": it is true or false, and Keycloak's own discovery where it is left out.");
        };
    }

    /**
     * Refuses a realm that is created, imported or updated with a value that cannot be read: Keycloak has no check of realm
     * attributes of its own, but publishes these two events within the transaction that saves, and shows the message to the admin.
     *
     * @throws ModelException for such a value; nothing is saved then
     */
    static void check(ProviderEvent event) {
        if (event instanceof RealmModel.RealmPostCreateEvent created) {
            check(created.getCreatedRealm());
        } else if (event instanceof StoreSyncEvent saved && saved.getModel() == null && !saved.getRemoved()) {
            check(saved.getRealm());
        }
    }

    private static void check(RealmModel realm) {
        try {
            read(realm.getAttribute(ATTRIBUTE));
        } catch (InvalidConfigurationException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }
}
