package dev.gatehouse.correlation;

import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.freemarker.FreeMarkerProvider;
import org.keycloak.theme.freemarker.FreeMarkerProviderFactory;

/** Hands out {@link PageCorrelation}. */
public final class PageCorrelationFactory extends CorrelationFactory<FreeMarkerProvider>
        implements FreeMarkerProviderFactory {

    @Override
    public FreeMarkerProvider create(KeycloakSession session) {
        return new PageCorrelation(session);
    }
}
