package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Postgres;
import dev.gatehouse.server.TwoNodes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Expired devices go by themselves; there the clean-up runs each second on two nodes. */
class DeviceCleanUpIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(TwoNodes::get, realm -> {});

    private static final String OVER =
            ", credential_data = regexp_replace(credential_data, '\"until\":[0-9]+', '\"until\":1')";

    private static Postgres database;

    @BeforeAll
    static void look() {
        database = TwoNodes.get().database();
    }

    @Test
    void aDeviceWhoseTimeIsOverIsRemovedOnceAndNoOther() throws Exception {
        Somebody dana = withDevice();
        Somebody vera = withDevice();
        Somebody late = withDevice();
        // as old, which alone is no reason
        age(vera, "");
        age(dana, OVER);
        awaitNoDevice(dana);
        assertThat(DeviceSteps.event(REALM, dana, "device_expired")
                        .at("/details/device_label")
                        .asText())
                .isNotEmpty();

        // so that it has run again since
        age(late, OVER);
        awaitNoDevice(late);
        assertThat(DeviceSteps.events(REALM, dana, "device_expired")).isEqualTo(1);
        assertThat(DeviceSteps.events(REALM, late, "device_expired")).isEqualTo(1);
        assertThat(devices(vera)).isEqualTo(1);
    }

    private static Somebody withDevice() throws Exception {
        Somebody somebody = Somebody.of(REALM);
        Browser browser = new Browser(REALM.server().url());
        Page waiting = somebody.signIn(browser, RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(somebody.mail())));
        assertThat(devices(somebody)).isEqualTo(1);
        return somebody;
    }

    private static void age(Somebody somebody, String andMore) throws IOException {
        database.query("update credential set created_date = created_date - 40 * 86400000::bigint" + andMore
                + " where type = 'gatehouse-device' and user_id = '" + somebody.id() + "'");
    }

    private static long devices(Somebody somebody) {
        return REALM.admin()
                .get(REALM.path("/users/" + somebody.id() + "/credentials"))
                .valueStream()
                .filter(credential -> credential.get("type").textValue().equals("gatehouse-device"))
                .count();
    }

    private static void awaitNoDevice(Somebody somebody) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (devices(somebody) > 0) {
            assertThat(Instant.now()).as("the device is still there").isBefore(deadline);
        }
    }
}
