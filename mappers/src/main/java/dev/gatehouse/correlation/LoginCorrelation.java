package dev.gatehouse.correlation;

import java.util.function.Consumer;
import org.keycloak.logging.MappedDiagnosticContextProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sees each login as soon as Keycloak knows which one a request belongs to, and so also its beginning. Keycloak's own provider goes
 * on doing what it does.
 */
final class LoginCorrelation implements MappedDiagnosticContextProvider {

    private final KeycloakSession session;

    LoginCorrelation(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void update(KeycloakContext context, AuthenticationSessionModel login) {
        if (login != null) {
            RequestCorrelation.get().ifPresent(request -> Correlation.ofLogin(session, login, request));
        }
        keycloaks(provider -> provider.update(context, login));
    }

    @Override
    public void update(KeycloakContext context, RealmModel realm) {
        keycloaks(provider -> provider.update(context, realm));
    }

    @Override
    public void update(KeycloakContext context, ClientModel client) {
        keycloaks(provider -> provider.update(context, client));
    }

    @Override
    public void update(KeycloakContext context, OrganizationModel organization) {
        keycloaks(provider -> provider.update(context, organization));
    }

    @Override
    public void update(KeycloakContext context, UserSessionModel userSession) {
        keycloaks(provider -> provider.update(context, userSession));
    }

    /** There is none unless {@code log-mdc-enabled} is on. */
    private void keycloaks(Consumer<MappedDiagnosticContextProvider> update) {
        MappedDiagnosticContextProvider provider =
                session.getProvider(MappedDiagnosticContextProvider.class, CorrelationFactory.KEYCLOAKS);
        if (provider != null) {
            update.accept(provider);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
