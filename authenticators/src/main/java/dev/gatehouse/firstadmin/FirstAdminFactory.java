package dev.gatehouse.firstadmin;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.CheckedConfiguration;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** What the admin console shows of {@link FirstAdmin}. */
public final class FirstAdminFactory
        implements AuthenticatorFactory, CheckedConfiguration, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-first-admin";

    static final String DISPLAY_TYPE = "Gatehouse: first admin";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};
    private static final List<ProviderConfigProperty> PROPERTIES = List.copyOf(FirstAdminConfig.properties());

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return DISPLAY_TYPE;
    }

    /** Keycloak compares it, so that it must not be null; it is no credential's. */
    @Override
    public String getReferenceCategory() {
        return PROVIDER_ID;
    }

    @Override
    public String getHelpText() {
        return "After a login through a tenant's own identity provider: puts the first person whom it names in a chosen group into "
                + "a group of admins, once per tenant, while the tenant has no admin. Refuses nobody.";
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return FirstAdmin.SINGLETON;
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    public void check(KeycloakSession session, RealmModel realm, Map<String, String> config)
            throws InvalidConfigurationException {
        FirstAdminConfig.check(session, realm, config);
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public void init(Config.Scope config) {
        // nothing to configure for the server
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(FirstAdminFactory::forget);
    }

    private static void forget(ProviderEvent event) {
        if (event instanceof RealmRemovedEvent removed) {
            new FirstAdminClaims(removed.getKeycloakSession())
                    .removeOfRealm(removed.getRealm().getId());
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
