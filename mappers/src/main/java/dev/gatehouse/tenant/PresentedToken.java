package dev.gatehouse.tenant;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;

/**
 * The token that a request is about: what is refreshed, exchanged, introspected, or asks for userinfo. Keycloak does not hand it to
 * a mapper. It has verified it before any mapper runs, so this only reads it.
 */
final class PresentedToken {

    private static final Logger LOG = Logger.getLogger(PresentedToken.class);

    private static final String INTROSPECTED = "token";

    private PresentedToken() {}

    /** The refresh token of a refresh (RFC 6749, section 6). */
    static Optional<AccessToken> refreshed(KeycloakSession session) {
        return form(session, OAuth2Constants.REFRESH_TOKEN).flatMap(PresentedToken::read);
    }

    /** The token that is given for another (RFC 8693, section 2.1). */
    static Optional<AccessToken> exchanged(KeycloakSession session) {
        return form(session, OAuth2Constants.SUBJECT_TOKEN).flatMap(PresentedToken::read);
    }

    /**
     * The token of a userinfo request (RFC 6750, section 2) or an introspection (RFC 7662, section 2.1).
     *
     * @return empty when the request presents none of this session and client, as where an admin looks at an example
     */
    static Optional<AccessToken> bearer(KeycloakSession session, UserSessionModel userSession, String clientId) {
        AppAuthManager.AuthHeader header = AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(
                session.getContext().getRequestHeaders());
        return Stream.of(
                        form(session, INTROSPECTED),
                        form(session, OAuth2Constants.ACCESS_TOKEN),
                        Optional.ofNullable(header).map(AppAuthManager.AuthHeader::getToken))
                .flatMap(Optional::stream)
                .map(PresentedToken::read)
                .flatMap(Optional::stream)
                .filter(token -> clientId.equals(token.getIssuedFor())
                        && (token.getSessionId() == null || Objects.equals(token.getSessionId(), userSession.getId())))
                .findFirst();
    }

    private static Optional<String> form(KeycloakSession session, String parameter) {
        HttpRequest request = session.getContext().getHttpRequest();
        return Optional.ofNullable(request.getDecodedFormParameters()).map(form -> form.getFirst(parameter));
    }

    private static Optional<AccessToken> read(String token) {
        try {
            return Optional.of(new JWSInput(token).readJsonContent(AccessToken.class));
        } catch (JWSInputException e) {
            // not one of Keycloak's own, so not the one that it verified
            LOG.debugf(e, "A token of the request is no JWT");
            return Optional.empty();
        }
    }
}
