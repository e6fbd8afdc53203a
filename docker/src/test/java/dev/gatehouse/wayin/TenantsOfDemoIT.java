package dev.gatehouse.wayin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo's tenants with an identity provider of their own, and the people who come from there. */
class TenantsOfDemoIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withProviders();

    private RelyingParty cli;
    private Browser browser;

    @BeforeEach
    void openABrowser() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
    }

    @Test
    void ullaComesFromSundsvallAsADeveloper() throws Exception {
        Person ulla = Person.of("ulla@sundsvall.se");
        assertComesIn("sundsvall", ulla, "developer");
        assertThat(ulla.seen()).containsExactly("login");
        // the first of Sundsvall's admins is an admin of certctl
        assertCertctlGroups("sundsvall", "certctl-admins", "certctl-engineers");
    }

    @Test
    void gertComesFromGoteborgAsAViewer() throws Exception {
        Person gert = Person.of("gert@goteborg.se");
        assertComesIn("goteborg", gert, "viewer");
        assertThat(gert.seen()).containsExactly("login");
        assertCertctlGroups("goteborg", "certctl-viewers");
    }

    @Test
    void stinaComesFromStockholmAndConfirmsTheAddressThatEntraDoesNotVouchFor() throws Exception {
        Person stina = Person.of("stina@stockholm.se");
        assertComesIn("stockholm", stina, "developer");
        assertThat(stina.seen()).containsExactly("login", "gatehouse-verify-email", "info");
        assertCertctlGroups("stockholm", "certctl-engineers");
        // confirmed once is enough
        browser = new Browser(REALM.server().url());
        Person again = Person.of("stina@stockholm.se");
        assertComesIn("stockholm", again, "developer");
        assertThat(again.seen()).containsExactly("login");
    }

    private void assertComesIn(String tenant, Person person, String role) throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page provider = browser.open(URI.create(login.url() + "&tenant=" + tenant));
        assertThat(provider.url().getPath())
                .as(provider.toString())
                .startsWith("/realms/" + REALM.name() + "-upstream-" + tenant + "/");
        Page end = person.goOn(browser, provider);
        assertThat(end.isOutside()).as(end.toString()).isTrue();
        Tokens tokens = cli.redeem(login, end.url());
        assertThat(tokens.accessToken().getStringClaim("tenant")).isEqualTo(tenant);
        assertThat(tokens.accessToken().getStringListClaim("roles")).containsExactly(role);
        assertThat(tokens.idToken().getStringClaim("email")).isEqualTo(person.email());
        assertThat(tokens.idToken().getBooleanClaim("email_verified")).isTrue();
        assertThat(tokens.idToken().getStringClaim("name")).isNotBlank();
    }

    private void assertCertctlGroups(String tenant, String... groups) throws Exception {
        RelyingParty certctl = RelyingParty.confidentialClient(REALM.issuer(), "certctl", "certctl-secret")
                .withPkce();
        RelyingParty.Login login = certctl.login(URI.create("https://localhost:8443/auth/oidc/callback"), "openid");
        Page end = browser.open(URI.create(login.url() + "&tenant=" + tenant));
        assertThat(end.isOutside()).as(end.toString()).isTrue();
        assertThat(certctl.redeem(login, end.url()).idToken().getStringListClaim("groups"))
                .isEqualTo(List.of(groups));
    }
}
