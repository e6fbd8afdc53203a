package dev.gatehouse.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/** How a device is stored: a credential of Keycloak's, of a type of our own. */
final class DeviceCredentials {

    static final String TYPE = "gatehouse-device";

    private static final long MILLIS = 1000;

    private DeviceCredentials() {}

    static CredentialModel write(TrustedDevice device) {
        CredentialModel credential = new CredentialModel();
        credential.setId(device.id());
        credential.setType(TYPE);
        credential.setUserLabel(device.label());
        credential.setCreatedDate(device.shown().created() * MILLIS);
        try {
            credential.setCredentialData(JsonSerialization.writeValueAsString(device.shown()));
            credential.setSecretData(JsonSerialization.writeValueAsString(device.kept()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return credential;
    }

    /** @param credentialData of a device @return false for what {@link #write} did not write */
    static boolean isExpired(String credentialData, Instant now) {
        try {
            TrustedDevice.Shown shown = JsonSerialization.readValue(credentialData, TrustedDevice.Shown.class);
            return !now.isBefore(Instant.ofEpochSecond(shown.until()));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** @return empty for what {@link #write} did not write: it is trusted by nobody */
    static Optional<TrustedDevice> read(CredentialModel credential) {
        try {
            return Optional.of(new TrustedDevice(
                    credential.getId(),
                    credential.getUserLabel(),
                    JsonSerialization.readValue(credential.getCredentialData(), TrustedDevice.Shown.class),
                    JsonSerialization.readValue(credential.getSecretData(), TrustedDevice.Kept.class)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
