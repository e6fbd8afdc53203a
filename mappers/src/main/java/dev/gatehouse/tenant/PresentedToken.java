package dev.gatehouse.tenant;

import dev.gatehouse.token.Answer;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;

/**
 * The token that a request is about: what is refreshed, exchanged, introspected, or asks for userinfo. Keycloak does not hand it to
 * a mapper, so it is read from where Keycloak itself reads it, and nowhere else: whoever asks may have sent other tokens beside it.
 */
final class PresentedToken {

    private static final String INTROSPECTED = "token";

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}");

    private PresentedToken() {}

    /** The refresh token of a refresh (RFC 6749, section 6); empty when it is none of the realm's. */
    static Optional<AccessToken> refreshed(KeycloakSession session) {
        return form(session, OAuth2Constants.REFRESH_TOKEN).flatMap(token -> verified(session, token));
    }

    /** The token that is given for another (RFC 8693, section 2.1); empty when it is none of the realm's. */
    static Optional<AccessToken> exchanged(KeycloakSession session) {
        return form(session, OAuth2Constants.SUBJECT_TOKEN).flatMap(token -> verified(session, token));
    }

    /**
     * The token of a userinfo request (RFC 6750, section 2) or an introspection (RFC 7662, section 2.1).
     *
     * @return empty when the request presents none of this session and client, as where an admin looks at an example
     */
    static Optional<AccessToken> of(
            KeycloakSession session, Answer answer, UserSessionModel userSession, String clientId) {
        Optional<String> presented = switch (answer) {
            case INTROSPECTION -> form(session, INTROSPECTED);
            case USERINFO -> header(session).or(() -> form(session, OAuth2Constants.ACCESS_TOKEN));
        };
        return presented
                .flatMap(token -> verified(session, token))
                .filter(token -> clientId.equals(token.getIssuedFor())
                        && (token.getSessionId() == null || Objects.equals(token.getSessionId(), userSession.getId())));
    }

    private static Optional<String> header(KeycloakSession session) {
        return Optional.ofNullable(AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(
                        session.getContext().getRequestHeaders()))
                .map(AppAuthManager.AuthHeader::getToken);
    }

    private static Optional<String> form(KeycloakSession session, String parameter) {
        HttpRequest request = session.getContext().getHttpRequest();
        return Optional.ofNullable(request.getDecodedFormParameters())
                .map(form -> form.getFirst(parameter))
                // the token endpoint takes them out before it reads it
                .map(value -> CONTROL_CHARACTERS.matcher(value).replaceAll(""));
    }

    private static Optional<AccessToken> verified(KeycloakSession session, String token) {
        return Optional.ofNullable(session.tokens().decode(token, AccessToken.class));
    }
}
