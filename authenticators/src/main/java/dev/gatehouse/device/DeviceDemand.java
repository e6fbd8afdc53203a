package dev.gatehouse.device;

import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * Whether a client's sessions have to be verified: the realm attribute {@code gatehouse.authenticators.devices}, which is
 * {@code required} (where a client does not say otherwise), {@code by_client} (where a client says so) or left out (nowhere), and the
 * client attribute {@code gatehouse.devices}, which is {@code required} or {@code optional}. A word that nobody knows means required.
 */
enum DeviceDemand {
    /** Nothing in this realm depends on devices. */
    OFF,
    /** The client takes sessions that are not verified. */
    OPTIONAL,
    /** It gets no token for one. */
    REQUIRED;

    static final String REALM = "gatehouse.authenticators.devices";
    static final String CLIENT = "gatehouse.devices";

    private static final String BY_CLIENT = "by_client";
    private static final String NOT_DEMANDED = "optional";

    /** Whether anything in the realm depends on devices. */
    static boolean isOff(RealmModel realm) {
        return isUnset(realm.getAttribute(REALM));
    }

    static DeviceDemand of(RealmModel realm, ClientModel client) {
        return of(realm.getAttribute(REALM), client.getClientId(), client.getAttribute(CLIENT));
    }

    /** @param ofRealm null when unset @param ofClient null when unset */
    static DeviceDemand of(String ofRealm, String clientId, String ofClient) {
        if (isUnset(ofRealm)) {
            return OFF;
        }
        if (DeviceVerificationConfig.NEVER_EXEMPT.contains(clientId)) {
            return REQUIRED;
        }
        if (isUnset(ofClient)) {
            return BY_CLIENT.equals(ofRealm) ? OPTIONAL : REQUIRED;
        }
        return NOT_DEMANDED.equals(ofClient) ? OPTIONAL : REQUIRED;
    }

    /** Keycloak clears some attributes by an empty value. */
    private static boolean isUnset(String value) {
        return value == null || value.isEmpty();
    }
}
