package dev.gatehouse.doors;

import dev.gatehouse.Gatehouse;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** What the admin console shows of {@link RegistrationDomain}. */
public final class RegistrationDomainFactory implements FormActionFactory, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-registration-domain";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse: e-mail domain";
    }

    @Override
    public String getHelpText() {
        return "Takes a registration only with an e-mail address of a domain of the login's organization, else of the client's list, "
                + "else of the realm's. REQUIRED in the registration form.";
    }

    @Override
    public String getReferenceCategory() {
        return null;
    }

    @Override
    public FormAction create(KeycloakSession session) {
        return RegistrationDomain.SINGLETON;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
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
