package dev.gatehouse.federation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.api.ApiError;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.util.JsonSerialization;

/**
 * {@code /admin/realms/<realm>/gatehouse/tenants}: the tenants, and the federation of each. Demands every admin role that the same by
 * hand would need; who lacks one is told nothing else. A refusal changes nothing.
 *
 * <p>An error is {@code {"error": code, "error_description": sentence, "correlation_id": id}}; the codes are those of {@link Refusal}.
 */
public final class TenantsResource {

    private static final Logger LOG = Logger.getLogger(TenantsResource.class);

    /** Since Keycloak 26.7; before that, who manages organizations manages the realm. */
    private static final String MANAGE_ORGANIZATIONS = "manage-organizations";

    private static final String VIEW_ORGANIZATIONS = "view-organizations";

    private static final int MAX_PAGE = 500;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final Federation federation;
    private final FederationView view;

    TenantsResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.federation = new Federation(session, realm, auth);
        this.view = new FederationView(session, realm);
    }

    /**
     * The organizations in the order of their names, and a summary of each one's federation.
     *
     * @param first how many are left out
     * @param max how many are told, at most 500
     */
    @GET
    public Response tenants(
            @QueryParam("first") @DefaultValue("0") int first, @QueryParam("max") @DefaultValue("100") int max) {
        return answer(() -> {
            requireView();
            if (first < 0 || max < 1 || max > MAX_PAGE) {
                throw RefusedCallException.invalid("\"first\" is 0 or more, \"max\" is 1 to " + MAX_PAGE + ".");
            }
            ObjectNode page = JsonSerialization.mapper.createObjectNode();
            ArrayNode tenants = page.putArray("tenants");
            List<OrganizationModel> organizations = session.getProvider(OrganizationProvider.class)
                    .getAllStream("", null, first, max)
                    .toList();
            organizations.forEach(
                    organization -> tenants.add(view.summary(organization, federation.find(organization))));
            return json(Response.Status.OK, page);
        });
    }

    /** @param tenant id or alias of the organization */
    @GET
    @Path("{tenant}/federation")
    public Response get(@PathParam("tenant") String tenant) {
        return answer(() -> {
            requireView();
            Federation.Written found = federation.get(tenant);
            ClientModel client = FederationKeys.get(found.provider().getConfig(), FederationKeys.CLIENT)
                    .map(realm::getClientById)
                    .orElse(null);
            if (client != null) {
                auth.clients().requireView(client);
            }
            return json(Response.Status.OK, view.whole(found.organization(), found.provider(), found.claims()));
        });
    }

    /**
     * Makes it, or makes it what the body says; the second time the same changes nothing.
     *
     * @param tenant id or alias of the organization; the slug of a new one
     * @param body as {@link FederationRequest} reads it
     */
    @PUT
    @Path("{tenant}/federation")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@PathParam("tenant") String tenant, InputStream body) {
        return answer(() -> {
            requireManage();
            auth.realm().requireViewAuthenticationFlows();
            Federation.Written written = federation.put(tenant, FederationRequest.parse(text(body)));
            return json(
                    written.isNew() ? Response.Status.CREATED : Response.Status.OK,
                    view.whole(written.organization(), written.provider(), written.claims()));
        });
    }

    /**
     * Removes it. The organization, its domains and its people stay; who comes by another provider of the tenant later proves that an
     * account is theirs.
     *
     * @param force whether sessions of people who came through the provider are ended; without it, one of them refuses the call
     */
    @DELETE
    @Path("{tenant}/federation")
    public Response delete(
            @PathParam("tenant") String tenant, @QueryParam("force") @DefaultValue("false") boolean force) {
        return answer(() -> {
            requireManage();
            if (force) {
                auth.users().requireManage();
                federation.endLiveSessions(tenant);
            } else {
                federation.refuseLiveSessions(tenant);
            }
            federation.delete(tenant);
            return Response.noContent().build();
        });
    }

    private void requireView() throws RefusedCallException {
        if (!hasOneOf(VIEW_ORGANIZATIONS, MANAGE_ORGANIZATIONS, AdminRoles.MANAGE_REALM)) {
            throw new ForbiddenException();
        }
        auth.realm().requireViewIdentityProviders();
        requireOrganizations();
    }

    private void requireManage() throws RefusedCallException {
        if (!hasOneOf(MANAGE_ORGANIZATIONS, AdminRoles.MANAGE_REALM)) {
            throw new ForbiddenException();
        }
        auth.realm().requireManageIdentityProviders();
        requireOrganizations();
    }

    /**
     * Whether the caller has one of the roles. One that this Keycloak does not know is no right: who manages clients and users could make
     * it and give it to themselves.
     */
    private boolean hasOneOf(String... roles) {
        return auth.hasOneAdminRole(
                Stream.of(roles).filter(AdminRoles.ALL_ROLES::contains).toArray(String[]::new));
    }

    private void requireOrganizations() throws RefusedCallException {
        if (!realm.isOrganizationsEnabled()) {
            throw new RefusedCallException(
                    Refusal.ORGANIZATIONS_DISABLED,
                    "The realm has no organizations. Switch them on in the realm's settings.");
        }
    }

    private static String text(InputStream body) throws IOException, RefusedCallException {
        byte[] bytes = body.readNBytes(RequestBody.MAX_BYTES + 1);
        if (bytes.length > RequestBody.MAX_BYTES) {
            throw RefusedCallException.invalid("The body has more than " + RequestBody.MAX_BYTES + " bytes.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedCallException.invalid("The body is not in UTF-8.");
        }
    }

    /** What a call does. */
    private interface Call {

        Response answer() throws RefusedCallException, IOException;
    }

    private Response answer(Call call) {
        try {
            return call.answer();
        } catch (RefusedCallException e) {
            throw refuse(e);
        } catch (ForbiddenException e) {
            throw refuse(new RefusedCallException(
                    Refusal.FORBIDDEN,
                    "You lack an admin role: see \"Rights\" in the documentation of a tenant's federation."));
        } catch (IOException e) {
            throw refuse(RefusedCallException.invalid("The body could not be read."));
        }
    }

    private ErrorResponseException refuse(RefusedCallException why) {
        session.getTransactionManager().setRollbackOnly();
        LOG.infof(
                "Realm %s: a tenant's federation: %s: %s",
                realm.getName(), why.refusal().code(), why.getMessage());
        return ApiError.of(
                session,
                Response.Status.fromStatusCode(why.refusal().status()),
                why.refusal().code(),
                why.getMessage());
    }

    private static Response json(Response.Status status, ObjectNode body) {
        return Response.status(status)
                .entity(body.toString())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
