package dev.gatehouse.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialMetadata.LocalizedMessage;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Has Keycloak's consoles list the devices of a person. Nobody signs in with one: it is no factor. */
final class DeviceCredentialProvider implements CredentialProvider<CredentialModel> {

    private final KeycloakSession session;

    DeviceCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return DeviceCredentials.TYPE;
    }

    /** For the import of a realm or of people: whatever else makes devices is {@link Devices}. */
    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel model) {
        return model;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(DeviceCredentials.TYPE)
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("gatehouse-device-display-name")
                .helpText("gatehouse-device-help-text")
                .iconCssClass("kcAuthenticatorDefaultClass")
                .removeable(true)
                .build(session);
    }

    @Override
    public CredentialMetadata getCredentialMetadata(CredentialModel model, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(model);
        Optional<TrustedDevice> device = DeviceCredentials.read(model);
        if (device.isPresent()) {
            List<LocalizedMessage> properties = new ArrayList<>();
            properties.add(new LocalizedMessage(
                    "gatehouse-device-last-used",
                    new Object[] {device.get().shown().lastUsed()}));
            metadata.setInfoProperties(properties);
        }
        return metadata;
    }
}
