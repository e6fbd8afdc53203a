package dev.gatehouse.device;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.api.AccountCaller;
import dev.gatehouse.api.ApiError;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.resource.RealmResourceProvider;

/**
 * {@code /realms/<realm>/api/v1/devices}: somebody's own devices, with the token of {@link AccountCaller}. Where the realm demands
 * verified sessions, only such a one changes anything: who has nothing but the password cannot remove the devices of its owner.
 *
 * <p>An error is as {@link ApiError} says.
 */
public final class AccountDevices implements RealmResourceProvider {

    private static final String[] METHODS = {"GET", "PUT", "PATCH", "DELETE", "OPTIONS"};

    private static final int MAX_BYTES = 4096;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final KeycloakSession session;
    private final RealmModel realm;

    AccountDevices(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @Override
    public Object getResource() {
        return this;
    }

    @OPTIONS
    public Response preflight() {
        return allowMethods();
    }

    @OPTIONS
    @Path("{id}")
    public Response preflightOfOne() {
        return allowMethods();
    }

    private static Response allowMethods() {
        return Cors.builder().preflight().auth().allowedMethods(METHODS).add(Response.noContent());
    }

    /**
     * {@code {"devices": [{"id", "label", "browser", "os", "created", "trusted_until", "last_used", "trusted", "current"}]}}. Times are in
     * ISO 8601, {@code last_used} is a day in UTC, {@code trusted_until} is null of a device that was only noticed.
     */
    @GET
    public Response list() {
        AccountCaller caller = AccountCaller.of(session, METHODS);
        caller.requireView();
        return json(new DeviceList(Person.of(session, realm, caller.user())).json(current(caller)));
    }

    /** Removes all but the one that asks, and ends their sessions. */
    @DELETE
    public Response removeOthers() {
        AccountCaller caller = changing();
        String current = current(caller);
        new Devices(session, realm, caller.user())
                .end(device -> !device.id().equals(current), DeviceReason.REMOVED_BY_PERSON);
        return Response.noContent().build();
    }

    /** Removes one and ends its sessions; that may be the one that asks. */
    @DELETE
    @Path("{id}")
    public Response remove(@PathParam("id") String id) {
        AccountCaller caller = changing();
        if (new Devices(session, realm, caller.user())
                .end(device -> device.id().equals(id), DeviceReason.REMOVED_BY_PERSON)
                .isEmpty()) {
            throw unknown();
        }
        return Response.noContent().build();
    }

    /** @param body {@code {"label": …}} */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@PathParam("id") String id, InputStream body) {
        return rename(id, body);
    }

    /** The same: the label is all that can be changed. */
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response patch(@PathParam("id") String id, InputStream body) {
        return rename(id, body);
    }

    private Response rename(String id, InputStream body) {
        AccountCaller caller = changing();
        Person person = Person.of(session, realm, caller.user());
        TrustedDevice device = person.device(id).orElseThrow(this::unknown);
        DeviceLabel label = label(body);
        if (Devices.isTaken(person, id, label)) {
            throw error(
                    Response.Status.CONFLICT,
                    "label_taken",
                    "Another of your devices has this label, in upper or lower case. Choose another one.");
        }
        new Devices(session, realm, caller.user()).rename(device, label);
        return json(new DeviceList(person).json(device.labelled(label.text()), current(caller)));
    }

    private DeviceLabel label(InputStream body) {
        JsonNode json = parse(body);
        if (!(json instanceof ObjectNode object)
                || object.size() != 1
                || !object.path("label").isTextual()) {
            throw error(
                    Response.Status.BAD_REQUEST, "invalid_request", "The body is {\"label\": \"…\"} and nothing else.");
        }
        return DeviceLabel.parse(object.get("label").textValue())
                .orElseThrow(() -> error(Response.Status.BAD_REQUEST, "invalid_label", DeviceLabel.RULE));
    }

    private JsonNode parse(InputStream body) {
        Supplier<ErrorResponseException> refusal =
                () -> error(Response.Status.BAD_REQUEST, "invalid_request", "The body is no JSON, or it is too long.");
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw refusal.get();
            }
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw refusal.get();
        } catch (IOException e) {
            throw error(Response.Status.BAD_REQUEST, "invalid_request", "The body could not be read.");
        }
    }

    private AccountCaller changing() {
        AccountCaller caller = AccountCaller.of(session, METHODS);
        caller.requireManage();
        if (!DeviceDemand.isOff(realm) && !SessionTrust.holds(session, realm, caller.userSession())) {
            throw error(
                    Response.Status.FORBIDDEN,
                    DeviceReason.DEVICE_UNVERIFIED,
                    "Nobody has confirmed this session's device. Sign in again and confirm it.");
        }
        return caller;
    }

    private static String current(AccountCaller caller) {
        return caller.userSession().getNote(SessionTrust.DEVICE);
    }

    /** The same for what there is not, for somebody else's, and for what is no device. */
    private ErrorResponseException unknown() {
        return error(Response.Status.NOT_FOUND, "unknown_device", "You have no device with this id.");
    }

    private ErrorResponseException error(Response.Status status, String code, String sentence) {
        session.getTransactionManager().setRollbackOnly();
        return ApiError.of(session, status, code, sentence);
    }

    private static Response json(ObjectNode body) {
        return Response.ok(body.toString(), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
