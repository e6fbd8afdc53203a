package dev.gatehouse.directory;

import dev.gatehouse.correlation.Correlation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.urls.UrlType;

/**
 * {@code …/realms/<realm>/tenants}, for anybody.
 *
 * <p>An error is {@code {"error": code, "error_description": sentence, "correlation_id": id}}. What Keycloak's authorization endpoint
 * would write an event for is one here, of the same type and with the same error.
 */
public final class TenantsResource {

    /** Public for a minute: as long a tenant may stay on the list after it left. */
    private static final String FOR_A_MINUTE = "public, max-age=60";

    private static final String NOT_KEPT = "no-store";

    private final KeycloakSession session;
    private final KeycloakContext context;
    private final RealmModel realm;
    private final Directory directory;

    TenantsResource(KeycloakSession session, Directory directory) {
        this.session = session;
        this.context = session.getContext();
        this.realm = context.getRealm();
        this.directory = directory;
    }

    /** {@code {"tenants": [{"slug", "name", "display_name"}]}}, with {@code "truncated": true} where there are more. */
    @GET
    public Response list() {
        Optional<Closed> closed = Closed.of(context);
        if (closed.isPresent()) {
            return refused(closed.get().refusal(), Origins.ALL);
        }
        return answer(200, directory.listing(), FOR_A_MINUTE, Origins.ALL.headers(origin()));
    }

    @OPTIONS
    public Response preflightOfList() {
        return preflight(Origins.ALL);
    }

    /**
     * {@code {"authorization_url", "state"}}: where to send a browser for a login with the tenant, and the caller's state as it came.
     * Reads the parameters of an authorization request from the query.
     *
     * @param slug the tenant's
     */
    @GET
    @Path("{slug}/initiate")
    public Response initiate(@PathParam("slug") String slug) {
        MultivaluedMap<String, String> query = context.getUri().getQueryParameters();
        ClientModel client = client(query);
        Origins origins = origins(client);
        try {
            AuthorizationParameters parameters = authorization(slug, query, client);
            Map<String, String> body = new LinkedHashMap<>();
            body.put("authorization_url", parameters.url(authorizationEndpoint()));
            body.put(OIDCLoginProtocol.STATE_PARAM, parameters.state());
            return answer(200, body, NOT_KEPT, origins.headers(origin()));
        } catch (RefusedException e) {
            return refused(e.refusal(), origins);
        }
    }

    @OPTIONS
    @Path("{slug}/initiate")
    public Response preflightOfInitiate() {
        return preflight(origins(client(context.getUri().getQueryParameters())));
    }

    private AuthorizationParameters authorization(String slug, MultivaluedMap<String, String> query, ClientModel client)
            throws RefusedException {
        EventBuilder event = new EventBuilder(realm, session, context.getConnection())
                .event(EventType.LOGIN)
                .detail(Correlation.DETAIL, Correlation.id(session));
        AuthorizationParameters.clientId(query).ifPresent(event::client);
        Optional<Closed> closed = Closed.of(context);
        if (closed.isPresent()) {
            event.error(closed.get().error());
            throw new RefusedException(closed.get().refusal());
        }
        AuthorizationParameters parameters = parameters(query, event);
        AuthorizationCheck check = new AuthorizationCheck(session, event);
        check.checkClient(client);
        OrganizationModel tenant = directory.find(slug).orElseThrow(() -> new RefusedException(Refusal.TENANT_UNKNOWN));
        AuthorizationParameters sent = parameters.forTenant(tenant.getAlias());
        check.check(sent, client, tenant.getAlias());
        return sent;
    }

    private AuthorizationParameters parameters(MultivaluedMap<String, String> query, EventBuilder event)
            throws RefusedException {
        OIDCProviderConfig limits = ((OIDCLoginProtocol)
                        session.getProvider(LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL))
                .getConfig();
        try {
            return AuthorizationParameters.of(query, name -> limits.getMaxLengthForTheParameter(name, false));
        } catch (RefusedException e) {
            event.detail(Details.REASON, e.refusal().description());
            boolean redirect = e.refusal().code().equals(Errors.INVALID_REDIRECT_URI);
            event.error(redirect ? Errors.INVALID_REDIRECT_URI : Errors.INVALID_REQUEST);
            throw e;
        }
    }

    /** @return null where the query names none that there is */
    private ClientModel client(MultivaluedMap<String, String> query) {
        return AuthorizationParameters.clientId(query)
                .map(realm::getClientByClientId)
                .orElse(null);
    }

    /** What is said to nobody in particular, everybody may read. */
    private Origins origins(ClientModel client) {
        return client == null ? Origins.ALL : Origins.of(WebOriginsUtils.resolveValidWebOrigins(session, client));
    }

    /** As in the discovery document. */
    private String authorizationEndpoint() {
        return RealmsResource.protocolUrl(context.getUri(UrlType.FRONTEND))
                .path(OIDCLoginProtocolService.class, "auth")
                .build(realm.getName(), OIDCLoginProtocol.LOGIN_PROTOCOL)
                .toString();
    }

    private Response refused(Refusal refusal, Origins origins) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", refusal.code());
        body.put("error_description", refusal.description());
        body.put(Correlation.DETAIL, Correlation.id(session));
        return answer(refusal.status(), body, NOT_KEPT, origins.headers(origin()));
    }

    private Response preflight(Origins origins) {
        return answer(204, null, NOT_KEPT, origins.preflightHeaders(origin()));
    }

    private static Response answer(int status, Object body, String cacheControl, Map<String, String> headers) {
        Response.ResponseBuilder answer = Response.status(status)
                .entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, cacheControl);
        headers.forEach(answer::header);
        return answer.build();
    }

    private String origin() {
        return context.getRequestHeaders().getHeaderString("Origin");
    }
}
