package dev.gatehouse.device;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Makes {@link DeviceCredentialProvider}. */
public final class DeviceCredentialProviderFactory
        implements CredentialProviderFactory<DeviceCredentialProvider>, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-device";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public CredentialProvider<CredentialModel> create(KeycloakSession session) {
        return new DeviceCredentialProvider(session);
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }
}
