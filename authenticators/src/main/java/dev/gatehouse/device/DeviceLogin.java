package dev.gatehouse.device;

import dev.gatehouse.doors.Gate;
import dev.gatehouse.doors.LoginRequest;
import dev.gatehouse.doors.RefusalPage;
import dev.gatehouse.doors.Refused;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One request of a login that has come to the device verification: what every part of that needs.
 *
 * @param person the login's, with their devices
 * @param config of the step
 */
record DeviceLogin(AuthenticationFlowContext context, Person person, DeviceVerificationConfig config) {

    static DeviceLogin of(AuthenticationFlowContext context) {
        return new DeviceLogin(
                context,
                Person.of(context.getSession(), context.getRealm(), context.getUser()),
                DeviceVerificationConfig.of(context.getRealm(), context.getAuthenticatorConfig()));
    }

    KeycloakSession session() {
        return context.getSession();
    }

    RealmModel realm() {
        return context.getRealm();
    }

    UserModel user() {
        return person.user();
    }

    AuthenticationSessionModel login() {
        return context.getAuthenticationSession();
    }

    Devices devices() {
        return new Devices(session(), realm(), user());
    }

    boolean isSilent() {
        return LoginRequest.isSilent(login());
    }

    /** Null where nothing was sent. */
    MultivaluedMap<String, String> form() {
        return context.getHttpRequest().getDecodedFormParameters();
    }

    /** Lets the login go on and says of its session that the person is verified. @param device id; "" for none */
    void pass(String device) {
        SessionTrust.write(login(), device, person);
        letIn();
    }

    /** Lets the login go on, and says nothing of its session. */
    void letIn() {
        Gate.letIn(context, DeviceVerificationFactory.PROVIDER_ID);
    }

    /** Gives the browser the cookie of a device. */
    void hold(PresentedDevice device, Duration lifetime) {
        DeviceCookie.set(session(), realm(), user(), device, lifetime);
    }

    /** @param method how, for admins */
    void confirmed(String method) {
        DeviceEvent.DEVICE_VERIFICATION_CONFIRMED
                .in(session(), context.getEvent(), user())
                .detail("method", method)
                .success();
    }

    /** Writes the event of a failure. @param reason one of {@link DeviceReason} */
    void failed(String reason) {
        DeviceEvent.DEVICE_VERIFICATION_FAILED.fail(
                DeviceEvent.DEVICE_VERIFICATION_FAILED.in(session(), context.getEvent(), user()), reason);
    }

    /** Ends the login with a page that says why. @param reason one of {@link DeviceReason} */
    void end(String reason) {
        failed(reason);
        RefusalPage.show(context, new Refused(reason, Optional.empty(), Optional.empty()), "device_" + reason);
    }

    static Instant now() {
        return Instant.ofEpochSecond(Time.currentTime());
    }
}
