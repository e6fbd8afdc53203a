package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who comes through an organization's identity provider gets tokens of that organization and of no other. */
class TenantOfProviderIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");
    private static final String ULLA = "ulla@sundsvall.se";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private static Providers providers;
    private static KeycloakProvider upstream;

    private RelyingParty cli;
    private Browser browser;

    @BeforeAll
    static void giveAnOrganizationItsProvider() {
        providers = new Providers(REALM);
        upstream = KeycloakProvider.create(REALM);
        upstream.addUser(ULLA, "engineers");
        connect("onegate");
    }

    private static void connect(String alias) {
        providers.add(upstream.oidc(providers, alias));
        providers.addMapper(
                alias,
                OidcGroupsMapper.PROVIDER_ID,
                Map.of("upstream.groups", "groups", "groups", Providers.table("engineers", "/developers")));
        REALM.admin()
                .post(
                        REALM.path("/organizations/"
                                + organization("sundsvall").get("id").textValue() + "/identity-providers"),
                        TextNode.valueOf(alias));
    }

    @AfterAll
    static void takeItAway() {
        upstream.close();
    }

    @BeforeEach
    void openABrowser() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
    }

    @Test
    void whoFirstComesThroughItIsAMemberAndItsTenantTheirs() throws Exception {
        assertTenant(through("onegate", "openid"), "sundsvall");
        assertTenant(through("onegate", "openid organization:sundsvall"), "sundsvall");
    }

    @Test
    void noScopeLeadsToAnotherTenantNotEvenForAMemberOfIt() throws Exception {
        through("onegate", "openid");
        assertRefused(() -> through("onegate", "openid organization:acme"), "tenant_mismatch");

        String members =
                REALM.path("/organizations/" + organization("acme").get("id").textValue() + "/members");
        REALM.admin().post(members, REALM.user(ULLA).get("id"));
        try {
            assertTenant(through("onegate", "openid"), "sundsvall");
            assertRefused(() -> through("onegate", "openid organization:acme"), "tenant_mismatch");
            assertRefused(
                    () -> through("onegate", "openid organization:acme organization:sundsvall"), "tenant_mismatch");
            assertTenant(through("onegate", "openid organization:*"), "sundsvall");
        } finally {
            REALM.admin().delete(members + "/" + REALM.user(ULLA).get("id").textValue());
        }
    }

    @Test
    void noSecondTabAndNoRefreshLeadsThere() throws Exception {
        Tokens tokens = through("onegate", "openid");
        String members =
                REALM.path("/organizations/" + organization("acme").get("id").textValue() + "/members");
        REALM.admin().post(members, REALM.user(ULLA).get("id"));
        try {
            // the session is there: nothing is asked
            RelyingParty.Login second = cli.login(SOMEWHERE, "openid organization:acme");
            Page page = Person.of(ULLA).choosing("acme").goOn(browser, browser.open(second.url()));
            assertRefused(() -> cli.redeem(second, page.url()), "tenant_mismatch");

            RelyingParty.Login third = cli.login(SOMEWHERE, "openid organization");
            Page chosen = Person.of(ULLA).choosing("acme").goOn(browser, browser.open(third.url()));
            assertTenant(cli.redeem(third, chosen.url()), "sundsvall");

            assertTenant(cli.refresh(tokens), "sundsvall");
            assertTenant(cli.refresh(tokens, "openid organization:acme"), "sundsvall");
        } finally {
            REALM.admin().delete(members + "/" + REALM.user(ULLA).get("id").textValue());
        }
    }

    @Test
    void whoseOrganizationIsDisabledGetsNoTokenEvenOfAnother() throws Exception {
        Tokens tokens = through("onegate", "openid");
        enable(false);
        try {
            RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
            Page page = Person.of(ULLA).goOn(browser, browser.open(login.url()));
            assertRefused(() -> cli.redeem(login, page.url()), "tenant_disabled");
            assertThatThrownBy(() -> cli.refresh(tokens)).isInstanceOf(RelyingParty.OAuthErrorException.class);
        } finally {
            enable(true);
        }
    }

    @Test
    void whoseProviderIsGoneGetsNoNewTokenOfTheOldSession() throws Exception {
        connect("second-gate");
        String person = "uno@sundsvall.se";
        upstream.addUser(person, "engineers");
        RelyingParty.Login first = cli.login(SOMEWHERE, "openid");
        Page page = Person.of(person).goOn(browser, browser.open(URI.create(first.url() + "&kc_idp_hint=second-gate")));
        assertTenant(cli.redeem(first, page.url()), "sundsvall");

        RelyingParty.Login second = cli.login(SOMEWHERE, "openid");
        URI code = browser.open(second.url()).url();
        providers.remove("second-gate");
        assertRefused(() -> cli.redeem(second, code), "tenant_unknown");
    }

    private Tokens through(String alias, String scope) throws Exception {
        browser.cookies().clear();
        RelyingParty.Login login = cli.login(SOMEWHERE, scope);
        Page page = Person.of(ULLA)
                .choosing("acme")
                .goOn(browser, browser.open(URI.create(login.url() + "&kc_idp_hint=" + alias)));
        return cli.redeem(login, page.url());
    }

    private static void assertTenant(Tokens tokens, String alias) throws Exception {
        assertThat(tokens.accessToken().getStringClaim("tenant")).isEqualTo(alias);
        assertThat(tokens.idToken().getStringClaim("tenant")).isEqualTo(alias);
    }

    private static void assertRefused(ThrowingCallable grant, String reason) {
        assertThatThrownBy(grant)
                .isInstanceOf(RelyingParty.OAuthErrorException.class)
                .hasMessageStartingWith("access_denied: " + reason + ": ");
    }

    private static void enable(boolean enabled) {
        ObjectNode organization = (ObjectNode) organization("sundsvall");
        REALM.admin()
                .put(
                        REALM.path("/organizations/" + organization.get("id").textValue()),
                        organization.put("enabled", enabled));
    }

    private static JsonNode organization(String alias) {
        return REALM.admin()
                .get(REALM.path("/organizations?briefRepresentation=false"))
                .valueStream()
                .filter(candidate -> candidate.get("alias").textValue().equals(alias))
                .findFirst()
                .orElseThrow();
    }
}
