package dev.gatehouse.secondfactor;

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

/** What the admin console shows of {@link SecondFactorCondition}. */
public final class SecondFactorConditionFactory
        implements ConditionalAuthenticatorFactory, CheckedConfiguration, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-second-factor-condition";

    static final String DISPLAY_TYPE = "Condition - Gatehouse: second factor due";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};
    private static final List<ProviderConfigProperty> PROPERTIES =
            List.copyOf(SecondFactorConditionConfig.properties());

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return DISPLAY_TYPE;
    }

    @Override
    public String getHelpText() {
        return "True when the person has one of the chosen roles, by the table that their tokens are made from, and this "
                + "session has not seen a second factor of theirs.";
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return SecondFactorCondition.SINGLETON;
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
        SecondFactorConditionConfig.check(realm, config);
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
