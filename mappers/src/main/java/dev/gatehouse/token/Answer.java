package dev.gatehouse.token;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** What a request is answered with that is about a token and makes none. */
public enum Answer {
    /** OpenID Connect Core 1.0, section 5.3. */
    USERINFO,
    /** RFC 7662. */
    INTROSPECTION;

    /** The session is one request's. */
    private static final String SESSION_KEY = "gatehouse.answer";

    /** To be called when Keycloak asks a mapper for its part of this answer. */
    public void begins(KeycloakSession session) {
        session.setAttribute(SESSION_KEY, this);
    }

    /** @return empty while tokens are made */
    public static Optional<Answer> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(SESSION_KEY, Answer.class));
    }
}
