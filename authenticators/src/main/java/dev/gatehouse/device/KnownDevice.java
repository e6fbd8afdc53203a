package dev.gatehouse.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Lets a login go on that comes from a device that its person has confirmed: by its cookie, or by the session that it joins. */
final class KnownDevice {

    private final DeviceLogin of;
    private final AuthenticationFlowContext context;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AuthenticationSessionModel login;
    private final DeviceVerificationConfig config;
    private final Person person;

    KnownDevice(DeviceLogin of) {
        this.of = of;
        context = of.context();
        session = of.session();
        realm = of.realm();
        user = of.user();
        login = of.login();
        config = of.config();
        person = of.person();
    }

    /** @return whether it went on */
    boolean letsIn() {
        return isTrustedByCookie() || isTrustedBySession();
    }

    private boolean isTrustedByCookie() {
        Optional<PresentedDevice> presented = DeviceCookie.read(session, realm, user);
        Optional<TrustedDevice> device = presented.flatMap(cookie -> person.device(cookie.id()));
        if (device.isEmpty()) {
            return false;
        }
        TrustedDevice.Verdict verdict =
                device.get().judge(presented.get().secret(), person.binding(), config.period(), DeviceLogin.now());
        if (verdict instanceof TrustedDevice.Trusted trusted) {
            if (!of.isSilent()) {
                renew(device.get(), trusted);
            }
            of.pass(device.get().id());
            return true;
        }
        if (verdict == TrustedDevice.Distrusted.COPIED) {
            DeviceEvent.with(DeviceEvent.DEVICE_COOKIE_REUSE.in(session, context.getEvent(), user), device.get())
                    .detail(Details.REASON, DeviceReason.COOKIE_REUSE)
                    .error(DeviceReason.COOKIE_REUSE);
            of.devices().remove(device.get(), DeviceEvent.DEVICE_REMOVED, DeviceReason.COOKIE_REUSE);
            new DeviceSessions(session, realm, user).endOf(device.get().id());
        }
        return false;
    }

    private void renew(TrustedDevice device, TrustedDevice.Trusted trusted) {
        trusted.changed().ifPresent(of.devices()::store);
        TrustedDevice renewed = trusted.changed().orElse(device);
        trusted.cookie()
                .ifPresent(secret -> of.hold(
                        new PresentedDevice(device.id(), secret),
                        Duration.between(
                                DeviceLogin.now(),
                                Instant.ofEpochSecond(renewed.shown().until()))));
    }

    /** A session that is there already, and that this login joins. */
    private boolean isTrustedBySession() {
        Optional<UserSessionModel> joined = SessionTrust.joined(session, login);
        if (joined.isEmpty()) {
            return false;
        }
        if (SessionTrust.isImpersonated(joined.get())
                || SessionTrust.isVerified(joined.get().getNotes())
                        && SessionTrust.lost(person, joined.get()).isEmpty()) {
            of.letIn();
            return true;
        }
        return false;
    }
}
