package dev.gatehouse.correlation;

import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.FreeMarkerException;
import org.keycloak.theme.Theme;
import org.keycloak.theme.freemarker.FreeMarkerProvider;

/** Gives the templates of login themes, which draw all error pages, the variable {@code correlationId}. */
final class PageCorrelation implements FreeMarkerProvider {

    private static final String VARIABLE = "correlationId";

    private final KeycloakSession session;

    PageCorrelation(KeycloakSession session) {
        this.session = session;
    }

    @Override
    @SuppressWarnings("unchecked")
    public String processTemplate(Object data, String templateName, Theme theme) throws FreeMarkerException {
        if (theme.getType() == Theme.Type.LOGIN && data instanceof Map<?, ?> variables) {
            // Keycloak's own provider adds to the map as well
            ((Map<String, Object>) variables).put(VARIABLE, Correlation.id(session));
        }
        return session.getProvider(FreeMarkerProvider.class, CorrelationFactory.KEYCLOAKS)
                .processTemplate(data, templateName, theme);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
