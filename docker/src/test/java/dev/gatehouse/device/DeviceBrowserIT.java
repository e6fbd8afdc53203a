package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.chromium.Chromium;
import dev.gatehouse.chromium.Chromiums;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Ports;
import dev.gatehouse.server.ServerClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;

/** The pages about a new device, in real browsers. */
class DeviceBrowserIT {

    private static final int MOST = 20;
    private static final By WAITING = By.id("gatehouse-device-wait");
    private static final By NUMBER = By.id("gatehouse-number");
    private static final By DONE = By.id("gatehouse-device-done");
    private static final By CONFIRM = By.cssSelector("#gatehouse-confirm button");
    private static final By AGAIN = By.id("gatehouse-again");

    @RegisterExtension
    static final Chromiums CHROMIUMS = new Chromiums();

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceSettings.of("mail.wait.seconds", "1"));

    /** The callback of an application that is not running. */
    private static final URI NOBODY = nobody();

    private RelyingParty cli;
    private Chromium laptop;
    private Somebody dana;

    private static URI nobody() {
        try {
            return URI.create("http://127.0.0.1:" + Ports.free() + "/callback");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void somebodyWithALaptop() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        laptop = CHROMIUMS.open();
        dana = Somebody.of(REALM);
    }

    private URI login() {
        return cli.login(NOBODY, "openid").url();
    }

    /** As far as the password leads: waiting. */
    private Mail signInAndWait(Chromium browser, Somebody who) {
        browser.open(login());
        browser.signIn(who.email());
        browser.awaitVisible(WAITING);
        return who.mail();
    }

    private static void assertIn(Chromium browser) {
        assertThat(browser.awaitUrl(NOBODY.toString()).getQuery()).contains("code=");
    }

    private static void assertSaid(Chromium browser, String state) {
        browser.awaitVisible(DONE);
        assertThat(browser.driver().findElement(DONE).getDomAttribute("data-state"))
                .isEqualTo(state);
    }

    /** Forgets the session, as by logging out, and keeps the device. */
    private static void endSession(Chromium browser) {
        browser.open(URI.create(REALM.issuer() + "/.well-known/openid-configuration"));
        browser.cookies().stream()
                .map(Cookie::getName)
                .filter(name -> !name.startsWith("__Host-gatehouse_device_"))
                .forEach(browser.driver().manage()::deleteCookieNamed);
    }

    private void confirmByCode(Chromium browser, Somebody who) {
        Mail mail = signInAndWait(browser, who);
        browser.type(By.id("code"), Somebody.code(mail));
        browser.click(By.id("gatehouse-continue"));
        assertIn(browser);
    }

    private void assertTrusted(Chromium browser, Somebody who) {
        endSession(browser);
        browser.open(login());
        browser.signIn(who.email());
        assertIn(browser);
    }

    private void assertAsked(Chromium browser, Somebody who) {
        endSession(browser);
        browser.open(login());
        browser.signIn(who.email());
        browser.awaitVisible(WAITING);
    }

    @Test
    void confirmedInAnotherTabTheWaitingOneGoesOnByItself() {
        Mail mail = signInAndWait(laptop, dana);
        assertThat(laptop.errors()).isEmpty();
        String waiting = laptop.driver().getWindowHandle();
        laptop.driver().switchTo().newWindow(WindowType.TAB);
        laptop.open(Somebody.link(mail));
        assertThat(laptop.driver().findElements(CONFIRM)).hasSize(1);
        assertThat(laptop.errors()).isEmpty();
        laptop.click(CONFIRM);
        assertSaid(laptop, "confirmed");
        laptop.driver().switchTo().window(waiting);
        assertIn(laptop);
        assertTrusted(laptop, dana);
    }

    @Test
    void confirmedOnAPhoneByTheNumberTheLaptopGoesOnByItself() {
        Mail mail = signInAndWait(laptop, dana);
        String number = laptop.awaitVisible(NUMBER).getText();
        Chromium phone = CHROMIUMS.open();
        phone.open(Somebody.link(mail));
        assertThat(phone.driver().findElements(CONFIRM)).hasSize(3);
        pick(phone, number).click();
        assertSaid(phone, "confirmed");
        assertIn(laptop);
        assertThat(phone.cookies()).extracting(Cookie::getName).noneMatch(name -> name.startsWith("__Host-"));
        assertTrusted(laptop, dana);
    }

    private static WebElement pick(Chromium phone, String number) {
        return phone.driver().findElements(CONFIRM).stream()
                .filter(button -> button.getText().strip().equals(number))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWrongNumberEndsTheLogin() {
        Mail mail = signInAndWait(laptop, dana);
        String number = laptop.awaitVisible(NUMBER).getText();
        Chromium phone = CHROMIUMS.open();
        phone.open(Somebody.link(mail));
        phone.driver().findElements(CONFIRM).stream()
                .filter(button -> !button.getText().strip().equals(number))
                .findFirst()
                .orElseThrow()
                .click();
        assertSaid(phone, "wrong_number");
        laptop.awaitVisible(By.id("gatehouse-refused"));
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void theCodeDoesAsWell() {
        confirmByCode(laptop, dana);
        assertTrusted(laptop, dana);
    }

    @Test
    void aWrongCodeIsSaidBesideTheField() {
        Mail mail = signInAndWait(laptop, dana);
        String code = Somebody.code(mail);
        laptop.type(By.id("code"), code.equals("000000") ? "000001" : "000000");
        laptop.click(By.id("gatehouse-continue"));
        laptop.awaitVisible(By.cssSelector("#code[aria-invalid=true]"));
        laptop.type(By.id("code"), code);
        laptop.click(By.id("gatehouse-continue"));
        assertIn(laptop);
    }

    @Test
    void whoeverItWasNotSaysSo() {
        Mail mail = signInAndWait(laptop, dana);
        Chromium phone = CHROMIUMS.open();
        phone.open(Somebody.link(mail));
        if (!phone.driver().findElements(By.cssSelector("details > summary")).isEmpty()) {
            phone.click(By.cssSelector("details > summary"));
        }
        phone.click(By.cssSelector("#gatehouse-deny button"));
        assertSaid(phone, "denied");
        laptop.awaitVisible(By.id("gatehouse-refused"));

        endSession(laptop);
        laptop.open(login());
        laptop.signIn(dana.email());
        laptop.awaitVisible(By.id("password"));
        assertThat(laptop.driver().findElements(WAITING)).isEmpty();
    }

    @Test
    void anotherMailCanBeSent() {
        signInAndWait(laptop, dana);
        laptop.await(driver -> driver.findElement(AGAIN).isEnabled() ? true : null);
        laptop.click(AGAIN);
        Mail second = dana.mail();
        laptop.awaitVisible(WAITING);
        laptop.type(By.id("code"), Somebody.code(second));
        laptop.click(By.id("gatehouse-continue"));
        assertIn(laptop);
    }

    @Test
    void aLinkThatIsTooOldSaysSoAndTheWaitingPageSendsAnother() throws Exception {
        Mail mail = signInAndWait(laptop, dana);
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            // the login itself lasts as long, and a little is left of it
            clock.forward(Duration.ofMinutes(10).minusSeconds(1));
            Chromium phone = CHROMIUMS.open();
            phone.open(Somebody.link(mail));
            clock.forward(Duration.ofSeconds(1));
            phone.open(Somebody.link(mail));
            assertSaid(phone, "expired");
        }
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).contains("expired");
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void theDeviceIsTrustedForThirtyDaysAndNotLonger() throws Exception {
        confirmByCode(laptop, dana);
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            clock.forward(Duration.ofDays(29));
            assertTrusted(laptop, dana);
            clock.forward(Duration.ofDays(2));
            assertAsked(laptop, dana);
        }
    }

    @Test
    void anotherPasswordEndsTheTrust() {
        confirmByCode(laptop, dana);
        REALM.admin()
                .put(
                        REALM.path("/users/" + dana.id() + "/reset-password"),
                        Somebody.json(Map.of("type", "password", "value", "password", "temporary", false)));
        assertAsked(laptop, dana);
    }

    @Test
    void twoPeopleOnOneBrowserKeepTheirOwnTrust() {
        confirmByCode(laptop, dana);
        Somebody vera = Somebody.of(REALM);
        endSession(laptop);
        confirmByCode(laptop, vera);
        assertTrusted(laptop, dana);
        assertTrusted(laptop, vera);
    }

    @Test
    void theTwentyFirstDeviceTakesThePlaceOfAnother() {
        Somebody many = Somebody.withDevices(REALM, MOST);
        confirmByCode(laptop, many);
        assertThat(many.devices()).hasSize(MOST);
        assertTrusted(laptop, many);
    }
}
