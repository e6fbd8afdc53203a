package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which mails are sent, to whom, and what becomes of a login when there is none. */
class DeviceMailIT {

    private static final int AN_HOUR = 5;

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(realm -> {
        // the step alone, without the gates before it
        PlatformRealm.openDoors(realm);
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        realm.put("registrationEmailAsUsername", false);
        realm.put("internationalizationEnabled", true);
        realm.putArray("supportedLocales").add("en").add("sv").add("de");
        realm.put("defaultLocale", "en");
    });

    private RelyingParty cli;
    private Browser browser;
    private Somebody dana;

    @BeforeEach
    void somebody() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        dana = Somebody.of(REALM);
    }

    private URI login() {
        return cli.login(Somebody.SOMEWHERE, "openid").url();
    }

    @Test
    void itTellsWhatWhenFromWhereAndForWhat() {
        browser.sends(
                "User-Agent",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36");
        Page waiting = dana.signIn(browser, cli);
        assertThat(waiting.text()).contains("p•••@acme.example").doesNotContain(dana.email());
        Mail mail = dana.mail();
        for (String part : new String[] {mail.text(), mail.html()}) {
            assertThat(part).contains("Chrome on Windows", "UTC", "Enclii");
        }
        assertThat(mail.links())
                .allMatch(link -> link.toString().startsWith(REALM.issuer().toString()));
    }

    @Test
    void nothingIsShownOrSentBeforeThePasswordIsRight() {
        Page page = new Person(dana.email(), "wrong").goOn(browser, browser.open(login()));
        assertThat(page.formWith("password")).isPresent();
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
    }

    @Test
    void aSilentLoginSendsNothingAndWritesNothing() {
        Page waiting = dana.signIn(browser, cli);
        dana.mail();
        browser.submit(waiting.forms().get(0));
        Somebody other = Somebody.of(REALM);
        // a session of an exempt login, joined silently by a client that is not exempt
        RelyingParty eneo = eneo();
        Browser theirs = new Browser(REALM.server().url());
        Page in = other.person()
                .goOn(
                        theirs,
                        theirs.open(eneo.login(URI.create("http://localhost:3000/login/callback"), "openid email")
                                .url()));
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        Page silent = theirs.open(URI.create(login() + "&prompt=none"));
        assertThat(silent.isOutside()).as(silent.toString()).isTrue();
        assertThat(silent.url().getQuery()).contains("error=").doesNotContain("code=");
        assertThat(DeviceEvents.of(other, "device_verification_sent")).isEmpty();
        assertThat(other.devices()).isEmpty();
    }

    private RelyingParty eneo() {
        try {
            return RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noMoreThanFiveMailsGoToSomebodyInAnHour() {
        Page page = dana.signIn(browser, cli);
        for (int i = 1; i < AN_HOUR; i++) {
            page = dana.again(browser, page);
        }
        for (int i = 0; i < AN_HOUR; i++) {
            dana.mail();
        }
        Page refused = pressUntil(page, "mail_too_many");
        assertThat(refused.id()).isEqualTo("gatehouse-device-wait");
        // neither in this login nor in another
        Page other = dana.signIn(new Browser(REALM.server().url()), cli);
        assertThat(other.id()).isEqualTo("gatehouse-device-wait");
        assertThat(other.formWith("code")).isEmpty();
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).hasSize(AN_HOUR);
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).contains("mail_too_many");
    }

    private Page pressUntil(Page from, String reason) {
        Page page = from;
        long end = System.nanoTime() + 20_000_000_000L;
        while (!DeviceEvents.reasons(dana, "device_verification_failed").contains(reason) && System.nanoTime() < end) {
            Page shown = page;
            page = browser.submit(page.formWith("again")
                    .orElseThrow(() -> new AssertionError(shown.toString()))
                    .press("again"));
        }
        return page;
    }

    @Test
    void reloadingThePageSendsNothing() {
        Page waiting = dana.signIn(browser, cli);
        dana.mail();
        for (int i = 0; i < 3; i++) {
            Page again = browser.open(
                    URI.create(waiting.forms().get(0).action().toString().replaceFirst("session_code=[^&]*&", "")));
            assertThat(again.id()).isEqualTo("gatehouse-device-wait");
        }
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).hasSize(1);
    }

    @Test
    void withoutAnAddressNobodyPasses() {
        ObjectNode user = (ObjectNode) REALM.user(dana.email());
        user.put("email", "").put("emailVerified", true);
        REALM.admin().put(REALM.path("/users/" + dana.id()), user);
        Page page = dana.signIn(browser, cli);
        assertThat(page.isOutside()).isFalse();
        assertThat(page.id()).isEqualTo("gatehouse-refused");
        assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).containsExactly("email_missing");
    }

    @Test
    void anAddressThatIsNotVerifiedIsVerifiedFirst() {
        ObjectNode user = (ObjectNode) REALM.user(dana.email());
        user.put("emailVerified", false);
        REALM.admin().put(REALM.path("/users/" + dana.id()), user);
        Page page = dana.signIn(browser, cli);
        assertThat(page.id()).isEqualTo("gatehouse-verify-email");
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
    }

    @Test
    void theLanguageIsThePersonsAndNoRequestsChoice() {
        Page waiting = dana.person().goOn(browser, browser.open(URI.create(login() + "&ui_locales=de&kc_locale=de")));
        assertThat(waiting.document().select("html").attr("lang")).isEqualTo("de");
        assertThat(dana.mail().html()).contains("lang=\"en\"");

        Somebody svea = Somebody.of(REALM);
        ObjectNode user = (ObjectNode) REALM.user(svea.email());
        user.putObject("attributes").putArray("locale").add("sv");
        REALM.admin().put(REALM.path("/users/" + svea.id()), user);
        Browser theirs = new Browser(REALM.server().url());
        svea.person().goOn(theirs, theirs.open(URI.create(login() + "&kc_locale=de")));
        assertThat(svea.mail().html()).contains("lang=\"sv\"");
    }

    @Test
    void aMailServerThatIsDownOrSlowTrustsNobody() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"))) {
            Map<String, String> working =
                    smtp(Map.of("port", Integer.toString(silent.getLocalPort()), "timeout", "1000"));
            Page page = dana.signIn(browser, cli);
            assertThat(page.id()).isEqualTo("gatehouse-device-wait");
            assertThat(page.status()).isEqualTo(500);
            assertThat(DeviceEvents.reasons(dana, "device_verification_failed")).containsExactly("mail_failed");
            // nothing can be entered or gone on with
            assertThat(page.formWith("code")).isEmpty();
            Page still = browser.post(page.forms().get(0).action(), Map.of("code", "000000"));
            assertThat(still.isOutside()).isFalse();

            smtp(working);
            Inbox.get().empty(dana.email());
            Page sent = browser.submit(still.formWith("again").orElseThrow().press("again"));
            assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
            assertThat(browser.submit(sent.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())))
                            .isOutside())
                    .isTrue();
        }
    }

    /** Changes the realm's mail server. @return what it was */
    private Map<String, String> smtp(Map<String, String> change) throws IOException {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        ObjectNode smtp = (ObjectNode) realm.get("smtpServer");
        Map<String, String> before = Map.of("port", smtp.get("port").asText(), "timeout", "10000");
        change.forEach(smtp::put);
        REALM.admin().put(REALM.path(""), realm);
        return before;
    }
}
