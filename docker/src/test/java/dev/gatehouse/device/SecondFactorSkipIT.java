package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.browser.Totp;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose second factor takes the mail's place. */
class SecondFactorSkipIT {

    private static final String WAITS = "gatehouse-device-wait";
    private static final String APP = "CONFIGURE_TOTP";
    private static final String PASSKEY = "webauthn-register-passwordless";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(SecondFactorSkipIT::change);

    private RelyingParty cli;
    private Somebody dana;
    private Person person;

    private static void change(ObjectNode realm) {
        DeviceSteps.config(realm).put("skip.after.second.factor", true);
        DeviceSteps.takeLaterCodes(realm);
    }

    @BeforeEach
    void somebodyIsThere() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        dana = Somebody.of(REALM);
        person = dana.person();
    }

    @Test
    void oneThatWasSetUpByAVerifiedPersonNeedsNoMailAndHasNoDeviceRemembered() {
        assertIsOutside(confirm(newBrowser(), "&kc_action=" + APP));
        assertThat(person.hasAuthenticatorApp()).isTrue();

        Browser other = newBrowser();
        assertIsOutside(signIn(other, ""));
        assertThat(other.cookies().names()).noneMatch(name -> name.startsWith("__Host-gatehouse_device_"));
        assertThat(DeviceSteps.event(REALM, dana, "device_verification_confirmed")
                        .at("/details/method"))
                .hasToString("\"second_factor\"");
        assertThat(DeviceSteps.events(REALM, dana, "device_trusted")).isEqualTo(1);
    }

    @Test
    void aPasskeyThatVerifiesItsUserIsOne() {
        assertIsOutside(confirm(newBrowser(), "&kc_action=" + PASSKEY));
        person.preferringPasskey();
        assertIsOutside(signIn(newBrowser(), ""));
    }

    @Test
    void oneThatWasSetUpBeforeAnybodyWasVerifiedNeverCounts() {
        setUpUnverified();

        // it waits although the app was shown, and what the mailbox confirms is the device
        assertIsOutside(confirm(newBrowser(), ""));
        assertWaits(signIn(newBrowser(), ""));
    }

    @Test
    void noneCountsBesideOneOfItsKindThatDoesNot() {
        setUpUnverified();

        Page setUp = confirmOnly(newBrowser(), "&kc_action=" + APP);
        assertThat(setUp.id()).as(setUp.toString()).isEqualTo("login-config-totp");
        Totp another =
                Totp.ofSecret(setUp.document().select("[name=totpSecret]").val());
        Form form = setUp.formWith("totp")
                .orElseThrow()
                .fill("totp", another.code())
                .fill("userLabel", "another");
        assertIsOutside(last.submit(form));

        assertWaits(signIn(newBrowser(), ""));
    }

    @Test
    void oneThatAnImportBroughtDoesNotCount() {
        ObjectNode user = (ObjectNode) REALM.admin().get(REALM.path("/users/" + dana.id()));
        String secret = "a secret of an app..";
        user.putArray("credentials")
                .addObject()
                .put("type", "otp")
                .put("secretData", "{\"value\":\"" + secret + "\"}")
                .put("credentialData", "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        REALM.admin().put(REALM.path("/users/" + dana.id()), user);

        Browser browser = newBrowser();
        Page asked = signIn(browser, "");
        assertThat(asked.id()).as(asked.toString()).isEqualTo("login-otp");
        Page page = browser.submit(asked.formWith("otp")
                .orElseThrow()
                .fill("otp", Totp.ofSecret(secret).code()));
        assertWaits(page);
    }

    @Test
    void thePasswordAloneIsNone() {
        assertIsOutside(confirm(newBrowser(), ""));
        assertWaits(signIn(newBrowser(), ""));
    }

    private Browser last;

    private void setUpUnverified() {
        DeviceSteps.use(REALM, false);
        try {
            assertIsOutside(signIn(newBrowser(), "&kc_action=" + APP));
            assertThat(person.hasAuthenticatorApp()).isTrue();
        } finally {
            DeviceSteps.use(REALM, true);
        }
    }

    /** As far as password and app lead. */
    private Page signIn(Browser browser, String query) {
        last = browser;
        return person.goOn(
                browser,
                browser.open(URI.create(cli.login(Somebody.SOMEWHERE, "openid").url() + query)));
    }

    /** And the mailbox. */
    private Page confirm(Browser browser, String query) {
        return person.goOn(browser, confirmOnly(browser, query));
    }

    private Page confirmOnly(Browser browser, String query) {
        Page waiting = signIn(browser, query);
        assertWaits(waiting);
        return browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
    }

    private static void assertWaits(Page page) {
        assertThat(page.isOutside()).as("let in").isFalse();
        assertThat(page.id()).as(page.toString()).isEqualTo(WAITS);
    }

    private static void assertIsOutside(Page page) {
        assertThat(page.isOutside()).as(page.toString()).isTrue();
        assertThat(page.url().getQuery()).contains("code=");
    }

    private static Browser newBrowser() {
        return new Browser(REALM.server().url());
    }
}
