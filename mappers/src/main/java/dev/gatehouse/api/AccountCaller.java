package dev.gatehouse.api;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.AccountRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.Auth;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Somebody who asks about themselves with an access token, as Keycloak's own account API knows them
 * ({@link org.keycloak.services.resources.account.AccountLoader}): the token is live and meant for the client {@code account}, its roles
 * are those of that client, and a script reads the answer from the web origins of the client that the token was issued to.
 */
public final class AccountCaller {

    private final KeycloakSession session;
    private final Auth auth;

    private AccountCaller(KeycloakSession session, Auth auth) {
        this.session = session;
        this.auth = auth;
    }

    /**
     * Who asks.
     *
     * @param methods that scripts of other origins may use
     * @throws ErrorResponseException for whoever is nobody here
     */
    public static AccountCaller of(KeycloakSession session, String... methods) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel account = realm.getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        if (!realm.isEnabled() || account == null || !account.isEnabled()) {
            throw ApiError.of(
                    session,
                    Response.Status.NOT_FOUND,
                    "not_found",
                    "The realm or its client \"account\" is not there or disabled.");
        }
        AuthResult result = authenticate(session);
        AccessToken token = claims(session, result, account);
        if (!token.hasAudience(account.getClientId())) {
            throw unauthorized(session, "The token is not meant for the client \"account\".");
        }
        allowOrigin(session, token, methods);
        if (result.user().getServiceAccountClientLink() != null) {
            throw forbidden(session, "The token is a client's own. Only people have an account.");
        }
        return new AccountCaller(session, new Auth(realm, token, result.user(), account, result.session(), false));
    }

    private static AuthResult authenticate(KeycloakSession session) {
        try {
            AuthResult result = new AppAuthManager.BearerTokenAuthenticator(session).authenticate();
            if (result != null) {
                return result;
            }
        } catch (NotAuthorizedException e) {
            throw unauthorized(session, "The header \"Authorization\" holds no bearer token.");
        }
        throw unauthorized(session, "A live access token of this realm is needed.");
    }

    /** What a lightweight token leaves out. */
    private static AccessToken claims(KeycloakSession session, AuthResult result, ClientModel account) {
        AccessToken token = result.token();
        if (token.getAudience() != null && token.getResourceAccess(account.getClientId()) != null) {
            return token;
        }
        return ((AccessTokenIntrospectionProvider<?>) session.getProvider(
                        TokenIntrospectionProvider.class, AccessTokenIntrospectionProviderFactory.ACCESS_TOKEN_TYPE))
                .transformAccessToken(token, result.session());
    }

    private static void allowOrigin(KeycloakSession session, AccessToken token, String... methods) {
        try {
            Cors.builder()
                    .checkAllowedOrigins(token)
                    .allowedMethods(methods)
                    .auth()
                    .add();
        } catch (ForbiddenException e) {
            throw forbidden(session, "The page's origin is none of the client's web origins.");
        }
    }

    public UserModel user() {
        return auth.getUser();
    }

    public UserSessionModel userSession() {
        return auth.getSession();
    }

    public void requireView() {
        requireOneOf(AccountRoles.MANAGE_ACCOUNT, AccountRoles.VIEW_PROFILE);
    }

    public void requireManage() {
        requireOneOf(AccountRoles.MANAGE_ACCOUNT);
    }

    private void requireOneOf(String... roles) {
        if (!auth.hasOneOfAppRole(auth.getClient(), roles)) {
            throw forbidden(
                    session, "The token lacks the role " + String.join(" or ", roles) + " of the client \"account\".");
        }
    }

    private static ErrorResponseException forbidden(KeycloakSession session, String sentence) {
        return ApiError.of(session, Response.Status.FORBIDDEN, "forbidden", sentence);
    }

    /** RFC 6750, section 3: without a token the challenge names no error. */
    private static ErrorResponseException unauthorized(KeycloakSession session, String sentence) {
        boolean sent = session.getContext().getRequestHeaders().getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        session.getContext()
                .getHttpResponse()
                .setHeader(HttpHeaders.WWW_AUTHENTICATE, sent ? "Bearer error=\"invalid_token\"" : "Bearer");
        return ApiError.of(session, Response.Status.UNAUTHORIZED, "invalid_token", sentence);
    }
}
