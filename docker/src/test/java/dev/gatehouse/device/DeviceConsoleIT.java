package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.chromium.Chromium;
import dev.gatehouse.chromium.Chromiums;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;

/** Devices in Keycloak's own consoles. */
class DeviceConsoleIT {

    private static final By WAITING = By.id("gatehouse-device-wait");

    @RegisterExtension
    static final Chromiums CHROMIUMS = new Chromiums();

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceSettings.of("mail.wait.seconds", "1"));

    private RelyingParty cli;
    private Somebody dana;

    @BeforeEach
    void somebody() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        dana = Somebody.of(REALM);
    }

    private static URI signingIn() {
        return URI.create(REALM.issuer() + "/account/account-security/signing-in");
    }

    /** Signs in to the account console from a new device, with a mail of its own. */
    private Chromium console() {
        Chromium browser = CHROMIUMS.open();
        browser.open(signingIn());
        browser.signIn(dana.email());
        browser.awaitVisible(WAITING);
        browser.type(By.id("code"), Somebody.code(dana.mail()));
        browser.click(By.id("gatehouse-continue"));
        browser.awaitText("Trusted devices");
        return browser;
    }

    @Test
    void theAccountConsoleListsTheDeviceAndWhoeverRemovesItIsSignedOutThere() throws Exception {
        Somebody.Session phone = dana.session(cli);
        String device = dana.devices().get(0);
        String label = label(device);
        assertThat(cli.refresh(phone.tokens())).isNotNull();

        Chromium laptop = console();
        laptop.awaitText(label);
        assertThat(laptop.text()).contains("Last used", "Trusted until");
        laptop.screenshot("device-account-console");

        laptop.click(By.xpath("//*[contains(text(), '" + label + "')]/ancestor::li[1]//button"));
        laptop.awaitVisible(By.id("kc-accept"));
        laptop.click(By.id("kc-accept"));
        laptop.await(driver -> dana.devices().size() == 1 ? true : null);
        assertThat(dana.devices()).doesNotContain(device);
        assertThatThrownBy(() -> cli.refresh(phone.tokens())).isInstanceOf(RelyingParty.OAuthErrorException.class);
        // the phone is asked again
        assertThat(dana.signIn(phone.browser(), cli).id()).isEqualTo("gatehouse-device-wait");
    }

    private String label(String device) throws Exception {
        for (JsonNode credential : REALM.admin().get(REALM.path("/users/" + dana.id() + "/credentials"))) {
            if (credential.get("id").textValue().equals(device)) {
                assertThat(credential.has("secretData")).isFalse();
                // the admin console reads it as an object
                assertThat(new JsonMapper()
                                .readTree(credential.get("credentialData").textValue())
                                .isObject())
                        .isTrue();
                return credential.get("userLabel").textValue();
            }
        }
        throw new AssertionError("no device " + device);
    }
}
