package dev.gatehouse.device;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.CheckedConfiguration;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** What the admin console shows of {@link DeviceCondition}. */
public final class DeviceConditionFactory
        implements ConditionalAuthenticatorFactory, CheckedConfiguration, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-device-condition";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};
    private static final List<ProviderConfigProperty> PROPERTIES = List.copyOf(DeviceCondition.properties());

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Condition - Gatehouse: device is trusted";
    }

    @Override
    public String getHelpText() {
        return "True when the login comes from a device that its person has confirmed by e-mail, or its session is verified. Negated, "
                + "it puts a second factor before unknown devices only.";
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return DeviceCondition.SINGLETON;
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
        DeviceCondition.check(config);
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
        // nothing to prepare
    }

    @Override
    public void close() {
        // holds nothing
    }
}
