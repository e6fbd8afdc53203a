package dev.gatehouse.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The provider of one tenant, sundsvall, says whatever it likes, and the people who come through it try whatever they can: they get
 * tokens of sundsvall or none.
 */
class BrokeredTenantIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");
    private static final String OWN = "onegate";
    private static final String OTHERS = "okta";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private static MockProvider mock;
    private static int people;

    private RelyingParty cli;
    private Browser browser;
    private String subject;
    private String email;

    @BeforeAll
    static void giveTwoTenantsTheirProviders() {
        mock = MockProvider.start(REALM.server());
        Providers providers = new Providers(REALM);
        Map.of(OWN, "sundsvall", OTHERS, "goteborg").forEach((alias, tenant) -> {
            providers.add(mock.representation(providers, alias)
                    .put("trustEmail", true)
                    .put("postBrokerLoginFlowAlias", "platform post broker"));
            providers.addMapper(alias, "oidc-hardcoded-group-idp-mapper", Map.of("group", "/developers"));
            REALM.admin()
                    .post(
                            REALM.path("/organizations/" + organizationId(tenant) + "/identity-providers"),
                            TextNode.valueOf(alias));
        });
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @BeforeEach
    void somebodyNew() throws Exception {
        people++;
        subject = "subject-" + people;
        email = "person" + people + "@sundsvall.se";
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
    }

    @Test
    void whoComesThroughItIsOfItsTenant() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Tokens tokens = cli.redeem(login, through(OWN, login, "", email).url());
        assertThat(tokens.accessToken().getStringClaim("tenant")).isEqualTo("sundsvall");
        assertThat(cli.refresh(tokens).accessToken().getStringClaim("tenant")).isEqualTo("sundsvall");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dana@acme.example",
                "gun@goteborg.se",
                "nobody@goteborg.se",
                "x@sundsvall.se.evil.example",
                "\"x@evil.example\"@sundsvall.se",
                "x@sundsv\u00adall.se"
            })
    void itVouchesForNobodyElsesAddresses(String claimed) throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = through(OWN, login, "", claimed);
        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(links(claimed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid organization:goteborg", "openid organization:acme"})
    void noScopeNamesAnotherTenant(String scope) throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, scope);
        assertRefused(through(OWN, login, "", email), "tenant_mismatch");
    }

    @Test
    void noParameterNamesAnotherTenant() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        assertRefused(through(OWN, login, "&tenant=goteborg", email), "tenant_mismatch");
    }

    @Test
    void noSecondTabOfTheSameSessionIsOfAnotherTenant() throws Exception {
        through(OWN, cli.login(SOMEWHERE, "openid"), "", email);
        for (String tab : List.of("openid organization:goteborg", "openid organization:acme")) {
            Page page = browser.open(cli.login(SOMEWHERE, tab).url());
            assertThat(page.isOutside()
                            && page.url().getQuery() != null
                            && page.url().getQuery().contains("code="))
                    .as(page.toString())
                    .isFalse();
        }
        RelyingParty.Login again = cli.login(SOMEWHERE, "openid");
        Tokens tokens = cli.redeem(again, browser.open(again.url()).url());
        assertThat(tokens.accessToken().getStringClaim("tenant")).isEqualTo("sundsvall");
    }

    @Test
    void aLinkWithAnotherTenantsAccountLeadsNowhere() throws Exception {
        String dana = REALM.user("dana@acme.example").get("id").textValue();
        String path = REALM.path("/users/" + dana + "/federated-identity/" + OWN);
        REALM.admin().post(path, JSON.createObjectNode().put("userId", subject).put("userName", subject));
        try {
            RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
            assertRefused(through(OWN, login, "", null), "domain_not_allowed");
        } finally {
            REALM.admin().delete(path);
        }
    }

    @Test
    void anAddressThatTurnsIntoAnotherTenantsEndsTheLogin() throws Exception {
        through(OWN, cli.login(SOMEWHERE, "openid"), "", email);
        browser.cookies().clear();
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        assertRefused(through(OWN, login, "", "person" + people + "@goteborg.se"), "domain_not_allowed");
    }

    @Test
    void membershipOfAnotherTenantChangesNothing() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Tokens tokens = cli.redeem(login, through(OWN, login, "", email).url());
        REALM.admin()
                .post(
                        REALM.path("/organizations/" + organizationId("goteborg") + "/members"),
                        REALM.user(email).get("id"));
        assertThat(cli.refresh(tokens).accessToken().getStringClaim("tenant")).isEqualTo("sundsvall");
        browser.cookies().clear();
        RelyingParty.Login again = cli.login(SOMEWHERE, "openid organization:goteborg");
        assertRefused(through(OWN, again, "", email), "tenant_mismatch");
    }

    @Test
    void theOthersProviderDoesNotTakeOverWhoCameThroughOurs() throws Exception {
        through(OWN, cli.login(SOMEWHERE, "openid"), "", email);
        browser.cookies().clear();
        // says that it is the same person
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = through(OTHERS, login, "", email);
        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(REALM.admin()
                        .get(REALM.path("/users/" + REALM.user(email).get("id").textValue() + "/federated-identity")))
                .hasSize(1);
    }

    @Test
    void theRefusedCanUseAnotherAccountAndAreAskedForItUpstream() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page refused = through(OWN, login, "", "x" + people + "@goteborg.se");
        assertThat(refused.id()).isEqualTo("gatehouse-refused");
        // the client has asked for this provider, which is told not to answer with the same person
        Page again = browser.open(refused.link("#gatehouse-other-account").orElseThrow());
        assertThat(again.isOutside() && mock.isAt(again.url()))
                .as(again.toString())
                .isTrue();
        assertThat(again.url().getQuery()).contains("prompt=login");
        mock.says(
                subject,
                Map.of("preferred_username", subject, "given_name", "Up", "family_name", "Stream", "email", email));
        // the provider here would ask on a page of its own
        Page last = browser.open(mock.answer(URI.create(again.url().toString().replace("prompt=login", ""))));
        assertThat(cli.redeem(login, last.url()).accessToken().getStringClaim("tenant"))
                .isEqualTo("sundsvall");
    }

    @Test
    void aDomainThatIsTakenAwayEndsWhatWasBegun() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Tokens tokens = cli.redeem(login, through(OWN, login, "", email).url());
        String path = REALM.path("/organizations/" + organizationId("sundsvall"));
        ObjectNode organization = (ObjectNode) REALM.admin().get(path);
        ObjectNode without = organization.deepCopy();
        without.putArray("domains")
                .addObject()
                .put("name", "sundsvall-kommun.se")
                .put("verified", true);
        REALM.admin().put(path, without);
        try {
            assertThatThrownBy(() -> cli.refresh(tokens)).hasMessageContaining("domain_not_allowed");
            Page page = browser.open(cli.login(SOMEWHERE, "openid").url());
            assertRefused(page, "domain_not_allowed");
        } finally {
            REALM.admin().put(path, organization);
        }
    }

    private Page through(String alias, RelyingParty.Login login, String parameters, String claimedEmail) {
        Map<String, Object> claims =
                new HashMap<>(Map.of("preferred_username", subject, "given_name", "Up", "family_name", "Stream"));
        if (claimedEmail != null) {
            claims.put("email", claimedEmail);
        }
        Page at = browser.open(URI.create(login.url() + "&kc_idp_hint=" + alias + parameters));
        if (!at.isOutside() || !mock.isAt(at.url())) {
            return at;
        }
        mock.says(subject, claims);
        return browser.open(mock.answer(at.url()));
    }

    private static void assertRefused(Page page, String reason) {
        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(page.id()).as(page.toString()).isEqualTo("gatehouse-refused");
        JsonNode event = Events.correlated(
                REALM, page.document().select("#gatehouse-correlation-id").text());
        assertThat(event.at("/details/reason").textValue()).isEqualTo(reason);
    }

    private static List<JsonNode> links(String email) {
        JsonNode users = REALM.admin()
                .get(REALM.path("/users?exact=true&email="
                        + java.net.URLEncoder.encode(email, java.nio.charset.StandardCharsets.UTF_8)));
        return users.valueStream()
                .flatMap(user -> REALM.admin()
                        .get(REALM.path("/users/" + user.get("id").textValue() + "/federated-identity"))
                        .valueStream())
                .toList();
    }

    private static String organizationId(String alias) {
        return REALM.admin()
                .get(REALM.path("/organizations?search=" + alias))
                .get(0)
                .get("id")
                .textValue();
    }
}
