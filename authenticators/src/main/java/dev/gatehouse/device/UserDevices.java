package dev.gatehouse.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.admin.AdminTrail;
import dev.gatehouse.api.ApiError;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/<realm>/gatehouse/users/<id>/devices}: somebody's devices, and what an admin can do for whoever cannot confirm
 * one. Demands what Keycloak demands to view and to manage the user, fine-grained permissions among it. Who may not view users at all is
 * not told whether there is such a one.
 *
 * <p>An error is as {@link ApiError} says; every change is an admin event.
 */
public final class UserDevices {

    private static final String DEVICE = "GATEHOUSE_DEVICE";
    private static final String SKIP = "GATEHOUSE_DEVICE_SKIP";
    private static final String EXEMPTION = "GATEHOUSE_DEVICE_EXEMPTION";

    private static final String BY_ADMIN = DeviceReason.REMOVED_BY_ADMIN;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminTrail trail;

    UserDevices(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.trail = AdminTrail.of(session, realm, auth);
    }

    /**
     * {@code {"devices": […], "skip": …, "skip_until": …, "exempt": …}}: the devices as the person sees them, but for {@code current};
     * {@code skip_until} only beside a true {@code skip}.
     */
    @GET
    @Path("{user}/devices")
    public Response list(@PathParam("user") String id) {
        UserModel user = viewed(id);
        Optional<Instant> skip = new PendingLogins(session, realm).skipUntil(user.getId());
        ObjectNode json = new DeviceList(Person.of(session, realm, user)).json();
        json.put("skip", skip.isPresent());
        skip.ifPresent(until -> json.put("skip_until", until.toString()));
        json.put("exempt", new PersonState(session, realm, user).isExempt());
        return json(json.toString());
    }

    /** Removes all, and ends their sessions. */
    @DELETE
    @Path("{user}/devices")
    public Response removeAll(@PathParam("user") String id) {
        end(managed(id), device -> true);
        return Response.noContent().build();
    }

    /** Removes one, and ends its sessions. */
    @DELETE
    @Path("{user}/devices/{device}")
    public Response remove(@PathParam("user") String id, @PathParam("device") String deviceId) {
        UserModel user = managed(id);
        if (end(user, device -> device.id().equals(deviceId)).isEmpty()) {
            throw error(Response.Status.NOT_FOUND, "unknown_device", "The user has no device with this id.");
        }
        return Response.noContent().build();
    }

    private List<TrustedDevice> end(UserModel user, Predicate<TrustedDevice> which) {
        List<TrustedDevice> removed = new Devices(session, realm, user).end(which, BY_ADMIN);
        for (TrustedDevice device : removed) {
            tell(OperationType.DELETE, DEVICE, Map.of("label", device.label()), user, device.id());
        }
        return removed;
    }

    /**
     * Lets the person in once without a mail, within an hour.
     *
     * @return {@code {"until": …}}, when that ends
     */
    @POST
    @Path("{user}/devices/skip")
    public Response grantSkip(@PathParam("user") String id) {
        UserModel user = managed(id);
        Map<String, String> until = Map.of(
                "until",
                new PendingLogins(session, realm).grantSkip(user.getId()).toString());
        tell(OperationType.CREATE, SKIP, until, user, "skip");
        return Response.ok(until, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Takes that back, as far as it was not used. */
    @DELETE
    @Path("{user}/devices/skip")
    public Response revokeSkip(@PathParam("user") String id) {
        UserModel user = managed(id);
        if (new PendingLogins(session, realm).useSkip(user.getId())) {
            tell(OperationType.DELETE, SKIP, null, user, "skip");
        }
        return Response.noContent().build();
    }

    /** From now on no mail is sent to the person, and whoever has the password is let in. */
    @PUT
    @Path("{user}/devices/exemption")
    public Response exempt(@PathParam("user") String id) {
        return exempt(id, true);
    }

    @DELETE
    @Path("{user}/devices/exemption")
    public Response endExemption(@PathParam("user") String id) {
        return exempt(id, false);
    }

    private Response exempt(String id, boolean exempt) {
        UserModel user = managed(id);
        PersonState state = new PersonState(session, realm, user);
        if (state.isExempt() != exempt) {
            state.exempt(exempt);
            tell(exempt ? OperationType.CREATE : OperationType.DELETE, EXEMPTION, null, user, "exemption");
        }
        return Response.noContent().build();
    }

    private void tell(OperationType operation, String type, Object representation, UserModel user, String what) {
        trail.tell(operation, type, representation, "users", user.getId(), "devices", what);
    }

    private UserModel viewed(String id) {
        try {
            UserModel user = user(id);
            auth.users().requireView(user);
            return user;
        } catch (ForbiddenException e) {
            throw forbidden("view");
        }
    }

    private UserModel managed(String id) {
        try {
            UserModel user = user(id);
            auth.users().requireManage(user);
            return user;
        } catch (ForbiddenException e) {
            throw forbidden("manage");
        }
    }

    private UserModel user(String id) {
        UserModel user = session.users().getUserById(realm, id);
        if (user == null) {
            auth.users().requireView();
            throw error(Response.Status.NOT_FOUND, "unknown_user", "The realm has no user with this id.");
        }
        return user;
    }

    private ErrorResponseException forbidden(String what) {
        return error(Response.Status.FORBIDDEN, "forbidden", "You may not " + what + " this user.");
    }

    private ErrorResponseException error(Response.Status status, String code, String sentence) {
        session.getTransactionManager().setRollbackOnly();
        return ApiError.of(session, status, code, sentence);
    }

    private static Response json(String body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
