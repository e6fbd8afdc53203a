package dev.gatehouse.device;

import dev.gatehouse.correlation.Correlation;
import dev.gatehouse.device.PendingLogin.Outcome;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resources.RealmsResource;

/**
 * Where the link of a mail leads: {@code …/realms/<realm>/device-verification/<secret>}.
 *
 * <p>It belongs to none of Keycloak's logins, whose own links of mails go on with a login, or end it, by being opened. Opening this one
 * changes nothing, however often and by whatever; what changes something a person sends with a button.
 */
public final class DeviceConfirmation implements RealmResourceProvider {

    private static final String CONFIRM_TEMPLATE = "gatehouse-device-confirm.ftl";
    private static final String DONE_TEMPLATE = "gatehouse-device-done.ftl";
    private static final String NOT_KEPT = "no-store";

    private static final String METHOD = "method";
    private static final String CONFIRM = "confirm";
    private static final String DENY = "deny";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final PendingLogins pendings;

    DeviceConfirmation(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.pendings = new PendingLogins(session, realm);
    }

    static URI link(UriInfo uriInfo, RealmModel realm, DeviceSecret secret) {
        return RealmsResource.realmBaseUrl(uriInfo)
                .path(DeviceConfirmationFactory.PROVIDER_ID)
                .path(secret.text())
                .build(realm.getName());
    }

    /** Where the page that waits asks how things stand. */
    static URI status(UriInfo uriInfo, RealmModel realm, PendingLogin pending) {
        return RealmsResource.realmBaseUrl(uriInfo)
                .path(DeviceConfirmationFactory.PROVIDER_ID)
                .path("status")
                .path(pending.id())
                .build(realm.getName());
    }

    @Override
    public Object getResource() {
        return this;
    }

    /** {@code {"state": "pending"|"decided"|"gone"}}, and "gone" for everybody but the browser that waits. */
    @GET
    @Path("status/{id}")
    public Response status(@PathParam("id") String id) {
        Optional<PendingLogin> pending = pendings.find(id).filter(found -> WaitingBrowser.isOf(session, found));
        String state = pending.isEmpty()
                ? "gone"
                : pendings.outcome(id).isPresent() ? "decided" : isOver(pending.get()) ? "gone" : "pending";
        return Response.ok(Map.of("state", state), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, NOT_KEPT)
                .build();
    }

    /** Shows what is known of the login, and asks. */
    @GET
    @Path("{link}")
    public Response ask(@PathParam("link") String link) {
        Optional<PendingLogin> pending = pendings.ofLink(link);
        Optional<String> closed = closed(pending);
        return closed.isPresent() ? refused(pending, closed.get()) : question(pending.get(), link);
    }

    /**
     * Takes the person's answer.
     *
     * @param answer "confirm" or "deny"
     * @param number that they picked; null for none
     */
    @POST
    @Path("{link}")
    public Response answer(
            @PathParam("link") String link, @FormParam("answer") String answer, @FormParam("number") String number) {
        Optional<PendingLogin> pending = pendings.ofLink(link);
        Optional<String> closed = closed(pending);
        if (closed.isPresent()) {
            return refused(pending, closed.get());
        }
        if (DENY.equals(answer)) {
            return deny(pending.get());
        }
        if (CONFIRM.equals(answer) && !pending.get().notice()) {
            return confirm(pending.get(), number);
        }
        return question(pending.get(), link);
    }

    private Response confirm(PendingLogin pending, String number) {
        boolean right = pending.number() == null
                || WaitingBrowser.isOf(session, pending)
                || pending.number().toString().equals(number);
        if (!pendings.decide(pending, right ? Outcome.CONFIRMED : Outcome.WRONG_NUMBER)) {
            return refused(Optional.of(pending), DeviceReason.USED);
        }
        if (!right) {
            return refused(Optional.of(pending), DeviceReason.WRONG_NUMBER);
        }
        event(DeviceEvent.DEVICE_VERIFICATION_CONFIRMED, pending)
                .detail(METHOD, WaitingBrowser.isOf(session, pending) ? "link" : "link_elsewhere")
                .success();
        return done("confirmed", pending, Response.Status.OK);
    }

