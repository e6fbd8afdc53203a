package dev.gatehouse.correlation;

import org.keycloak.logging.MappedDiagnosticContextProvider;
import org.keycloak.logging.MappedDiagnosticContextProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Hands out {@link LoginCorrelation}. */
public final class LoginCorrelationFactory extends CorrelationFactory<MappedDiagnosticContextProvider>
        implements MappedDiagnosticContextProviderFactory {

    @Override
    public MappedDiagnosticContextProvider create(KeycloakSession session) {
        return new LoginCorrelation(session);
    }
}
