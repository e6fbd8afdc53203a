package dev.gatehouse.wayin;

import dev.gatehouse.Gatehouse;
import java.util.Map;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.organization.authentication.authenticators.browser.OrganizationAuthenticatorFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** What the admin console shows of {@link TenantRedirect}: the options of the authenticator that it replaces. */
public final class TenantRedirectFactory extends OrganizationAuthenticatorFactory
        implements ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-tenant-redirect";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new TenantRedirect(session);
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse: tenant's way in";
    }

    @Override
    public String getHelpText() {
        return "Organization Identity-First Login, which also goes to the identity provider of the organization that a login "
                + "names, but lets the person choose after a logout, after an error of the provider and when the client wants "
                + "them asked. Replaces Organization Identity-First Login.";
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }
}
