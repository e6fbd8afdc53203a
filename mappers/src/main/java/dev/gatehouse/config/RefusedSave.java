package dev.gatehouse.config;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.idm.ErrorRepresentation;

/** Turns the answer of Keycloak's admin API into a refusal: for what Keycloak has saved, but not committed yet. */
public final class RefusedSave {

    private RefusedSave() {}

    /** Takes back everything that the request has changed and answers 400 with the message. */
    public static void answer(
            KeycloakSession session, ContainerResponseContext response, InvalidConfigurationException why) {
        ErrorRepresentation refusal = new ErrorRepresentation();
        refusal.setErrorMessage(why.getMessage());
        answer(session, response, refusal);
    }

    /** The same with an answer in the form of another API. */
    public static void answer(KeycloakSession session, ContainerResponseContext response, Object refusal) {
        session.getTransactionManager().setRollbackOnly();
        response.setStatus(Response.Status.BAD_REQUEST.getStatusCode());
        response.getHeaders().remove("Location");
        response.setEntity(refusal, new Annotation[0], MediaType.APPLICATION_JSON_TYPE);
    }
}
