package dev.gatehouse.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who comes in by the address of their account, and what becomes of the others. */
class DomainGateIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private RelyingParty cli;
    private Browser browser;

    @BeforeEach
    void openABrowser() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
    }

    @Test
    void anAddressOfTheOrganizationComesIn() throws Exception {
        assertThat(new CommandLine(cli)
                        .logIn(browser, Person.of("gbg@gbg.se"), "openid")
                        .accessToken())
                .isNotNull();
    }

    @Test
    void anAddressThatOnlyLooksLikeAnAllowedOneIsRefusedWithAPage() throws Exception {
        Person mallory = Person.of("mallory@sundsvall.se.evil.example");
        Page page = mallory.goOn(
                browser, browser.open(cli.login(SOMEWHERE, "openid").url()));

        assertThat(page.id()).isEqualTo("gatehouse-refused");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text())
                .contains("not one that may sign in here", "Use another account")
                .doesNotContainIgnoringCase("sundsvall", "acme");
        JsonNode event = Events.last(REALM, "LOGIN_ERROR");
        assertThat(event.at("/error").textValue()).isEqualTo("access_denied");
        assertThat(event.at("/details/reason").textValue()).isEqualTo("domain_not_allowed");
        assertThat(event.at("/details/email_domain").textValue()).isEqualTo("sundsvall.se.evil.example");
        assertThat(event.at("/details/correlation_id").textValue())
                .isEqualTo(page.document().select("#gatehouse-correlation-id").text());
    }

    @Test
    void whoIsRefusedCanUseAnotherAccount() throws Exception {
        Page refused = Person.of("mallory@sundsvall.se.evil.example")
                .goOn(browser, browser.open(cli.login(SOMEWHERE, "openid").url()));
        Page again = browser.open(refused.link("#gatehouse-other-account").orElseThrow());
        Page last = Person.of("dana@acme.example").goOn(browser, again);
        assertThat(last.isOutside()).as(last.toString()).isTrue();
        assertThat(last.url().getQuery()).contains("code=");
    }

    @Test
    void anUnverifiedAddressIsVerifiedAndTheNextLoginPasses() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Person nora = Person.of("nora@acme.example").withoutMailbox();
        Page waiting = nora.goOn(browser, browser.open(login.url()));
        assertThat(waiting.id()).isEqualTo("gatehouse-verify-email");
        assertThat(waiting.text()).contains("We sent a mail to nora@acme.example");
        assertThat(Events.last(REALM, "LOGIN_ERROR").at("/details/reason").textValue())
                .isEqualTo("email_unverified");

        // the link opened in the same browser verifies, after a click of its own, and logs nobody in
        Page confirm =
                browser.open(Inbox.get().take("nora@acme.example").links().get(0));
        assertThat(REALM.user("nora@acme.example").get("emailVerified").booleanValue())
                .isFalse();
        Page verified = browser.open(confirm.link("#kc-info-message a").orElseThrow());
        assertThat(verified.isOutside()).isFalse();
        assertThat(verified.text()).contains("Your email address has been verified");
        assertThat(REALM.user("nora@acme.example").get("emailVerified").booleanValue())
                .isTrue();

        Page again = browser.open(waiting.link("#gatehouse-sign-in-again").orElseThrow());
        assertThat(again.formWith("username")).as(again.toString()).isPresent();
        Page last = Person.of("nora@acme.example").goOn(browser, again);
        assertThat(cli.redeem(login, last.url()).idToken().getBooleanClaim("email_verified"))
                .isTrue();
    }

    @Test
    void aRoleIsAskedForBeforeTheLoginIsOver() throws Exception {
        Page page = Person.of("umar@acme.example")
                .goOn(browser, browser.open(cli.login(SOMEWHERE, "openid").url()));
        assertThat(page.id()).isEqualTo("gatehouse-refused");
        assertThat(page.text()).contains("no role in this application");
        assertThat(Events.last(REALM, "LOGIN_ERROR").at("/details/reason").textValue())
                .isEqualTo("unmapped_groups");
    }

    @Test
    void aClientThatAsksForItIsToldOfARefusal() throws Exception {
        RelyingParty eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        RelyingParty.Login login = eneo.login(URI.create("http://localhost:3000/login/callback"), "openid email");
        Page page = Person.of("mallory@sundsvall.se.evil.example").goOn(browser, browser.open(login.url()));
        assertThat(page.isOutside()).as(page.toString()).isTrue();
        assertThat(page.url().getQuery().replace('+', ' '))
                .contains("error=access_denied", "error_description=Email domain not allowed", "state=");
    }

    @Test
    void whoAsksSilentlyIsSentNoMail() throws Exception {
        Person sven = Person.of("sven@sundsvall.se");
        assertThat(sven.signIn(browser, cli.login(SOMEWHERE, "openid").url()).getQuery())
                .contains("code=");
        unverify("sven@sundsvall.se", true);
        try {
            URI redirect = browser.open(
                            URI.create(cli.login(SOMEWHERE, "openid").url() + "&prompt=none"))
                    .url();
            assertThat(redirect.getQuery()).contains("error=login_required").doesNotContain("code=");
            assertThat(REALM.admin().get(REALM.path("/events?type=SEND_VERIFY_EMAIL&user=" + id("sven@sundsvall.se"))))
                    .isEmpty();
        } finally {
            unverify("sven@sundsvall.se", false);
        }
    }

    @Test
    void aClientThatAsksSilentlyIsToldOnce() throws Exception {
        RelyingParty eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        URI callback = URI.create("http://localhost:3000/login/callback");
        assertThat(Person.of("gbg@gbg.se")
                        .signIn(browser, eneo.login(callback, "openid email").url())
                        .getQuery())
                .contains("code=");
        domains("goteborg", "goteborg.se");
        try {
            URI redirect = browser.open(
                            URI.create(eneo.login(callback, "openid email").url() + "&prompt=none"))
                    .url();
            assertThat(redirect.toString()).startsWith(callback.toString());
            assertThat(redirect.getQuery()).containsOnlyOnce("error=").doesNotContain("code=");
        } finally {
            domains("goteborg", "goteborg.se", "gbg.se");
        }
    }

    @Test
    void oneMailIsSentHoweverOftenSomebodyComes() throws Exception {
        unverify("gun@goteborg.se", true);
        try {
            for (int i = 0; i < 3; i++) {
                Browser another = new Browser(REALM.server().url());
                Page page = Person.of("gun@goteborg.se")
                        .withoutMailbox()
                        .goOn(
                                another,
                                another.open(cli.login(SOMEWHERE, "openid").url()));
                assertThat(page.text()).contains("We sent a mail to gun@goteborg.se");
            }
            Inbox.get().take("gun@goteborg.se");
            assertThat(REALM.admin().get(REALM.path("/events?type=SEND_VERIFY_EMAIL&user=" + id("gun@goteborg.se"))))
                    .hasSize(1);
        } finally {
            unverify("gun@goteborg.se", false);
        }
    }

    @Test
    void aRefusalDoesNotCountTowardsALockOut() throws Exception {
        String mallory = "mallory@sundsvall.se.evil.example";
        for (int i = 0; i < 40; i++) {
            Browser another = new Browser(REALM.server().url());
            Page page = Person.of(mallory)
                    .goOn(another, another.open(cli.login(SOMEWHERE, "openid").url()));
            assertThat(page.id()).isEqualTo("gatehouse-refused");
        }
        JsonNode failures = REALM.admin().get(REALM.path("/attack-detection/brute-force/users/" + id(mallory)));
        assertThat(failures.get("numFailures").intValue()).isZero();
        assertThat(failures.get("disabled").booleanValue()).isFalse();
    }

    @Test
    void whoIsRefusedStaysRefusedWhateverTheirBrowserSends() throws Exception {
        Page refused = Person.of("mallory@sundsvall.se.evil.example")
                .goOn(browser, browser.open(cli.login(SOMEWHERE, "openid").url()));
        // the page has no form; this is what it would be sent to
        URI step = URI.create(refused.url().toString().replaceFirst("#.*", ""));
        for (Page again : List.of(browser.open(step), browser.post(step, Map.of("login", "Continue")))) {
            assertThat(again.isOutside()).as(again.toString()).isFalse();
        }
        Page silent = browser.open(URI.create(cli.login(SOMEWHERE, "openid").url() + "&prompt=none"));
        assertThat(silent.url().getQuery()).contains("error=").doesNotContain("code=");
    }

    @Test
    void aRegistrationThatIsRefusedLeavesNoAccountAndAnEventWithTheReason() throws Exception {
        Page start = browser.open(cli.login(SOMEWHERE, "openid").url());
        Page register = browser.open(start.link("a[href*=registration]").orElseThrow());
        Form form = register.formWith("firstName")
                .orElseThrow()
                .fill("email", "eve@sundsvall.se.evil.example")
                .fill("firstName", "Eve")
                .fill("lastName", "Evil");
        Page page = browser.submit(form);
        assertThat(page.document().select("#input-error-email").text())
                .isEqualTo("An address of this e-mail domain cannot be used here.");
        assertThat(REALM.admin().get(REALM.path("/users?search=eve"))).isEmpty();
        JsonNode event = Events.last(REALM, "REGISTER_ERROR");
        assertThat(event.at("/details/reason").textValue()).isEqualTo("domain_not_allowed");
        assertThat(event.at("/details/email_domain").textValue()).isEqualTo("sundsvall.se.evil.example");
        assertThat(event.at("/details/correlation_id").textValue()).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void oneCorrelationIdIsOnThePageInTheHeaderInTheEventAndInTheLog() throws Exception {
        Page page = Person.of("mallory@sundsvall.se.evil.example")
                .goOn(browser, browser.open(cli.login(SOMEWHERE, "openid").url()));
        String id = page.document().select("#gatehouse-correlation-id").text();
        assertThat(browser.received("X-Correlation-ID")).containsExactly(id);
        assertThat(Events.correlated(REALM, id).at("/details/reason").textValue())
                .isEqualTo("domain_not_allowed");
        assertThat(REALM.server().log())
                .containsPattern("LOGIN_ERROR.*correlation_id=\"?" + java.util.regex.Pattern.quote(id));
    }

    private static void unverify(String email, boolean unverified) {
        ObjectNode user = (ObjectNode) REALM.user(email);
        REALM.admin().put(REALM.path("/users/" + id(email)), user.put("emailVerified", !unverified));
    }

    private static String id(String email) {
        return REALM.user(email).get("id").textValue();
    }

    private static void domains(String alias, String... names) {
        String path = REALM.path("/organizations/"
                + REALM.admin()
                        .get(REALM.path("/organizations?search=" + alias))
                        .get(0)
                        .get("id")
                        .textValue());
        ObjectNode organization = (ObjectNode) REALM.admin().get(path);
        ArrayNode domains = organization.putArray("domains");
        for (String name : names) {
            domains.addObject().put("name", name).put("verified", true);
        }
        REALM.admin().put(path, organization);
    }
}
