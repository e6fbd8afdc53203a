package dev.gatehouse.tenant;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Hands out {@link TenantGuard}, which works in every realm: only for clients with a {@link TenantMapper}. */
public final class TenantGuardFactory implements TokenPostProcessorFactory, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-tenant-guard";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    /** Before Keycloak's own, which pins the request's organization into the refresh token. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new TenantGuard(session);
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }
}
