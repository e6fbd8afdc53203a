package dev.gatehouse.correlation;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.cors.CorsFactory;

/** Hands out Keycloak's own {@link Cors}, which also lets pages of other origins read {@link CorrelationFilter#HEADER}. */
public final class ExposedCorrelationFactory extends CorrelationFactory<Cors> implements CorsFactory {

    @Override
    public Cors create(KeycloakSession session) {
        return session.getProvider(Cors.class, KEYCLOAKS).exposedHeaders(CorrelationFilter.HEADER);
    }
}
