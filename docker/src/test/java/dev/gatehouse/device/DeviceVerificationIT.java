package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A login from a new device, as far as it needs no script. */
class DeviceVerificationIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(realm -> {});

    private RelyingParty cli;
    private Browser browser;
    private Somebody dana;

    @BeforeEach
    void somebodySignsIn() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        dana = Somebody.of(REALM);
    }

    @Test
    void aDeviceThatIsConfirmedInTheSameBrowserIsTrustedFromThenOn() {
        Page waiting = dana.signIn(browser, cli);
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        Mail mail = dana.mail();

        Page asked = browser.open(Somebody.link(mail));
        assertThat(asked.id()).as(asked.toString()).isEqualTo("gatehouse-device-confirm");
        assertThat(asked.document().select("#gatehouse-confirm button")).hasSize(1);
        Page done = browser.submit(asked.formWith("answer").orElseThrow());
        assertThat(done.document().select("#gatehouse-device-done").attr("data-state"))
                .as(done.toString())
                .isEqualTo("confirmed");

        Page in = browser.submit(waiting.forms().get(0));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(in.url().getQuery()).contains("code=");
        assertThat(browser.cookies().names()).anyMatch(name -> name.startsWith("__Host-gatehouse_device_"));

        browser.cookies().removeIf(name -> name.startsWith("KEYCLOAK") || name.startsWith("AUTH_SESSION"));
        Page again = dana.signIn(browser, cli);
        assertThat(again.isOutside()).as(again.toString()).isTrue();
    }

    @Test
    void inAnotherBrowserTheNumberOfTheWaitingPageIsPicked() {
        Page waiting = dana.signIn(browser, cli);
        Browser phone = new Browser(REALM.server().url());
        Page asked = phone.open(Somebody.link(dana.mail()));
        String number = waiting.document().select("#gatehouse-number").text();
        assertThat(asked.document().select("#gatehouse-confirm button").eachAttr("value"))
                .hasSize(3)
                .contains(number);
        phone.post(asked.url(), Map.of("answer", "confirm", "number", number));
        assertThat(browser.submit(waiting.forms().get(0)).isOutside()).isTrue();
        assertThat(phone.cookies().names()).noneMatch(name -> name.startsWith("__Host-gatehouse_device_"));
    }

    @Test
    void theCodeOfTheMailDoesAsWell() {
        Page waiting = dana.signIn(browser, cli);
        Page in = browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
    }
}
