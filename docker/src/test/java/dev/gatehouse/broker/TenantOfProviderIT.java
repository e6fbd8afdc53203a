package dev.gatehouse.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.nimbusds.jwt.JWTParser;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import dev.gatehouse.server.Http;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who comes through an organization's identity provider gets tokens of that organization and of no other. */
class TenantOfProviderIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ULLA = "ulla@sundsvall.se";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(TenantOfProviderIT::addAResourceServer);

    private static void addAResourceServer(ObjectNode realm) {
        ObjectNode things = realm.withArray("clients")
                .addObject()
                .put("clientId", "things")
                .put("secret", "things-secret")
                .put("serviceAccountsEnabled", true)
                .put("authorizationServicesEnabled", true);
        things.putArray("defaultClientScopes").add("basic").add("enclii");
        things.putObject("authorizationSettings")
                .put("policyEnforcementMode", "PERMISSIVE")
                .putArray("resources")
                .addObject()
                .put("name", "thing");
    }

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
            // Keycloak 26.6 does not even take such a scope
            assertThatThrownBy(() -> through("onegate", "openid organization:acme organization:sundsvall"))
                    .isInstanceOf(RelyingParty.OAuthErrorException.class);
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
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        URI code = browser.open(login.url()).url();
        enable(false);
        try {
            // Keycloak takes its managed members for disabled too
            assertThatThrownBy(() -> cli.redeem(login, code)).isInstanceOf(RelyingParty.OAuthErrorException.class);
            assertThatThrownBy(() -> cli.refresh(tokens)).isInstanceOf(RelyingParty.OAuthErrorException.class);
        } finally {
            enable(true);
        }
    }

    @Test
    void whoseProviderIsTakenFromItsOrganizationGetsNoTokenOfTheOldSession() throws Exception {
        String person = "uno@sundsvall.se";
        upstream.addUser(person, "engineers");
        connect("second-gate");
        RelyingParty.Login first = cli.login(SOMEWHERE, "openid");
        Page page = Person.of(person).goOn(browser, browser.open(URI.create(first.url() + "&kc_idp_hint=second-gate")));
        assertTenant(cli.redeem(first, page.url()), "sundsvall");

        String acme =
                REALM.path("/organizations/" + organization("acme").get("id").textValue());
        REALM.admin().post(acme + "/members", REALM.user(person).get("id"));
        REALM.admin()
                .delete(REALM.path("/organizations/"
                        + organization("sundsvall").get("id").textValue() + "/identity-providers/second-gate"));
        for (String scope : List.of("openid", "openid organization:acme", "openid organization:sundsvall")) {
            RelyingParty.Login login = cli.login(SOMEWHERE, scope);
            URI code = browser.open(login.url()).url();
            assertRefused(() -> cli.redeem(login, code), "tenant_unknown");
        }
    }

    @Test
    void whoIsNoMemberOfItsOrganizationHasNoTenantNotEvenAtARefresh() throws Exception {
        upstream.addUser("dana@acme.example", "engineers");
        String dana = REALM.user("dana@acme.example").get("id").textValue();
        REALM.admin()
                .post(
                        REALM.path("/users/" + dana + "/federated-identity/onegate"),
                        JSON.createObjectNode()
                                .put("identityProvider", "onegate")
                                .put("userId", upstream.userId("dana@acme.example"))
                                .put("userName", "dana@acme.example"));
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid organization");
        Page page = Person.of("dana@acme.example")
                .goOn(browser, browser.open(URI.create(login.url() + "&kc_idp_hint=onegate")));
        Tokens tokens = cli.redeem(login, page.url());
        assertThat(tokens.accessToken().getClaims()).doesNotContainKey("tenant");
        // Keycloak would take the only membership for the choice, and pin it
        assertThat(cli.refresh(tokens).accessToken().getClaims()).doesNotContainKey("tenant");
    }

    @Test
    void noTokenThatSomebodySendsBesideTheirsDecides() throws Exception {
        Tokens tokens = through("onegate", "openid");
        String acme = organization("acme").get("id").textValue();
        String members = REALM.path("/organizations/" + acme + "/members");
        REALM.admin().post(members, REALM.user(ULLA).get("id"));
        try {
            String forged = forged("enclii-cli", acme);
            assertThat(post("/userinfo", Map.of("token", forged), tokens.rawAccessToken())
                            .path("tenant")
                            .asText())
                    .isEqualTo("sundsvall");

            Map<String, String> uma =
                    Map.of("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket", "audience", "things");
            assertThat(tenant(post("/token", uma, tokens.rawAccessToken()))).isEqualTo("sundsvall");
            Map<String, String> bent = new HashMap<>(uma);
            bent.put("token", forged("things", acme));
            assertThat(tenant(post("/token", bent, tokens.rawAccessToken()))).isEqualTo("sundsvall");
        } finally {
            REALM.admin().delete(members + "/" + REALM.user(ULLA).get("id").textValue());
        }
    }

    private static String tenant(JsonNode answer) throws Exception {
        assertThat(answer.has("access_token")).as(answer.toString()).isTrue();
        return JWTParser.parse(answer.get("access_token").textValue())
                .getJWTClaimsSet()
                .getStringClaim("tenant");
    }

    private static String forged(String azp, String tenantId) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = JSON.createObjectNode()
                .put("azp", azp)
                .put("tenant_id", tenantId)
                .toString();
        return base64.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(UTF_8)) + ".";
    }

    private static JsonNode post(String endpoint, Map<String, String> form, String bearer) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(REALM.issuer() + "/protocol/openid-connect" + endpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Bearer " + bearer)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(Http.client()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
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
