package dev.gatehouse.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
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
}
