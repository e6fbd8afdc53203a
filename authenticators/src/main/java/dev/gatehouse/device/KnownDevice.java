package dev.gatehouse.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.events.Details;

/** Lets a login go on that comes from a device that its person has confirmed: by its cookie, or by the session that it joins. */
record KnownDevice(DeviceLogin login) {

    /** @return whether it went on */
    boolean letsIn() {
        Optional<PresentedDevice> cookie = DeviceCookie.read(login.session(), login.realm(), login.user());
        Optional<TrustedDevice> device =
                cookie.flatMap(presented -> login.person().device(presented.id()));
        if (device.isEmpty()) {
            return isTrustedBySession();
        }
        TrustedDevice.Verdict verdict = device.get()
                .judge(
                        cookie.get().secret(),
                        login.person().binding(),
                        login.config().period(),
                        DeviceLogin.now());
        if (verdict instanceof TrustedDevice.Trusted trusted) {
            if (!login.isSilent()) {
                renew(device.get(), trusted);
            }
            login.pass(device.get().id());
            return true;
        }
        if (verdict == TrustedDevice.Distrusted.COPIED) {
            // and no session of it stands for it
            end(device.get());
            return false;
        }
        return isTrustedBySession();
    }

    private void renew(TrustedDevice device, TrustedDevice.Trusted trusted) {
        trusted.changed().ifPresent(login.devices()::storeUse);
        Instant until =
                Instant.ofEpochSecond(trusted.changed().orElse(device).shown().until());
        trusted.cookie()
                .ifPresent(secret -> login.hold(
                        new PresentedDevice(device.id(), secret), Duration.between(DeviceLogin.now(), until)));
    }

    private void end(TrustedDevice copied) {
        DeviceEvent.with(
                        DeviceEvent.DEVICE_COOKIE_REUSE.in(
                                login.session(), login.context().getEvent(), login.user()),
                        copied)
                .detail(Details.REASON, DeviceReason.COOKIE_REUSE)
                .error(DeviceReason.COOKIE_REUSE);
        login.devices().remove(copied, DeviceEvent.DEVICE_REMOVED, DeviceReason.COOKIE_REUSE);
        new DeviceSessions(login.session(), login.realm(), login.user()).endOf(copied.id());
    }

    /** A session that is there already, and that this login joins; or this very login, which was asked in another flow. */
    private boolean isTrustedBySession() {
        boolean trusted = SessionTrust.holds(login.person(), login.login().getUserSessionNotes())
                || SessionTrust.joined(login.session(), login.login())
                        .filter(joined -> SessionTrust.isImpersonated(joined)
                                || SessionTrust.holds(login.person(), joined.getNotes()))
                        .isPresent();
        if (trusted) {
            login.letIn();
        }
        return trusted;
    }
}
