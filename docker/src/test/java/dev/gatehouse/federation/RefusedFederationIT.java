package dev.gatehouse.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that is refused says why, and nothing has changed. */
class RefusedFederationIT {

    private static final JsonMapper JSON = new JsonMapper();

    /** What the rights of the whole are on every supported version. */
    private static final List<String> ENOUGH = List.of("manage-realm", "manage-identity-providers", "manage-clients");

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(RefusedFederationIT::prepare);

    private static void prepare(ObjectNode realm) {
        for (String option : List.of("post_broker_flow", "first_broker_flow", "federation_client")) {
            ((ObjectNode) realm.get("attributes")).remove("gatehouse.authenticators." + option);
        }
        TenantApi.addFlows(realm);
        TenantApi.addAdmin(realm, "may-everything", ENOUGH);
        for (String missing : ENOUGH) {
            TenantApi.addAdmin(
                    realm,
                    "not-" + missing,
                    ENOUGH.stream().filter(role -> !role.equals(missing)).toList());
        }
        TenantApi.addAdmin(realm, "may-look", List.of("manage-realm", "view-identity-providers", "view-clients"));
        TenantApi.addAdmin(
                realm, "may-organizations", List.of("view-realm", "manage-identity-providers", "manage-clients"));
        TenantApi.addAdmin(realm, "may-nothing", List.of());
    }

    private static Documents documents;

    private final TenantApi tenants = new TenantApi(REALM);
    private Map<String, JsonNode> before;

    @BeforeAll
    static void startTheProvider() {
        documents = Documents.start();
    }

    @AfterAll
    static void stopIt() {
        documents.close();
    }

    @BeforeEach
    void lookAtEverything() {
        before = tenants.everything();
    }

    @AfterEach
    void nothingHasChanged() {
        assertThat(tenants.changedSince(before)).isEmpty();
    }

