package dev.gatehouse.explain;

import dev.gatehouse.api.ApiError;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.util.JsonSerialization;

/**
 * {@code GET /admin/realms/<realm>/gatehouse/explain}. Demands what Keycloak demands for its example tokens, to view the client and
 * to view the user, and to view identity providers where one is named. Who may not, is not told whether there is such a one.
 *
 * <p>An error is as {@link ApiError} says.
 */
public final class ExplainResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;

    ExplainResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    /**
     * @param clientId of the client, not its UUID
     * @param userName username or id; null for the client's service account
     * @param scope as the authorization or token request has it (RFC 6749, section 3.3); null for none
     * @param providerAlias identity provider that the person comes through; null for none
     * @param grantType as the token request has it; null for {@code authorization_code}, or {@code client_credentials} without a user
     */
    @GET
    public Response explain(
            @QueryParam("client") String clientId,
            @QueryParam("user") String userName,
            @QueryParam("scope") String scope,
            @QueryParam("identity_provider") String providerAlias,
            @QueryParam("grant") String grantType) {
        ClientModel client = client(clientId);
        Grant grant = grant(client, userName, grantType);
        UserModel user = user(client, userName, grant);
        Optional<IdentityProviderModel> provider = provider(providerAlias, grant);
        ClientModel admins = session.getContext().getClient();
        // nothing of what is made below outlives this request
        session.getTransactionManager().setRollbackOnly();
        session.getContext().setClient(client);
        try {
            if (!TokenManager.isValidScope(session, scope, client, null)) {
                throw invalid(
                        "invalid_scope",
                        "The client would be refused the scope \"" + scope
                                + "\". Ask only for scopes that are assigned to it, and for one kind of organization scope.");
            }
            Explanation explanation =
                    new Explainer(session, realm, new Login(client, user, grant, scope, provider)).explain();
            return Response.ok(JsonSerialization.writeValueAsString(explanation), MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            session.getContext().setClient(admins);
        }
    }

    private ClientModel client(String clientId) {
        ClientModel client = isGiven(clientId) ? realm.getClientByClientId(clientId) : null;
        if (client == null) {
            if (!auth.clients().canView()) {
                throw new ForbiddenException();
            }
            throw isGiven(clientId)
                    ? error(
                            Response.Status.NOT_FOUND,
                            "unknown_client",
                            "The realm has no client with the client id \"" + clientId + "\".")
                    : invalid("invalid_request", "Name the client: client=<client id>.");
        }
        auth.clients().requireView(client);
        if (!client.isEnabled()) {
            throw invalid("client_disabled", "The client is disabled and gets no tokens. Enable it first.");
        }
        if (client.isBearerOnly() || !OIDCLoginProtocol.LOGIN_PROTOCOL.equals(protocol(client))) {
            throw invalid("unsupported_client", "Only OpenID Connect clients that ask for tokens get some.");
        }
        return client;
    }

    private static String protocol(ClientModel client) {
        return client.getProtocol() == null ? OIDCLoginProtocol.LOGIN_PROTOCOL : client.getProtocol();
    }

    private Grant grant(ClientModel client, String userName, String type) {
        Grant grant;
        if (isGiven(type)) {
            grant = Grant.ofType(type)
                    .orElseThrow(() -> invalid(
                            "unsupported_grant",
                            "The grant \"" + type + "\" is none of " + Grant.types()
                                    + ": refreshes and exchanges go by the token they are given."));
        } else {
            grant = isGiven(userName) || !Grant.CLIENT_CREDENTIALS.isAllowedFor(client)
                    ? Grant.AUTHORIZATION_CODE
                    : Grant.CLIENT_CREDENTIALS;
        }
        if (!grant.isAllowedFor(client)) {
            throw invalid(
                    "unauthorized_client",
                    "The client may not use the grant " + grant.type()
                            + ". Name another with grant=…, or switch it on for the client.");
        }
        return grant;
    }

    private UserModel user(ClientModel client, String name, Grant grant) {
        UserModel user = null;
        if (isGiven(name)) {
            user = session.users().getUserById(realm, name);
            if (user == null) {
                user = session.users().getUserByUsername(realm, name);
            }
        } else if (grant == Grant.CLIENT_CREDENTIALS) {
            user = session.users().getServiceAccount(client);
        }
        if (user == null) {
            if (!auth.users().canView()) {
                throw new ForbiddenException();
            }
            throw isGiven(name)
                    ? error(
                            Response.Status.NOT_FOUND,
                            "unknown_user",
                            "The realm has no user with the username or id \"" + name + "\".")
                    : invalid("invalid_request", "Name the person: user=<username or id>.");
        }
        auth.users().requireView(user);
        boolean own = client.getId().equals(user.getServiceAccountClientLink());
        if (grant == Grant.CLIENT_CREDENTIALS ? !own : user.getServiceAccountClientLink() != null) {
            throw invalid(
                    "invalid_request",
                    "The grant " + grant.type()
                            + " is not for this account: only the client's own service account uses "
                            + Grant.CLIENT_CREDENTIALS.type() + ", and nothing else.");
        }
        if (!user.isEnabled()) {
            throw invalid("user_disabled", "The account is disabled and cannot log in. Enable it first.");
        }
        return user;
    }

    private Optional<IdentityProviderModel> provider(String alias, Grant grant) {
        if (!isGiven(alias)) {
            return Optional.empty();
        }
        auth.realm().requireViewIdentityProviders();
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (provider == null) {
            throw error(
                    Response.Status.NOT_FOUND,
                    "unknown_identity_provider",
                    "The realm has no identity provider with the alias \"" + alias + "\".");
        }
        if (!provider.isEnabled() || grant == Grant.CLIENT_CREDENTIALS || grant == Grant.PASSWORD) {
            throw invalid(
                    "invalid_request",
                    "Nobody comes through this identity provider so: it is disabled, or the grant is "
                            + Grant.PASSWORD.type() + " or " + Grant.CLIENT_CREDENTIALS.type() + ".");
        }
        return Optional.of(provider);
    }

    private static boolean isGiven(String parameter) {
        return parameter != null && !parameter.isEmpty();
    }

    private ErrorResponseException invalid(String code, String sentence) {
        return error(Response.Status.BAD_REQUEST, code, sentence);
    }

    private ErrorResponseException error(Response.Status status, String code, String sentence) {
        return ApiError.of(session, status, code, sentence);
    }
}
