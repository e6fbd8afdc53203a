package dev.gatehouse.api;

import dev.gatehouse.correlation.Correlation;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorResponseException;

/** The errors of what Gatehouse answers programs: {@code {"error": code, "error_description": sentence, "correlation_id": id}}. */
public final class ApiError {

    private ApiError() {}

    /**
     * Ends the request; nothing of it is kept.
     *
     * @param code for programs; does not change
     * @param sentence for whoever calls: what is wrong and how to mend it
     * @return to be thrown
     */
    public static ErrorResponseException of(
            KeycloakSession session, Response.Status status, String code, String sentence) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("error", code);
        error.put("error_description", sentence);
        error.put(Correlation.DETAIL, Correlation.id(session));
        return new ErrorResponseException(Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(error)
                .build());
    }
}
