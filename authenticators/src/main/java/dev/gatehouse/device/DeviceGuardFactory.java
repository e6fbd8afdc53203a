package dev.gatehouse.device;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Hands out {@link DeviceGuard}, which works in realms whose attribute says so. */
public final class DeviceGuardFactory implements TokenPostProcessorFactory, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-device-guard";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new DeviceGuard(session);
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }
}