    private Response deny(PendingLogin pending) {
        if (!pendings.decide(pending, Outcome.DENIED)) {
            return refused(Optional.of(pending), DeviceReason.USED);
        }
        person(pending).ifPresent(user -> new DeniedLogin(session, realm, user).carryOut(pending.denial()));
        DeviceEvent.DEVICE_VERIFICATION_DENIED.fail(
                event(DeviceEvent.DEVICE_VERIFICATION_DENIED, pending), DeviceReason.DENIED);
        return done("denied", pending, Response.Status.OK);
    }

    /** Why nothing can be answered any more. */
    private Optional<String> closed(Optional<PendingLogin> pending) {
        if (pending.isEmpty()) {
            return Optional.of(DeviceReason.LINK_UNKNOWN);
        }
        if (pendings.outcome(pending.get().id()).isPresent()) {
            return Optional.of(DeviceReason.USED);
        }
        boolean same = person(pending.get())
                .filter(user -> user.isEnabled() && pending.get().address().equals(user.getEmail()))
                .isPresent();
        return isOver(pending.get()) || !same ? Optional.of(DeviceReason.EXPIRED) : Optional.empty();
    }

    private static boolean isOver(PendingLogin pending) {
        return Time.currentTime() >= pending.until();
    }

    private Optional<UserModel> person(PendingLogin pending) {
        return Optional.ofNullable(session.users().getUserById(realm, pending.user()));
    }

    private EventBuilder event(DeviceEvent event, PendingLogin pending) {
        EventBuilder builder = event.of(session, realm, person(pending).orElse(null))
                .detail(Correlation.DETAIL, pending.correlationId());
        client(pending).ifPresent(builder::client);
        return builder;
    }

    private Optional<ClientModel> client(PendingLogin pending) {
        return Optional.ofNullable(realm.getClientById(pending.client()));
    }

    private Response refused(Optional<PendingLogin> pending, String reason) {
        EventBuilder event = pending.map(known -> event(DeviceEvent.DEVICE_VERIFICATION_FAILED, known))
                .orElseGet(() -> DeviceEvent.DEVICE_VERIFICATION_FAILED.of(session, realm, null));
        DeviceEvent.DEVICE_VERIFICATION_FAILED.fail(event, reason);
        return done(reason, pending.orElse(null), Response.Status.BAD_REQUEST);
    }

    private Response question(PendingLogin pending, String link) {
        LoginFormsProvider form = form(pending)
                .setAttribute(
                        "gatehouseAction",
                        session.getContext().getUri().getAbsolutePath().toString())
                .setAttribute("gatehouseNotice", pending.notice());
        denial(form, pending.denial());
        facts(pending).forEach(form::setAttribute);
        if (pending.number() != null && !WaitingBrowser.isOf(session, pending)) {
            form.setAttribute("gatehouseNumbers", pending.choices());
        }
        return answer(form.createForm(CONFIRM_TEMPLATE), Response.Status.OK);
    }

    private Map<String, Object> facts(PendingLogin pending) {
        PersonLanguage shown = new PersonLanguage(
                session,
                realm,
                session.getContext().resolveLocale(person(pending).orElse(null)));
        return VerificationMail.facts(pending, shown);
    }

    /** @param state of the text: {@code gatehouseDeviceDone.<this>} */
    private Response done(String state, PendingLogin pending, Response.Status status) {
        LoginFormsProvider form = form(pending).setAttribute("gatehouseState", state);
        if (pending != null) {
            form.setAttribute("gatehouseNotice", pending.notice());
            denial(form, pending.denial());
        }
        return answer(form.createForm(DONE_TEMPLATE), status);
    }

    /** One by one, because templates cannot read a record. */
    private static void denial(LoginFormsProvider form, Denial denial) {
        form.setAttribute("gatehouseEndsSessions", denial.endsSessions())
                .setAttribute("gatehouseRemovesDevices", denial.removesDevices())
                .setAttribute("gatehouseBlocksPassword", denial.blocksPassword());
    }

    private LoginFormsProvider form(PendingLogin pending) {
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class);
        if (pending != null) {
            client(pending).ifPresent(session.getContext()::setClient);
            // the page speaks as the facts on it do
            person(pending).ifPresent(form::setUser);
        }
        return form;
    }

    private static Response answer(Response page, Response.Status status) {
        return Response.fromResponse(page)
                .status(status)
                .header(HttpHeaders.CACHE_CONTROL, NOT_KEPT)
                .build();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
