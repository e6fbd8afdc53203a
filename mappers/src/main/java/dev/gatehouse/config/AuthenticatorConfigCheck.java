package dev.gatehouse.config;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.AuthenticationFlow;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ClientAuthenticator;
import org.keycloak.authentication.FormAction;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.representations.idm.AuthenticationExecutionRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.services.resources.admin.AuthenticationManagementResource;

/**
 * Refuses the configuration of an execution whose factory is a {@link CheckedConfiguration} and finds that it could not be carried
 * out: Keycloak saves whatever it is sent. A configuration that no execution uses yet is looked at when one does.
 */
@Provider
public class AuthenticatorConfigCheck implements DynamicFeature {

    private static final SavedCheck<AuthenticatorConfigRepresentation> CONFIGURATIONS = new SavedCheck<>(
            AuthenticationManagementResource.class,
            AuthenticatorConfigRepresentation.class,
            // Keycloak changes the one in the address, whatever is sent
            (method, sent) -> HttpMethod.POST.equals(method) ? sent.getId() : null,
            AuthenticatorConfigCheck::checkConfiguration);

    private static final SavedCheck<AuthenticationExecutionRepresentation> EXECUTIONS = new SavedCheck<>(
            AuthenticationManagementResource.class,
            AuthenticationExecutionRepresentation.class,
            (method, sent) -> sent.getId(),
            AuthenticatorConfigCheck::checkExecution);

    @Override
    public void configure(ResourceInfo method, FeatureContext context) {
        CONFIGURATIONS.addTo(method, context);
        EXECUTIONS.addTo(method, context);
    }

    private static void checkConfiguration(KeycloakSession session, RealmModel realm, String id)
            throws InvalidConfigurationException {
        List<AuthenticationExecutionModel> users = realm.getAuthenticationFlowsStream()
                .flatMap(flow -> realm.getAuthenticationExecutionsStream(flow.getId()))
                .filter(execution -> id.equals(execution.getAuthenticatorConfig()))
                .toList();
        for (AuthenticationExecutionModel execution : users) {
            check(session, realm, execution);
        }
    }

    private static void checkExecution(KeycloakSession session, RealmModel realm, String id)
            throws InvalidConfigurationException {
        AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(id);
        if (execution != null && execution.getAuthenticatorConfig() != null) {
            check(session, realm, execution);
        }
    }

    private static void check(KeycloakSession session, RealmModel realm, AuthenticationExecutionModel execution)
            throws InvalidConfigurationException {
        AuthenticatorConfigModel config = realm.getAuthenticatorConfigById(execution.getAuthenticatorConfig());
        if (config != null && factory(session, realm, execution) instanceof CheckedConfiguration checked) {
            checked.check(session, realm, config.getConfig() == null ? Map.of() : config.getConfig());
        }
    }

    private static ProviderFactory<?> factory(
            KeycloakSession session, RealmModel realm, AuthenticationExecutionModel execution) {
        AuthenticationFlowModel flow = realm.getAuthenticationFlowById(execution.getParentFlow());
        Class<? extends org.keycloak.provider.Provider> kind = switch (flow.getProviderId()) {
            case AuthenticationFlow.CLIENT_FLOW -> ClientAuthenticator.class;
            case AuthenticationFlow.FORM_FLOW -> FormAction.class;
            default -> Authenticator.class;
        };
        return session.getKeycloakSessionFactory().getProviderFactory(kind, execution.getAuthenticator());
    }
}
