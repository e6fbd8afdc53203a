package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many mails one address of the network may cause, in a realm where nothing else does. */
class DeviceMailCapIT {

    private static final int MOST = 2;

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(
            DeviceSettings.of("mail.wait.seconds", "1", "mails.per.address", Integer.toString(MOST)));

    @Test
    void whoeverTheyAreToTheThirdIsNotSent() throws Exception {
        RelyingParty cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        for (int i = 0; i < MOST; i++) {
            Somebody somebody = Somebody.of(REALM);
            Page waiting = somebody.signIn(new Browser(REALM.server().url()), cli);
            assertThat(waiting.formWith("code")).as(waiting.toString()).isPresent();
            somebody.mail();
        }
        Somebody late = Somebody.of(REALM);
        Page refused = late.signIn(new Browser(REALM.server().url()), cli);
        assertThat(refused.id()).as(refused.toString()).isEqualTo("gatehouse-device-wait");
        assertThat(refused.formWith("code")).isEmpty();
        assertThat(DeviceEvents.reasons(late, "device_verification_failed")).containsExactly("mail_too_many");
        assertThat(DeviceEvents.of(late, "device_verification_sent")).isEmpty();
    }
}