    private String refused(int status, String code, String tenant, JsonNode body) {
        Admin.Answer answer = tenants.put(tenant, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.body().get("error").textValue()).as(answer.toString()).isEqualTo(code);
        assertThat(answer.body().get("correlation_id").textValue()).matches("[A-Za-z0-9._-]{8,64}");
        String why = answer.body().get("error_description").textValue();
        assertThat(why).doesNotContain(TenantApi.SECRET);
        return why;
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider", "canonical_public_origin", "client_id"})
    void whatIsNeededMustBeThere(String field) {
        ObjectNode body = TenantApi.body("nora.se");
        body.remove(field);
        assertThat(refused(400, "invalid_request", "nora", body)).contains("\"" + field + "\" is missing");
    }

    @Test
    void aFieldThatNobodyKnowsIsNamed() {
        assertThat(refused(
                        400,
                        "invalid_request",
                        "nora",
                        TenantApi.body("nora.se").put("allowed_domain", "nora.se")))
                .contains("\"allowed_domain\" is no field");
    }

    @Test
    void theFirstCallNeedsASecret() {
        ObjectNode body = TenantApi.body("nora.se");
        body.remove("client_secret");
        refused(400, "client_secret_required", "nora", body);
        refused(400, "client_secret_unresolved", "nora", body.put("client_secret", "${vault.no_such_entry}"));
    }

    @ParameterizedTest
    @CsvSource({
        "se,                 is one label",
        "co.uk,              is a public suffix",
        "a@nora.se,          has an @",
        "straße.se,          is no domain name",
        "127.0.0.1,          is no domain name",
        "nora.se.evil..com,  is no domain name"
    })
    void aDomainThatIsNoneIsNamed(String domain, String why) {
        ObjectNode body = TenantApi.body("nora.se");
        body.putArray("allowed_domains").add(domain);
        assertThat(refused(400, "domain_invalid", "nora", body))
                .contains("entry \"" + domain + "\"")
                .contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.example", "ACME.example", "gbg.se"})
    void aDomainOfAnotherTenantIsTaken(String domain) {
        ObjectNode body = TenantApi.body("nora.se");
        body.withArray("allowed_domains").add(domain);
        refused(409, "domain_taken", "nora", body);
        refused(409, "domain_taken", "guild", body);
    }

    @Test
    void aStarOverAnotherTenantsDomainIsTaken() {
        ObjectNode body = TenantApi.body("nora.se");
        body.putArray("allowed_domains").add("*.acme.example");
        refused(409, "domain_taken", "nora", body);
    }

    @Test
    void anotherTenantsNameIsTaken() {
        refused(409, "name_taken", "nora", TenantApi.body("nora.se").put("display_name", "Acme"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nora", "-nora", "no_ra", "no.ra", "12345678-1234-1234-1234-123456789012"})
    void whatIsNoSlugMakesNoTenant(String slug) {
        refused(404, "unknown_tenant", slug, TenantApi.body("nora.se"));
    }

    @Test
    void aProviderOfThatNameIsNotTaken() {
        ObjectNode provider = JSON.createObjectNode()
                .put("alias", "tenant-nynas")
                .put("providerId", "oidc")
                .put("enabled", true);
        provider.putObject("config")
                .put("clientId", "somebody")
                .put("authorizationUrl", "https://id.example/authorize")
                .put("tokenUrl", "https://id.example/token");
        REALM.admin().post(REALM.path("/identity-provider/instances"), provider);
        before = tenants.everything();
        refused(409, "provider_taken", "nynas", TenantApi.body("nynas.se"));
        Admin.Answer gone = tenants.delete("acme", "");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.body().get("error").textValue()).isEqualTo("federation_missing");
        assertThat(tenants.get("nynas").body().get("error").textValue()).isEqualTo("unknown_tenant");
    }

    @Test
    void withoutAFlowNobodyKnowsWhoIsLetIn() {
        ObjectNode body = TenantApi.body("nora.se");
        body.remove("post_broker_login_flow");
        assertThat(refused(409, "flow_missing", "nora", body)).contains("gatehouse.authenticators.post_broker_flow");
        refused(409, "flow_missing", "nora", body.put("post_broker_login_flow", "no such flow"));
        // which is a step of another
        refused(409, "flow_missing", "nora", body.put("post_broker_login_flow", "gated below, below"));
        body.put("post_broker_login_flow", TenantApi.GATED);
        refused(409, "flow_missing", "nora", body.put("first_broker_login_flow", "no such flow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ungated", "alternative gate", "disabled gate", "conditional gate", "browser"})
    void aFlowThatLetsPeopleInPastTheGateIsNone(String flow) {
        refused(409, "flow_ungated", "nora", TenantApi.body("nora.se").put("post_broker_login_flow", flow));
    }

    @Test
    void withoutAPlatformClientThereIsNowhereToGo() {
        ObjectNode body = TenantApi.body("nora.se");
        body.remove("platform_client");
        assertThat(refused(409, "client_missing", "nora", body)).contains("gatehouse.authenticators.federation_client");
        refused(409, "client_missing", "nora", body.put("platform_client", "no-such-client"));
    }

    @Test
    void aClaimThatTheMapperDoesNotTakeRefusesAll() {
        ObjectNode body = TenantApi.body("nora.se");
        body.putObject("claims_mapping").put("email", "a..b");
        assertThat(refused(400, "invalid_request", "nora", body))
                .contains("claims_mapping")
                .contains("empty part");
    }

    @Test
    void whoeverPeopleAreLinkedWithIsNotExchanged() {
        ObjectNode body = TenantApi.body("orsa.se");
        tenants.made("orsa", body);
        String link = REALM.path(
                "/users/" + REALM.user("sven@sundsvall.se").get("id").textValue() + "/federated-identity/tenant-orsa");
        REALM.admin().post(link, JSON.createObjectNode().put("userId", "1").put("userName", "sven"));
        before = tenants.everything();
        refused(409, "provider_changed", "orsa", body.deepCopy().put("issuer", "https://evil.example"));
        ObjectNode google = body.deepCopy().put("provider", "google");
        google.remove(List.of("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"));
        refused(409, "provider_changed", "orsa", google);
        // to whom the secret was not given
        ObjectNode elsewhere = body.deepCopy().put("token_endpoint", "https://evil.example/token");
        elsewhere.remove("client_secret");
        refused(400, "client_secret_required", "orsa", elsewhere);
        nothingHasChanged();

        REALM.admin().delete(link);
        assertThat(tenants.put("orsa", body.put("issuer", "https://new.orsa.se"))
                        .status())
                .isEqualTo(200);
        before = tenants.everything();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "another issuer      | issuer_mismatch            | {'issuer': 'https://evil.example'}",
                "only shared secrets | algorithm_not_asymmetric   | {'id_token_signing_alg_values_supported': ['HS256', 'none']}",
                "none                | algorithm_not_asymmetric   | {'id_token_signing_alg_values_supported': ['none']}",
                "unsaid              | algorithm_not_asymmetric   | {'id_token_signing_alg_values_supported': null}",
                "no keys             | discovery_malformed        | {'jwks_uri': null}",
                "http                | discovery_malformed        | {'token_endpoint': 'http://id.example/token'}",
                "keys of the client  | client_authentication_unsupported | {'token_endpoint_auth_methods_supported': ['private_key_jwt']}"
            })
    void aDiscoveryDocumentThatIsNotSafeIsRefused(String what, String code, String change) throws IOException {
        onlyWhereTheServerReachesThisJvm();
        refused(
                400,
                code,
                "nora",
                discovered(
                        what.replace(' ', '-'),
                        document -> document.setAll((ObjectNode) JSON.readTree(change.replace('\'', '"')))));
    }

    @Test
    void aDocumentThatIsNoneIsRefused() throws IOException {
        onlyWhereTheServerReachesThisJvm();
        ObjectNode body = discovered("fine", document -> {});
        String path = "/broken" + OpenIdMetadata.WELL_KNOWN;
        body.put("discovery_endpoint", documents.base() + path);
        assertThat(refused(400, "discovery_unreachable", "nora", body)).contains("404");
        documents.publish(path, "<html>secret internals</html>");
        assertThat(refused(400, "discovery_malformed", "nora", body)).doesNotContain("internals");
        documents.publish(path, "x".repeat(600_000));
        assertThat(refused(400, "discovery_unreachable", "nora", body)).contains("bytes");
        documents.redirect(path, documents.base() + "/fine" + OpenIdMetadata.WELL_KNOWN);
        assertThat(refused(400, "discovery_unreachable", "nora", body)).contains("302");
    }

    @Test
    void aServerThatIsNotThereIsRefused() {
        ObjectNode body = withoutEndpoints(TenantApi.body("nora.se"))
                .put("discovery_endpoint", "http://127.0.0.1:9" + OpenIdMetadata.WELL_KNOWN);
        refused(400, "discovery_unreachable", "nora", body);
    }

    @Test
    void aServerThatNeverEndsItsHeadersIsNotWaitedFor() throws IOException {
        onlyWhereTheServerReachesThisJvm();
        try (Dripping server = Dripping.start()) {
            ObjectNode body = withoutEndpoints(TenantApi.body("nora.se"))
                    .put("discovery_endpoint", server.base() + OpenIdMetadata.WELL_KNOWN);
            long start = System.nanoTime();
            refused(400, "discovery_unreachable", "nora", body);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void whatIsNoSamlMetadataIsRefused() {
        onlyWhereTheServerReachesThisJvm();
        ObjectNode body = withoutEndpoints(TenantApi.body("nora.se"))
                .put("provider", "saml")
                .put("discovery_endpoint", documents.base() + "/saml");
        body.remove("client_secret");
        body.putObject("claims_mapping").put("email", "mail");
        String entities = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "<!ENTITY e" + i + " \"" + ("&e" + (i - 1) + ";").repeat(10) + "\">")
                .collect(Collectors.joining());
        for (String hostile : List.of(
                "no metadata",
                "<a>".repeat(150_000),
                "<!DOCTYPE md:EntityDescriptor [<!ENTITY e0 \"ha\">" + entities + "]>"
                        + "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"x\">&e9;"
                        + "</md:EntityDescriptor>",
                "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"x\"><md:Extensions>"
                        + "<a>".repeat(60_000) + "</a>".repeat(60_000)
                        + "</md:Extensions></md:EntityDescriptor>")) {
            documents.publish("/saml", hostile);
            refused(400, "discovery_malformed", "nora", body);
        }
        documents.publish(
                "/saml",
                "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"https://id.nora.se\">"
                        + "<IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">"
                        + "<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\""
                        + " Location=\"https://id.nora.se/saml\"/></IDPSSODescriptor></EntityDescriptor>");
        refused(400, "saml_unsigned", "nora", body);
    }

    /** Changes a document. */
    private interface Change {
        void apply(ObjectNode document) throws IOException;
    }

    private static ObjectNode discovered(String issuer, Change change) throws IOException {
        String base = documents.base() + "/" + issuer;
        ObjectNode document = JSON.createObjectNode()
                .put("issuer", base)
                .put("authorization_endpoint", base + "/authorize")
                .put("token_endpoint", base + "/token")
                .put("jwks_uri", base + "/keys");
        document.putArray("id_token_signing_alg_values_supported").add("RS256").add("HS256");
        change.apply(document);
        documents.publish("/" + issuer + OpenIdMetadata.WELL_KNOWN, document.toString());
        return withoutEndpoints(TenantApi.body("nora.se")).put("discovery_endpoint", base + OpenIdMetadata.WELL_KNOWN);
    }

    private static ObjectNode withoutEndpoints(ObjectNode body) {
        body.remove(List.of("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"));
        return body;
    }

    /** From inside a container, this JVM is no local host, to which alone http is allowed. */
    private static void onlyWhereTheServerReachesThisJvm() {
        assumeTrue(REALM.server().thisMachine().equals("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not-manage-realm",
                "not-manage-identity-providers",
                "not-manage-clients",
                "may-look",
                "may-nothing"
            })
    void whoLacksARoleMayNotWrite(String admin) throws Exception {
        HttpResponse<String> answer =
                send(admin, "PUT", "nora", TenantApi.body("nora.se").toString());
        assertForbidden(answer);
        assertForbidden(
                send(admin, "PUT", "acme", TenantApi.body("acme.example").toString()));
    }

    @Test
    void whoLacksARoleMayNotLookOrRemoveEither() throws Exception {
        tenants.made("ockelbo", TenantApi.body("ockelbo.se"));
        before = tenants.everything();
        for (String admin : List.of("not-manage-realm", "not-manage-identity-providers", "may-nothing")) {
            assertForbidden(send(admin, "GET", "ockelbo", ""));
        }
        for (String admin : List.of(
                "not-manage-realm", "not-manage-identity-providers", "not-manage-clients", "may-look", "may-nothing")) {
            assertForbidden(send(admin, "DELETE", "ockelbo", ""));
        }
        assertThat(send("may-look", "GET", "ockelbo", "").statusCode()).isEqualTo(200);
        // people's sessions are another right
        HttpResponse<String> forced =
                tenants.send("may-everything", "DELETE", tenants.path("ockelbo") + "?force=true", "");
        assertForbidden(forced);
        assertForbidden(tenants.send("may-nothing", "GET", REALM.path("/gatehouse/tenants"), ""));
    }

    @Test
    void whoHasAllOfThemMayAndAnOrganizationsAdminToo() throws Exception {
        String body = TenantApi.body("mora.se").toString();
        assertThat(send("may-everything", "PUT", "mora", body).statusCode()).isEqualTo(201);
        assertThat(send("may-everything", "DELETE", "mora", "").statusCode()).isEqualTo(204);
        before = tenants.everything();

        String management = tenants.client("realm-management").get("id").textValue();
        Admin.Answer role =
                REALM.admin().send("GET", REALM.path("/clients/" + management + "/roles/manage-organizations"), null);
        // which Keycloak 26.6 does not know
        assumeTrue(role.status() == 200);
        assertForbidden(send("may-organizations", "PUT", "mora", body));
        REALM.admin()
                .post(
                        REALM.path("/users/"
                                + REALM.user("service-account-may-organizations")
                                        .get("id")
                                        .textValue()
                                + "/role-mappings/clients/" + management),
                        JSON.createArrayNode().add(role.body()));
        assertThat(send("may-organizations", "PUT", "mora", body).statusCode()).isEqualTo(201);
        assertThat(send("may-organizations", "DELETE", "mora", "").statusCode()).isEqualTo(204);
        before = tenants.everything();
    }

    @Test
    void aRoleThatKeycloakDoesNotKnowIsNoRight() throws Exception {
        String roles = REALM.path(
                "/clients/" + tenants.client("realm-management").get("id").textValue() + "/roles");
        String person =
                REALM.user("service-account-may-organizations").get("id").textValue();
        for (String name : List.of("manage-organizations", "view-organizations")) {
            // Keycloak 26.7 knows both
            assumeTrue(REALM.admin().send("GET", roles + "/" + name, null).status() == 404);
            REALM.admin().post(roles, JSON.createObjectNode().put("name", name));
            try {
                REALM.admin()
                        .post(
                                REALM.path("/users/" + person + "/role-mappings/clients/"
                                        + tenants.client("realm-management")
                                                .get("id")
                                                .textValue()),
                                JSON.createArrayNode().add(REALM.admin().get(roles + "/" + name)));
                before = tenants.everything();
                assertForbidden(send(
                        "may-organizations",
                        "PUT",
                        "mora",
                        TenantApi.body("mora.se").toString()));
                assertForbidden(tenants.send("may-organizations", "GET", REALM.path("/gatehouse/tenants"), ""));
                nothingHasChanged();
            } finally {
                REALM.admin().delete(roles + "/" + name);
                before = tenants.everything();
            }
        }
    }

    @Test
    void aBodyThatIsTooLongOrNoneIsRefused() throws Exception {
        for (String body :
                List.of("", "[]", "{", "{}{}", "{\"provider\":\"okta\",\"provider\":\"okta\"}", " ".repeat(70_000))) {
            HttpResponse<String> answer = send("may-everything", "PUT", "nora", body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).get("error").textValue()).isEqualTo("invalid_request");
        }
    }

    private static void assertForbidden(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.get("error").textValue()).isEqualTo("forbidden");
        assertThat(error.get("correlation_id").textValue()).isNotBlank();
    }

    private HttpResponse<String> send(String admin, String method, String tenant, String body) throws Exception {
        return tenants.send(admin, method, tenants.path(tenant), body);
    }
}
