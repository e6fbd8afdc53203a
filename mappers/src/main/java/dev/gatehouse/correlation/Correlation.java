package dev.gatehouse.correlation;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The correlation id of what is being done: what every room puts into its events and onto its pages. */
public final class Correlation {

    /** The detail of events, and the member of JSON errors, that holds the id. */
    public static final String DETAIL = "correlation_id";

    /** A client's note outlives what Keycloak clears when a login starts again, and comes back with its restart cookie. */
    private static final String NOTE = "gatehouse.correlation_id";

    private Correlation() {}

    /**
     * That of the login that the session's context names, else that of the request, else, where nobody asked over HTTP, one for this
     * Keycloak session. Once it was asked for, header and log say the same.
     *
     * @return 8 to 64 of the characters {@code A-Z a-z 0-9 . _ -}; never null
     */
    public static String id(KeycloakSession session) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        Optional<CorrelationId> request = RequestCorrelation.get();
        if (request.isEmpty()) {
            return own(session);
        }
        return (login == null ? request.get() : ofLogin(session, login, request.get())).text();
    }

    /** Makes the login's id the request's, and a login without one take the request's. */
    static CorrelationId ofLogin(KeycloakSession session, AuthenticationSessionModel login, CorrelationId request) {
        Optional<CorrelationId> first = CorrelationId.parse(login.getClientNote(NOTE));
        if (first.isEmpty()) {
            login.setClientNote(NOTE, request.text());
            CorrelationCookie.set(session, login.getRealm(), request);
            return request;
        }
        RequestCorrelation.set(first.get());
        return first.get();
    }

    private static String own(KeycloakSession session) {
        String id = session.getAttribute(NOTE, String.class);
        if (id == null) {
            id = CorrelationId.random().text();
            session.setAttribute(NOTE, id);
        }
        return id;
    }
}
