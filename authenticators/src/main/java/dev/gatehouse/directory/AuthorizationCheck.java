package dev.gatehouse.directory;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.protocol.mappers.oidc.OrganizationScope;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;

/**
 * What Keycloak's authorization endpoint would say to a request: the same checks by the same code, with the same events, as far as
 * they need no login under way. What is left to the endpoint itself: client policies that act once there is one.
 */
final class AuthorizationCheck {

    private static final Set<String> REQUEST_OBJECT_REQUIRED = Set.of(
            OIDCConfigAttributes.REQUEST_OBJECT_REQUIRED_REQUEST_OR_REQUEST_URI,
            OIDCConfigAttributes.REQUEST_OBJECT_REQUIRED_REQUEST,
            OIDCConfigAttributes.REQUEST_OBJECT_REQUIRED_REQUEST_URI);

    private static final String ORGANIZATION_VALUE_SEPARATOR = ":";
    private static final String ALL_ORGANIZATIONS = "*";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;

    /** @param event of a login, with the client that it is for; a refusal becomes its error, and it is sent */
    AuthorizationCheck(KeycloakSession session, EventBuilder event) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.event = event;
    }

    /** Whether somebody may log in to the client at all. @param client null for none */
    void checkClient(ClientModel client) throws RefusedException {
        if (client == null) {
            throw refuse(Errors.CLIENT_NOT_FOUND, Refusal.invalidClient("There is no client with this client_id."));
        }
        if (!client.isEnabled()) {
            throw refuse(Errors.CLIENT_DISABLED, Refusal.invalidClient("The client is disabled."));
        }
        if (client.isBearerOnly()) {
            throw refuse(
                    Errors.NOT_ALLOWED, Refusal.unauthorizedClient("The client is bearer-only: nobody logs in to it."));
        }
        // Keycloak takes a client without a protocol for one of OpenID Connect
        if (client.getProtocol() != null && !client.getProtocol().equals(OIDCLoginProtocol.LOGIN_PROTOCOL)) {
            throw refuse(Errors.INVALID_CLIENT, Refusal.invalidClient("The client's protocol is not OpenID Connect."));
        }
        if (!client.isStandardFlowEnabled()) {
            throw refuse(
                    Errors.NOT_ALLOWED,
                    Refusal.unauthorizedClient("The client may not use the authorization code flow."));
        }
        session.getContext().setClient(client);
    }

    /** Whether the request would lead to a login page, for a client that has passed {@link #checkClient}. */
    void check(AuthorizationParameters parameters, ClientModel client, String tenant) throws RefusedException {
        MultivaluedMap<String, String> sent = new MultivaluedHashMap<>(parameters.values());
        checkPolicies(client, sent);
        checkOrganizations(parameters, tenant);
        checkRequestObject(client);
        AuthorizationEndpointChecker checker = new AuthorizationEndpointChecker()
                .event(event)
                .client(client)
                .realm(realm)
                .request(AuthorizationEndpointRequestParserProcessor.parseRequest(
                        event,
                        session,
                        client,
                        sent,
                        AuthorizationEndpointRequestParserProcessor.EndpointType.OIDC_AUTH_ENDPOINT))
                .session(session)
                .params(sent);
        checkRedirectUri(checker);
        try {
            checker.checkResponseType();
            checker.checkParRequired();
            checker.checkInvalidRequestMessage();
            checker.checkOIDCRequest();
            checker.checkValidScope();
            checker.checkValidResource();
            checker.checkOIDCParams();
            checker.checkPKCEParams();
        } catch (AuthorizationEndpointChecker.AuthorizationCheckException e) {
            throw new RefusedException(refusal(e));
        }
    }

    private static void checkRedirectUri(AuthorizationEndpointChecker checker) throws RefusedException {
        try {
            checker.checkRedirectUri();
        } catch (AuthorizationEndpointChecker.AuthorizationCheckException e) {
            // its words are the key of a message and the name of the parameter
            throw new RefusedException(Refusal.invalidRedirectUri(
                    "The redirect_uri is missing, or none of those registered for the client."));
        }
    }

    private static Refusal refusal(AuthorizationEndpointChecker.AuthorizationCheckException e) {
        return switch (e.getError()) {
            // its words hold the scopes
            case OAuthErrorException.INVALID_SCOPE ->
                Refusal.invalidScope("The scope names what the client may not ask for, or what there is not.");
            case OAuthErrorException.UNAUTHORIZED_CLIENT -> Refusal.unauthorizedClient(e.getErrorDescription());
            default -> new Refusal(400, e.getError(), e.getErrorDescription());
        };
    }

    private void checkPolicies(ClientModel client, MultivaluedMap<String, String> sent) throws RefusedException {
        try {
            session.clientPolicy().triggerOnEvent(new PreAuthorizationRequestContext(client.getClientId(), sent));
        } catch (ClientPolicyException e) {
            event.detail(Details.REASON, Details.CLIENT_POLICY_ERROR)
                    .detail(Details.CLIENT_POLICY_ERROR, e.getError())
                    .detail(Details.CLIENT_POLICY_ERROR_DETAIL, e.getErrorDetail());
            event.error(e.getError());
            throw new RefusedException(new Refusal(400, e.getError(), "A policy for the client refuses the request."));
        }
    }

    /** Also so that nobody learns by the scope, which Keycloak looks up, whether there is an organization. */
    private void checkOrganizations(AuthorizationParameters parameters, String tenant) throws RefusedException {
        for (String scope : parameters.scopes()) {
            int separator = scope.lastIndexOf(ORGANIZATION_VALUE_SEPARATOR);
            String organization = scope.substring(separator + 1);
            if (separator > 0
                    && OrganizationScope.valueOfScope(session, scope) != null
                    && !organization.equals(ALL_ORGANIZATIONS)
                    && !organization.equals(tenant)) {
                Refusal refusal = Refusal.invalidScope("The scope names another organization than the tenant.");
                throw refuse(Errors.INVALID_REQUEST, refusal);
            }
        }
    }

    private void checkRequestObject(ClientModel client) throws RefusedException {
        String required = OIDCAdvancedConfigWrapper.fromClientModel(client).getRequestObjectRequired();
        if (REQUEST_OBJECT_REQUIRED.contains(String.valueOf(required))) {
            throw refuse(
                    Errors.INVALID_REQUEST,
                    Refusal.invalidRequest("The client must send a request object, which cannot be made here."));
        }
    }

    private RefusedException refuse(String error, Refusal refusal) {
        event.detail(Details.REASON, refusal.description());
        event.error(error);
        return new RefusedException(refusal);
    }
}
