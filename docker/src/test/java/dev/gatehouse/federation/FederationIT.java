package dev.gatehouse.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.broker.KeycloakProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call makes everything that a tenant's people need to come in, the same call changes nothing, and another takes it away. */
class FederationIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String UPSTREAM_SECRET = "platform-secret";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(FederationIT::prepare);

    private static void prepare(ObjectNode realm) {
        TenantApi.addFlows(realm);
        TenantApi.addAdmin(realm, "not-clients", List.of("manage-realm", "manage-identity-providers", "manage-users"));
        for (JsonNode client : realm.get("clients")) {
            if (client.get("clientId").textValue().equals("eneo")) {
                ((ObjectNode) client).withArray("optionalClientScopes").add("offline_access");
            }
        }
        realm.withObject("/attributes")
                .put("gatehouse.authenticators.post_broker_flow", TenantApi.GATED)
                .put("gatehouse.authenticators.federation_client", "eneo");
    }

    private static KeycloakProvider upstream;
    private static Providers providers;
    private final TenantApi tenants = new TenantApi(REALM);

    @BeforeAll
    static void startTheProvider() {
        upstream = KeycloakProvider.create(REALM);
        providers = new Providers(REALM);
    }

    @AfterAll
    static void stopIt() {
        upstream.close();
    }

    /** What connects the tenant with the second realm, by its discovery document where that names addresses that a browser reaches. */
    private ObjectNode upstreamBody(String slug, String domain) {
        String alias = "tenant-" + slug;
        JsonNode config = upstream.oidc(providers, alias).get("config");
        ObjectNode body = JSON.createObjectNode()
                .put("provider", "generic_oidc")
                .put("canonical_public_origin", "https://platform." + domain)
                .put("client_id", alias)
                .put("client_secret", UPSTREAM_SECRET)
                .put("trust_email", true);
        body.putArray("allowed_domains").add(domain);
        if (REALM.server().url().equals(REALM.server().ownUrl())) {
            return body.put(
                    "discovery_endpoint",
                    REALM.server().url() + "/realms/" + upstream.name() + "/.well-known/openid-configuration");
        }
        return body.put("issuer", REALM.server().url() + "/realms/" + upstream.name())
                .put("authorization_endpoint", config.get("authorizationUrl").textValue())
                .put("token_endpoint", config.get("tokenUrl").textValue())
                .put("jwks_uri", config.get("jwksUrl").textValue());
    }

    /** Signs in to the platform, where the tenant's people open it. */
    private static Tokens logIn(String redirectUri, String alias, String person, String scope) throws Exception {
        RelyingParty eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        RelyingParty.Login login = eneo.login(URI.create(redirectUri), scope);
        URI redirect = Person.of(person)
                .signIn(new Browser(REALM.server().url()), URI.create(login.url() + "&kc_idp_hint=" + alias));
        return eneo.redeem(login, redirect);
    }

    @Test
    void aPersonOfANewTenantComesInAfterOneCallAndIsPutOutByAnother() throws Exception {
        String person = "maja@malmo.se";
        upstream.addUser(person, "engineers");
        Admin.Answer made =
                tenants.put("malmo", upstreamBody("malmo", "malmo.se").put("display_name", "Malmö stad"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.body().get("name").textValue()).isEqualTo("Malmö stad");
        assertThat(made.body().at("/federation/upstream_redirect_uri").textValue())
                .isEqualTo(REALM.issuer() + "/broker/tenant-malmo/endpoint");

        Tokens tokens = logIn(
                made.body().at("/federation/redirect_uri").textValue(),
                "tenant-malmo",
                person,
                "openid organization:malmo offline_access");
        assertThat(tokens.idToken().getStringClaim("tenant")).isEqualTo("malmo");
        JsonNode user = REALM.user(person);
        assertThat(user.get("emailVerified").booleanValue()).isTrue();

        Map<String, JsonNode> before = tenants.everything();
        Admin.Answer refused = tenants.delete("malmo", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().get("error").textValue()).isEqualTo("sessions_active");
        assertThat(tenants.changedSince(before)).isEmpty();

        Admin.Answer forced = tenants.delete("malmo", "?force=true");
        assertThat(forced.status()).as(forced.toString()).isEqualTo(204);
        String id = user.get("id").textValue();
        assertThat(REALM.user(person).get("id").textValue()).isEqualTo(id);
        assertThat(REALM.admin().get(REALM.path("/users/" + id + "/sessions"))).isEmpty();
        String eneo = tenants.client("eneo").get("id").textValue();
        assertThat(REALM.admin().get(REALM.path("/users/" + id + "/offline-sessions/" + eneo)))
                .isEmpty();
        assertThat(REALM.admin().get(REALM.path("/users/" + id + "/federated-identity")))
                .isEmpty();
        JsonNode organization = tenants.organization("malmo").orElseThrow();
        assertThat(organization.get("domains").findValuesAsText("name")).containsExactly("malmo.se");
        assertThat(REALM.admin()
                        .get(REALM.path(
                                "/organizations/" + organization.get("id").textValue() + "/members"))
                        .findValuesAsText("username"))
                .containsExactly(person);
        assertThat(tenants.get("malmo").body().get("error").textValue()).isEqualTo("federation_missing");
    }

    @Test
    void whoMayNotRemoveTheTenantLogsNobodyOutEither() throws Exception {
        assumeTrue(REALM.server().thisMachine().equals("127.0.0.1"));
        String person = "stig@kiruna.se";
        upstream.addUser(person, "engineers");
        JsonNode made = tenants.made("kiruna", upstreamBody("kiruna", "kiruna.se"));
        ObjectNode eneo = (ObjectNode) tenants.client("eneo");
        AtomicInteger told = new AtomicInteger();
        try (Documents documents = Documents.start()) {
            documents.publish("/logout", "", told::incrementAndGet);
            ObjectNode listening = eneo.deepCopy();
            listening.withObject("/attributes").put("backchannel.logout.url", documents.base() + "/logout");
            String client = REALM.path("/clients/" + eneo.get("id").textValue());
            REALM.admin().put(client, listening);
            logIn(made.at("/federation/redirect_uri").textValue(), "tenant-kiruna", person, "openid");
            String path = tenants.path("kiruna") + "?force=true";
            assertThat(tenants.send("not-clients", "DELETE", path, "").statusCode())
                    .isEqualTo(403);
            assertThat(told).hasValue(0);
            String id = REALM.user(person).get("id").textValue();
            assertThat(REALM.admin().get(REALM.path("/users/" + id + "/sessions")))
                    .hasSize(1);

            assertThat(tenants.delete("kiruna", "?force=true").status()).isEqualTo(204);
            assertThat(told).hasValue(1);
            listening.withObject("/attributes").put("backchannel.logout.url", "");
            listening.set("redirectUris", tenants.client("eneo").get("redirectUris"));
            REALM.admin().put(client, listening);
        }
    }

    @Test
    void everythingIsMadeThatAnAdminWouldMakeByHand() {
        ObjectNode body = TenantApi.body("orebro.se").put("userinfo_endpoint", "https://id.orebro.se/userinfo");
        body.putObject("claims_mapping").put("email", "preferred_email").put("name", "full_name");
        JsonNode made = tenants.made("orebro", body);

        JsonNode organization = tenants.organization("orebro").orElseThrow();
        assertThat(organization.get("domains").findValuesAsText("name")).containsExactly("orebro.se");
        assertThat(organization.path("attributes").has("gatehouse.allow_all_domains"))
                .isFalse();

        JsonNode provider = tenants.provider("tenant-orebro");
        assertThat(provider.get("providerId").textValue()).isEqualTo("oidc");
        assertThat(provider.get("enabled").booleanValue()).isTrue();
        assertThat(provider.get("trustEmail").booleanValue()).isFalse();
        assertThat(provider.get("postBrokerLoginFlowAlias").textValue()).isEqualTo(TenantApi.GATED);
        assertThat(provider.get("organizationId")).isEqualTo(organization.get("id"));
        JsonNode config = provider.get("config");
        assertThat(config.get("issuer").textValue()).isEqualTo("https://id.orebro.se");
        assertThat(config.get("tokenUrl").textValue()).isEqualTo("https://id.orebro.se/token");
        assertThat(config.get("validateSignature").textValue()).isEqualTo("true");
        assertThat(config.get("syncMode").textValue()).isEqualTo("FORCE");
        assertThat(config.get("defaultScope").textValue()).isEqualTo("openid profile email");

        assertThat(tenants.mappers("tenant-orebro")).singleElement().satisfies(mapper -> {
            assertThat(mapper.get("identityProviderMapper").textValue()).isEqualTo("gatehouse-broker-claims-mapper");
            assertThat(mapper.at("/config/syncMode").textValue()).isEqualTo("FORCE");
            assertThat(mapper.get("config").get("upstream.email").textValue()).isEqualTo("preferred_email");
            assertThat(mapper.get("config").get("upstream.full_name").textValue())
                    .isEqualTo("full_name");
        });
        JsonNode client = tenants.client("eneo");
        assertThat(texts(client.get("redirectUris"))).contains("https://orebro.se/login/callback");
        assertThat(texts(client.get("webOrigins"))).contains("https://orebro.se");

        assertThat(made.get("warnings").findValuesAsText("code")).containsExactly("client_secret_in_database");
        JsonNode federation = made.get("federation");
        assertThat(federation.get("client_secret_set").booleanValue()).isTrue();
        assertThat(federation.get("client_secret_in_vault").booleanValue()).isFalse();
        assertThat(texts(federation.get("allowed_domains"))).containsExactly("orebro.se");
        assertThat(federation.at("/claims_mapping/email").textValue()).isEqualTo("preferred_email");
        assertThat(federation.get("platform_client").textValue()).isEqualTo("eneo");
        assertThat(tenants.get("orebro").body()).isEqualTo(made);
        assertThat(tenants.get(organization.get("id").textValue()).body()).isEqualTo(made);
    }

    @Test
    void theSameCallTwiceChangesNothingAndTellsNothing() {
        ObjectNode body = TenantApi.body("gavle.se");
        body.putObject("claims_mapping").put("email", "mail");
        int events = tenants.adminEvents().size();
        tenants.made("gavle", body);
        assertThat(tenants.adminEvents().size() - events).isEqualTo(4);
        assertThat(tenants.adminEvents().findValuesAsText("resourceType").subList(0, 4))
                .containsExactlyInAnyOrder("ORGANIZATION", "CLIENT", "IDENTITY_PROVIDER", "IDENTITY_PROVIDER_MAPPER");

        Map<String, JsonNode> before = tenants.everything();
        Admin.Answer again = tenants.put("gavle", body);
        assertThat(again.status()).isEqualTo(200);
        body.remove("client_secret");
        assertThat(tenants.put("gavle", body).status()).isEqualTo(200);
        assertThat(tenants.changedSince(before)).isEmpty();

        tenants.made("gavle", body.put("trust_email", true));
        assertThat(tenants.adminEvents().findValuesAsText("resourcePath").get(0))
                .isEqualTo("identity-provider/instances/tenant-gavle");
        assertThat(tenants.adminEvents().get(0).get("operationType").textValue())
                .isEqualTo("UPDATE");
    }

    @Test
    void whatACallLeavesOutGoesAndWhatOthersAddedStays() {
        ObjectNode body = TenantApi.body("umea.se");
        body.putArray("scopes").add("openid").add("groups");
        body.putObject("claims_mapping").put("email", "mail");
        tenants.made("umea", body);
        REALM.admin()
                .post(
                        REALM.path("/identity-provider/instances/tenant-umea/mappers"),
                        JSON.createObjectNode()
                                .put("name", "by hand")
                                .put("identityProviderAlias", "tenant-umea")
                                .put("identityProviderMapper", "hardcoded-attribute-idp-mapper"));
        ObjectNode provider = (ObjectNode) tenants.provider("tenant-umea");
        ((ObjectNode) provider.get("config"))
                .put("prompt", "login")
                .put("validateSignature", "false")
                .put("disableNonce", "true");
        REALM.admin().put(REALM.path("/identity-provider/instances/tenant-umea"), provider);

        body.remove(List.of("scopes", "claims_mapping"));
        tenants.made("umea", body);
        JsonNode config = tenants.provider("tenant-umea").get("config");
        assertThat(config.get("defaultScope").textValue()).isEqualTo("openid profile email");
        assertThat(config.get("prompt").textValue()).isEqualTo("login");
        assertThat(config.get("validateSignature").textValue()).isEqualTo("true");
        assertThat(config.has("disableNonce")).isFalse();
        assertThat(tenants.mappers("tenant-umea").findValuesAsText("name")).containsExactly("by hand");
    }

    @Test
    void noListAllowsAllDomainsByASwitchAndWithAWarning() {
        ObjectNode body = TenantApi.body("kiruna.se");
        tenants.made("kiruna", body);
        body.remove("allowed_domains");
        JsonNode open = tenants.made("kiruna", body);
        assertThat(open.get("warnings").findValuesAsText("code")).contains("all_domains_allowed");
        assertThat(open.at("/federation/allow_all_domains").booleanValue()).isTrue();
        assertThat(open.at("/federation/allowed_domains")).isEmpty();
        JsonNode organization = tenants.organization("kiruna").orElseThrow();
        assertThat(organization.at("/attributes/gatehouse.allow_all_domains/0").textValue())
                .isEqualTo("true");
        assertThat(organization.get("domains").findValuesAsText("name")).containsExactly("kiruna.se");
        assertThat(REALM.server().log())
                .contains(
                        "the organization " + organization.get("id").textValue() + " lets in addresses of all domains");

        body.putArray("allowed_domains").add("Kiruna.se").add("bücher.example");
        JsonNode closed = tenants.made("kiruna", body);
        assertThat(closed.get("warnings").findValuesAsText("code")).doesNotContain("all_domains_allowed");
        assertThat(texts(closed.at("/federation/allowed_domains")))
                .containsExactly("kiruna.se", "xn--bcher-kva.example");
        assertThat(tenants.organization("kiruna")
                        .orElseThrow()
                        .path("attributes")
                        .has("gatehouse.allow_all_domains"))
                .isFalse();

        body.putArray("allowed_domains");
        tenants.made("kiruna", body);
        assertThat(tenants.delete("kiruna", "").status()).isEqualTo(204);
        assertThat(tenants.organization("kiruna")
                        .orElseThrow()
                        .path("attributes")
                        .has("gatehouse.allow_all_domains"))
                .isFalse();
    }

    @Test
    void anOrganizationThatIsThereKeepsWhatItHas() {
        JsonNode before = tenants.organization("guild").orElseThrow();
        JsonNode made = tenants.made("guild", TenantApi.body("guild.example").put("display_name", "The Guild"));
        JsonNode after = tenants.organization("guild").orElseThrow();
        assertThat(after.get("id")).isEqualTo(before.get("id"));
        assertThat(after.get("name").textValue()).isEqualTo("Guild");
        assertThat(after.get("domains")).isEqualTo(before.get("domains"));
        assertThat(texts(after.at("/attributes/gatehouse.admitted_domains"))).containsExactly("acme.example");
        assertThat(made.get("display_name").textValue()).isEqualTo("The Guild");
    }

    @Test
    void aRedirectUriGoesWithTheLastTenantThatUsesIt() {
        String shared = "https://shared.example/login/callback";
        for (String slug : List.of("lund", "ystad")) {
            tenants.made(slug, TenantApi.body(slug + ".se").put("canonical_public_origin", "https://Shared.example"));
        }
        assertThat(texts(tenants.client("eneo").get("redirectUris"))).containsOnlyOnce(shared);

        tenants.made("lund", TenantApi.body("lund.se").put("redirect_path", "/sso"));
        assertThat(texts(tenants.client("eneo").get("redirectUris"))).contains(shared, "https://lund.se/sso");
        assertThat(texts(tenants.client("eneo").get("webOrigins")))
                .contains("https://shared.example", "https://lund.se");

        assertThat(tenants.delete("ystad", "").status()).isEqualTo(204);
        assertThat(texts(tenants.client("eneo").get("redirectUris")))
                .contains("https://lund.se/sso")
                .doesNotContain(shared);
        assertThat(texts(tenants.client("eneo").get("webOrigins"))).doesNotContain("https://shared.example");
    }

    @Test
    void aRedirectUriThatWasThereByHandStays() {
        ObjectNode body = TenantApi.body("visby.se").put("canonical_public_origin", "http://localhost:3000");
        tenants.made("visby", body);
        tenants.made("visby", body.put("canonical_public_origin", "http://127.0.0.1:3000"));
        assertThat(texts(tenants.client("eneo").get("redirectUris")))
                .contains("http://localhost:3000/login/callback", "http://127.0.0.1:3000/login/callback");
        assertThat(tenants.delete("visby", "").status()).isEqualTo(204);
        assertThat(texts(tenants.client("eneo").get("redirectUris")))
                .contains("http://localhost:3000/login/callback")
                .doesNotContain("http://127.0.0.1:3000/login/callback");
        assertThat(texts(tenants.client("eneo").get("webOrigins"))).contains("http://localhost:3000");
    }

    @Test
    void anotherPlatformClientTakesTheRedirectUriOver() {
        ObjectNode body = TenantApi.body("falun.se");
        tenants.made("falun", body);
        tenants.made("falun", body.put("platform_client", "eloquent"));
        String uri = "https://falun.se/login/callback";
        assertThat(texts(tenants.client("eneo").get("redirectUris"))).doesNotContain(uri);
        assertThat(texts(tenants.client("eneo").get("webOrigins"))).doesNotContain("https://falun.se");
        assertThat(texts(tenants.client("eloquent").get("redirectUris"))).contains(uri);
    }

    @Test
    void theSecretIsKeptAndNeverTold() {
        String secret = "never-to-be-seen-0815";
        ObjectNode body = TenantApi.body("boden.se").put("client_secret", secret);
        Admin.Answer made = tenants.put("boden", body);
        assertThat(made.status()).isEqualTo(201);
        body.remove("client_secret");
        Admin.Answer kept = tenants.put("boden", body.put("display_name", "Boden"));
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.body().at("/federation/client_secret_set").booleanValue())
                .isTrue();
        Admin.Answer refused =
                tenants.put("boden", body.put("client_secret", secret).put("provider", "none"));
        assertThat(refused.status()).isEqualTo(400);
        tenants.delete("boden", "");
        assertThat(made.body() + " " + kept.body() + " " + refused.body()).doesNotContain(secret);
        assertThat(tenants.adminEvents().toString()).contains("tenant-boden").doesNotContain(secret);
        assertThat(REALM.server().log().contains(secret)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // product, address from, trusted
        "entra_id,      preferred_username, false",
        "okta,          ,                   true",
        "auth0,         ,                   true",
        "mobilityguard, ,                   false",
        "generic_oidc,  ,                   false",
        "google,        ,                   true"
    })
    void aProductIsSetUpByWhatIsKnownOfIt(String product, String email, boolean trusted) {
        String slug = product.replace('_', '-');
        ObjectNode body = TenantApi.body(slug + ".example").put("provider", product);
        if (product.equals("google")) {
            body.remove(List.of("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"));
        }
        JsonNode made = tenants.made(slug, body);
        assertThat(made.at("/federation/trust_email").booleanValue()).isEqualTo(trusted);
        assertThat(made.at("/federation/claims_mapping").path("email").asText(null))
                .isEqualTo(email);
        JsonNode provider = tenants.provider("tenant-" + slug);
        assertThat(provider.get("providerId").textValue()).isEqualTo(product.equals("google") ? "google" : "oidc");
        assertThat(provider.at("/config/hostedDomain").asText())
                .isEqualTo(product.equals("google") ? "google.example" : "");
        Map<String, JsonNode> before = tenants.everything();
        tenants.made(slug, body);
        assertThat(tenants.changedSince(before)).isEmpty();
    }

    @Test
    void aSamlProviderIsSetUpByItsMetadata() {
        ObjectNode body = JSON.createObjectNode()
                .put("provider", "saml")
                .put("canonical_public_origin", "https://saml.example")
                .put(
                        "discovery_endpoint",
                        REALM.server().ownUrl() + "/realms/" + upstream.name() + "/protocol/saml/descriptor")
                .put("client_id", "https://platform.example/saml");
        body.putArray("allowed_domains").add("saml.example");
        body.putObject("claims_mapping").put("email", "urn:email").put("first_name", "firstName");
        JsonNode made = tenants.made("saml", body);
        assertThat(made.at("/federation/client_id").textValue()).isEqualTo("https://platform.example/saml");
        assertThat(made.at("/federation/client_secret_set").booleanValue()).isFalse();
        JsonNode provider = tenants.provider("tenant-saml");
        assertThat(provider.get("providerId").textValue()).isEqualTo("saml");
        assertThat(provider.at("/config/validateSignature").textValue()).isEqualTo("true");
        assertThat(provider.at("/config/signingCertificate").textValue()).isNotBlank();
        assertThat(provider.at("/config/nameIDPolicyFormat").textValue()).doesNotContain("transient");
        assertThat(tenants.mappers("tenant-saml"))
                .singleElement()
                .satisfies(mapper -> assertThat(
                                mapper.get("identityProviderMapper").textValue())
                        .isEqualTo("gatehouse-broker-saml-claims-mapper"));
        Map<String, JsonNode> before = tenants.everything();
        tenants.made("saml", body);
        assertThat(tenants.changedSince(before)).isEmpty();
    }

    @Test
    void thePagesOfTenantsTellEachOnce() {
        tenants.made("boras", TenantApi.body("boras.se"));
        JsonNode all = REALM.admin().get(REALM.path("/gatehouse/tenants")).get("tenants");
        assertThat(all.findValuesAsText("slug")).contains("acme", "boras", "goteborg", "guild", "sundsvall");
        assertThat(all).anySatisfy(tenant -> {
            assertThat(tenant.get("slug").textValue()).isEqualTo("boras");
            assertThat(tenant.at("/federation/provider").textValue()).isEqualTo("generic_oidc");
            assertThat(tenant.at("/federation/canonical_public_origin").textValue())
                    .isEqualTo("https://boras.se");
        });
        assertThat(all).anySatisfy(tenant -> {
            assertThat(tenant.get("slug").textValue()).isEqualTo("acme");
            assertThat(tenant.get("federation").isNull()).isTrue();
        });
        JsonNode page = REALM.admin()
                .get(REALM.path("/gatehouse/tenants?first=1&max=2"))
                .get("tenants");
        assertThat(page.findValuesAsText("slug"))
                .isEqualTo(all.findValuesAsText("slug").subList(1, 3));
    }

    @Test
    void racingCallsEndInOneOfTheirStates() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Admin.Answer>> calls = IntStream.range(0, 8)
                    .<Callable<Admin.Answer>>mapToObj(i -> () -> tenants.put(
                            "racing",
                            TenantApi.body("racing.se")
                                    .put("client_id", "client-" + i)
                                    .put("token_endpoint", "https://id-" + i + ".racing.se/token")
                                    .put("redirect_path", "/callback-" + i)))
                    .toList();
            List<Admin.Answer> answers = new ArrayList<>();
            for (Future<Admin.Answer> call : threads.invokeAll(calls)) {
                answers.add(call.get());
            }
            assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 201, 409));
            assertThat(answers.stream().filter(answer -> answer.status() == 201))
                    .hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() == 409))
                    .allSatisfy(answer ->
                            assertThat(answer.body().get("error").textValue()).isIn("busy", "conflict"));
        } finally {
            threads.shutdown();
        }
        JsonNode federation = tenants.get("racing").body().get("federation");
        String winner = federation.get("client_id").textValue().substring("client-".length());
        assertThat(federation.get("token_endpoint").textValue()).isEqualTo("https://id-" + winner + ".racing.se/token");
        assertThat(texts(tenants.client("eneo").get("redirectUris")).stream()
                        .filter(uri -> uri.startsWith("https://racing.se/")))
                .containsExactly("https://racing.se/callback-" + winner);
    }

    @Test
    void whileOneProviderIsSlowToAnswerNothingOfAnotherTenantIsLost() throws Exception {
        assumeTrue(REALM.server().thisMachine().equals("127.0.0.1"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch othersAreDone = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Documents documents = Documents.start()) {
            String issuer = documents.base() + "/slow";
            ObjectNode document = JSON.createObjectNode()
                    .put("issuer", issuer)
                    .put("authorization_endpoint", issuer + "/authorize")
                    .put("token_endpoint", issuer + "/token")
                    .put("jwks_uri", issuer + "/keys");
            document.putArray("id_token_signing_alg_values_supported").add("RS256");
            documents.publish("/slow" + OpenIdMetadata.WELL_KNOWN, document.toString(), () -> {
                asked.countDown();
                await(othersAreDone);
            });
            ObjectNode body = TenantApi.body("slow.se");
            body.remove(List.of("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"));
            body.put("discovery_endpoint", issuer + OpenIdMetadata.WELL_KNOWN);
            Future<Admin.Answer> slow = threads.submit(() -> tenants.put("slow", body));
            await(asked);
            tenants.made("quick", TenantApi.body("quick.se"));
            othersAreDone.countDown();

            Admin.Answer answer = slow.get();
            assertThat(texts(tenants.client("eneo").get("redirectUris"))).contains("https://quick.se/login/callback");
            assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
            assertThat(answer.body().get("error").textValue()).isEqualTo("conflict");
            assertThat(tenants.put("slow", body).status()).isEqualTo(201);
            assertThat(texts(tenants.client("eneo").get("redirectUris")))
                    .contains("https://quick.se/login/callback", "https://slow.se/login/callback");
        } finally {
            threads.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).toList();
    }
}
