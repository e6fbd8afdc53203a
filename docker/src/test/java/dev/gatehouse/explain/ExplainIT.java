package dev.gatehouse.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an admin is told that somebody would get is what they get, and nobody is told who may not look. */
class ExplainIT {

    private static final JsonMapper JSON = new JsonMapper();

    /** Claims whose value is another in each token. */
    private static final Set<String> VOLATILE = Set.of("jti", "iat", "exp", "auth_time", "sid");

    /** Claims of an ID token that come of the request and of the access token's text. */
    private static final Set<String> OF_THE_REQUEST = Set.of("nonce", "at_hash");

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(ExplainIT::addAdminsAndAClientWithKeycloaksOwnScopes);

    private static final List<String> UNREADABLE = List.of(
            "gatehouse-group-role-mapper",
            "gatehouse-group-names-mapper",
            "gatehouse-permission-mapper",
            "gatehouse-scope-mapper",
            "gatehouse-tenant-mapper",
            "gatehouse-tenant-role-mapper",
            "gatehouse-exact-claims-mapper");

    private final Admin admin = REALM.admin();

    private static void addAdminsAndAClientWithKeycloaksOwnScopes(ObjectNode realm) {
        addServiceAccount(realm, "sees-both", "view-clients", "view-users");
        addServiceAccount(realm, "sees-clients", "view-clients");
        addServiceAccount(realm, "sees-users", "view-users");
        addServiceAccount(realm, "sees-providers", "view-clients", "view-users", "view-identity-providers");
        addServiceAccount(realm, "queries", "query-clients", "query-users");
        addServiceAccount(realm, "sees-nothing");
        ObjectNode plain = realm.withArray("clients")
                .addObject()
                .put("clientId", "plain")
                .put("publicClient", true)
                .put("fullScopeAllowed", true);
        plain.putArray("redirectUris").add("http://127.0.0.1:9/callback");
        plain.putArray("webOrigins").add("https://plain.example");
        plain.putArray("defaultClientScopes")
                .add("basic")
                .add("profile")
                .add("email")
                .add("roles")
                .add("web-origins")
                .add("acr");
        plain.putArray("optionalClientScopes")
                .add("address")
                .add("microprofile-jwt")
                .add("organization");
        ObjectNode light = plain.deepCopy().put("clientId", "light");
        light.putObject("attributes").put("client.use.lightweight.access.token.enabled", "true");
        light.withArray("defaultClientScopes").add("enclii");
        // without it such a token says nothing of whose it is
        light.withArray("protocolMappers")
                .addObject()
                .put("name", "sub")
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-sub-mapper")
                .putObject("config")
                .put("access.token.claim", "true")
                .put("lightweight.claim", "true");
        ObjectNode broken = plain.deepCopy().put("clientId", "broken");
        broken.withArray("defaultClientScopes").add("broken");
        realm.withArray("clients").add(light).add(broken);
        addAScopeWhoseMappersCannotBeRead(realm);
    }

    private static void addAScopeWhoseMappersCannotBeRead(ObjectNode realm) {
        var mappers = realm.withArray("clientScopes")
                .addObject()
                .put("name", "broken")
                .put("protocol", "openid-connect")
                .putArray("protocolMappers");
        for (String type : UNREADABLE) {
            mappers.addObject()
                    .put("name", type)
                    .put("protocol", "openid-connect")
                    .put("protocolMapper", type)
                    .putObject("config")
                    .put("rules", "no table")
                    .put("permissions", "no table")
                    .put("scopes", "no table")
                    .put("access.token.claims", "twice##twice")
                    .put("access.token.claim", "true")
                    .put("id.token.claim", "true");
        }
    }

    private static void addServiceAccount(ObjectNode realm, String clientId, String... roles) {
        ObjectNode client = realm.withArray("clients")
                .addObject()
                .put("clientId", clientId)
                .put("secret", clientId + "-secret")
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("fullScopeAllowed", true);
        client.putArray("defaultClientScopes").add("basic");
        ObjectNode account = realm.withArray("users")
                .addObject()
                .put("username", "service-account-" + clientId)
                .put("serviceAccountClientId", clientId)
                .put("enabled", true);
        var granted = account.putObject("clientRoles").putArray("realm-management");
        for (String role : roles) {
            granted.add(role);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "enclii-cli, http://127.0.0.1:9/callback,                  dana@acme.example,   openid profile email read logs deploy secrets admin",
        "enclii-cli, http://127.0.0.1:9/callback,                  adam@acme.example,   openid",
        "enclii-cli, http://127.0.0.1:9/callback,                  olivia@acme.example, openid organization:guild",
        "enclii-cli, http://127.0.0.1:9/callback,                  mallory@sundsvall.se.evil.example, openid",
        "certctl,    https://localhost:8443/auth/oidc/callback,    vera@acme.example,   openid profile email",
        "certctl,    https://localhost:8443/auth/oidc/callback,    dana@acme.example,   openid profile email organization:acme",
        "eneo,       http://localhost:3000/login/callback,         umar@acme.example,   openid email profile",
        "eloquent,   http://localhost:3001/api/auth/callback,      adam@acme.example,   openid profile email write:workflows write:agents write:entities",
        "eloquent,   http://localhost:3001/api/auth/callback,      dana@acme.example,   openid write:workflows write:agents write:entities",
        "eloquent,   http://localhost:3001/api/auth/callback,      olivia@acme.example, openid write:workflows",
        "plain,      http://127.0.0.1:9/callback,                  dana@acme.example,   openid address microprofile-jwt organization:acme",
        "plain,      http://127.0.0.1:9/callback,                  olivia@acme.example, openid",
        "broken,     http://127.0.0.1:9/callback,                  dana@acme.example,   openid address",
    })
    void whatIsToldIsWhatIsIssued(String client, URI callback, String person, String scope) throws Exception {
        JsonNode told = explain(Map.of("client", client, "user", person, "scope", scope));
        Tokens issued = logIn(client, callback, person, scope);

        assertThat(told.get("refused").isNull()).isTrue();
        assertSame(told.at("/access_token/claims"), claims(issued.rawAccessToken()), Set.of());
        assertSame(told.at("/id_token/claims"), claims(issued.rawIdToken()), OF_THE_REQUEST);
        RelyingParty party = party(client);
        assertThat(sorted(told.at("/userinfo/claims")))
                .isEqualTo(sorted(JSON.valueToTree(party.userInfo(issued).toJSONObject())));
        assertThat(words(told.at("/scope/granted")))
                .containsExactlyElementsOf(new TreeSet<>(
                        List.of(issued.response().get("scope").toString().split(" "))));
        everyClaimHasItsReason(told.get("access_token"));
        everyClaimHasItsReason(told.get("id_token"));
        everyClaimHasItsReason(told.get("userinfo"));
    }

    @Test
    void aLightweightTokenIsToldAsLightAsItIs() throws Exception {
        JsonNode told = explain(Map.of("client", "light", "user", "dana@acme.example", "scope", "openid profile"));
        Tokens issued =
                logIn("light", URI.create("http://127.0.0.1:9/callback"), "dana@acme.example", "openid profile");
        assertSame(told.at("/access_token/claims"), claims(issued.rawAccessToken()), Set.of());
        assertThat(told.at("/access_token/claims").has("roles")).isFalse();
        assertThat(told.at("/access_token/claims/tenant").textValue()).isEqualTo("acme");
        assertSame(told.at("/id_token/claims"), claims(issued.rawIdToken()), OF_THE_REQUEST);
        assertThat(told.at("/id_token/claims/roles")).isNotEmpty();
    }

    @Test
    void aMapperThatCannotBeReadSaysSo() {
        JsonNode told = explain(Map.of("client", "broken", "user", "dana@acme.example", "scope", "openid"));
        Map<String, List<String>> said = new TreeMap<>();
        for (String list : List.of("because", "removed", "idle")) {
            for (JsonNode entry : told.at("/access_token/" + list)) {
                if (UNREADABLE.contains(entry.at("/mapper/type").asText())) {
                    said.put(entry.at("/mapper/type").textValue(), rules(entry));
                }
            }
        }
        assertThat(said).containsOnlyKeys(UNREADABLE);
        assertThat(said.values())
                .allSatisfy(rules -> assertThat(rules)
                        .singleElement()
                        .asString()
                        .startsWith("null | the configuration cannot be read | "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy read", "read", "openid deploy read"})
    void aPipelineIsToldTheSame(String scope) throws Exception {
        JsonNode told = explain(Map.of("client", "enclii-ci", "scope", scope));
        var issued = RelyingParty.confidentialClient(REALM.issuer(), "enclii-ci", "enclii-ci-secret")
                .clientCredentials(scope);

        assertThat(told.get("grant").textValue()).isEqualTo("client_credentials");
        assertThat(told.at("/user/username").textValue()).isEqualTo("service-account-enclii-ci");
        assertSame(
                told.at("/access_token/claims"),
                claims(issued.getTokens().getAccessToken().getValue()),
                Set.of());
        assertThat(told.get("id_token").isNull()).isEqualTo(!scope.contains("openid"));
        if (scope.contains("openid")) {
            assertSame(
                    told.at("/id_token/claims"),
                    claims(issued.toJSONObject().get("id_token").toString()),
                    OF_THE_REQUEST);
        }
    }

    @Test
    void aRoleIsTracedToItsRuleAndMembership() {
        JsonNode told =
                explain(Map.of("client", "enclii-cli", "user", "dana@acme.example", "scope", "openid deploy secrets"));
        JsonNode roles = written(told.get("access_token"), "roles");
        assertThat(roles.get("change").textValue()).isEqualTo("added");
        assertThat(roles.at("/mapper/name").textValue()).isEqualTo("roles");
        assertThat(roles.at("/mapper/type").textValue()).isEqualTo("gatehouse-group-role-mapper");
        assertThat(roles.at("/mapper/client_scope").textValue()).isEqualTo("enclii");
        assertThat(rules(roles)).containsExactly("developer | /developers → developer | member of /developers");
        assertThat(rules(written(told.get("access_token"), "permissions")))
                .contains("services:deploy | developer → services:deploy | has the role developer")
                .contains("logs:read | viewer → logs:read | has the role viewer")
                .noneMatch(rule -> rule.contains("admin"));
        assertThat(rules(written(told.get("access_token"), "teams")))
                .containsExactly("acme-corp | /teams/* | member of /teams/acme-corp");
        assertThat(rules(written(told.get("access_token"), "tenant")))
                .containsExactly("acme | the only enabled membership | a member of acme");
        // which the ID token is not to hold
        assertThat(told.at("/id_token/idle"))
                .noneMatch(idle -> idle.at("/mapper/name").textValue().equals("permissions"));
        // Keycloak's own mappers and the protocol's claims too
        assertThat(written(told.get("access_token"), "email")
                        .at("/mapper/client_scope")
                        .textValue())
                .isEqualTo("email");
        assertThat(written(told.get("access_token"), "iss").get("change").textValue())
                .isEqualTo("protocol");
        JsonNode removed = told.at("/access_token/removed");
        assertThat(removed)
                .anySatisfy(change -> {
                    assertThat(change.get("claim").textValue()).isEqualTo("given_name");
                    assertThat(change.get("change").textValue()).isEqualTo("removed");
                    assertThat(change.at("/mapper/type").textValue()).isEqualTo("gatehouse-exact-claims-mapper");
                })
                .anySatisfy(change -> {
                    assertThat(change.get("claim").textValue()).isEqualTo("given_name");
                    assertThat(change.get("change").textValue()).isEqualTo("added");
                    assertThat(change.at("/mapper/client_scope").textValue()).isEqualTo("profile");
                });
        assertThat(told.at("/scope/left_out")).singleElement().satisfies(left -> {
            assertThat(left.get("scope").textValue()).isEqualTo("secrets");
            assertThat(left.get("why").textValue())
                    .isEqualTo("scopes by role: secrets needs one of [admin]; the person has [viewer, developer]");
        });
    }

    @Test
    void aRoleInAnOrganizationIsTracedToItsGroup() {
        JsonNode told =
                explain(Map.of("client", "eloquent", "user", "adam@acme.example", "scope", "openid write:agents"));
        assertThat(rules(written(told.get("access_token"), "org_role")))
                .containsExactly(
                        "user | role of members: user | member of the organization acme",
                        "admin | /admins → admin | member of /admins");
        assertThat(rules(written(told.get("access_token"), "permissions")))
                .contains("write:agents | admin → write:agents | has the role admin");
    }

    @Test
    void whyThereIsNoTenantIsToldThoughThereIsNoClaim() {
        JsonNode told = explain(Map.of("client", "enclii-cli", "user", "olivia@acme.example", "scope", "openid"));
        assertThat(told.at("/access_token/claims").has("tenant")).isFalse();
        assertThat(told.at("/access_token/idle")).anySatisfy(idle -> {
            assertThat(idle.at("/mapper/type").textValue()).isEqualTo("gatehouse-tenant-mapper");
            assertThat(rules(idle)).containsExactly("null | several enabled memberships | a member of [acme, guild]");
        });
        JsonNode named = explain(
                Map.of("client", "enclii-cli", "user", "olivia@acme.example", "scope", "openid organization:guild"));
        assertThat(rules(written(named.get("id_token"), "tenant")))
                .containsExactly("guild | the organization that the scope names | a member of guild");
    }

    @ParameterizedTest
    @CsvSource({
        "umar@acme.example,   openid,                        unmapped_groups",
        "dana@acme.example,   openid organization:guild,     tenant_mismatch",
        "olivia@acme.example, openid organization:sundsvall, tenant_mismatch"
    })
    void whatRefusesIsToldAsTheClientHearsIt(String person, String scope, String reason) {
        JsonNode told = explain(Map.of("client", "enclii-cli", "user", person, "scope", scope));
        JsonNode refused = told.get("refused");
        assertThat(refused.get("reason").textValue()).isEqualTo(reason);
        assertThat(told.get("access_token").isNull()).isTrue();
        assertThat(told.get("id_token").isNull()).isTrue();
        assertThat(told.get("userinfo").isNull()).isTrue();
        assertThat(told.at("/scope/granted")).isEmpty();
        assertThatThrownBy(() -> logIn("enclii-cli", URI.create("http://127.0.0.1:9/callback"), person, scope))
                .hasMessage("access_denied: " + reason + ": "
                        + refused.get("explanation").textValue());
    }

    /** Keycloak 26.6 refuses to be asked for two organizations, 26.7 does not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "openid organization:acme organization:guild",
                "openid organization organization:acme",
                "openid write:workflows"
            })
    void aScopeIsInvalidHereWhereTheServerSaysSo(String scope) throws Exception {
        Map<String, String> olivia = Map.of("client", "enclii-cli", "user", "olivia@acme.example", "scope", scope);
        Tokens issued;
        try {
            issued = logIn("enclii-cli", URI.create("http://127.0.0.1:9/callback"), "olivia@acme.example", scope);
        } catch (RelyingParty.OAuthErrorException e) {
            assertThat(e.error().getCode()).isEqualTo("invalid_scope");
            assertError(asMaster(olivia), 400, "invalid_scope");
            return;
        }
        assertSame(explain(olivia).at("/access_token/claims"), claims(issued.rawAccessToken()), Set.of());
    }

    @Test
    void theTableThatRefusesIsNamed() {
        JsonNode refused = explain(Map.of("client", "enclii-cli", "user", "umar@acme.example", "scope", "openid"))
                .get("refused");
        assertThat(refused.get("by").textValue()).isEqualTo("gatehouse-role-guard");
        assertThat(refused.at("/mapper/name").textValue()).isEqualTo("roles");
        assertThat(refused.at("/mapper/client_scope").textValue()).isEqualTo("enclii");
        assertThat(rules(refused)).containsExactly("null | when nothing maps: refuse | member of no group");
        assertThat(explain(Map.of("client", "enclii-api")).at("/refused/reason").textValue())
                .isEqualTo("unmapped_groups");
    }

    @Test
    void aLoginThroughAnOrganizationsIdentityProviderIsForThatOrganization() {
        admin.post(
                REALM.path("/identity-provider/instances"),
                JSON.createObjectNode()
                        .put("alias", "acmes")
                        .put("providerId", "oidc")
                        .put("enabled", true)
                        .set(
                                "config",
                                JSON.createObjectNode()
                                        .put("clientId", "gatehouse")
                                        .put("authorizationUrl", "https://login.acme.example/authorize")
                                        .put("tokenUrl", "https://login.acme.example/token")));
        admin.post(
                REALM.path("/organizations/" + organization("acme") + "/identity-providers"),
                JSON.getNodeFactory().textNode("acmes"));
        Map<String, String> olivia = Map.of(
                "client", "enclii-cli", "user", "olivia@acme.example", "scope", "openid", "identity_provider", "acmes");

        JsonNode told = explain(olivia);
        assertThat(told.at("/access_token/claims/tenant").textValue()).isEqualTo("acme");
        assertThat(rules(written(told.get("access_token"), "tenant")))
                .containsExactly(
                        "acme | the organization of the identity provider | logged in through it, and a member of acme");
        Map<String, String> another = new LinkedHashMap<>(olivia);
        another.put("scope", "openid organization:guild");
        assertThat(explain(another).at("/refused/reason").textValue()).isEqualTo("tenant_mismatch");
        another.put("identity_provider", "nobodys");
        assertError(asMaster(another), 404, "unknown_identity_provider");
        // what providers there are is not for everybody
        assertThat(as("sees-both", olivia).statusCode()).isEqualTo(403);
        assertThat(as("sees-both", another).statusCode()).isEqualTo(403);
        assertThat(as("sees-providers", olivia).statusCode()).isEqualTo(200);
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        admin.delete(REALM.path("/events"));
        admin.delete(REALM.path("/admin-events"));
        String gun = REALM.user("gun@goteborg.se").get("id").textValue();
        assertThat(explain(Map.of("client", "enclii-cli", "user", gun, "scope", "openid offline_access"))
                        .at("/user/username")
                        .textValue())
                .isEqualTo("gun@goteborg.se");
        explain(Map.of("client", "enclii-cli", "user", "umar@acme.example", "scope", "openid"));
        explain(Map.of("client", "enclii-ci", "scope", "read"));

        assertThat(admin.get(REALM.path("/events"))).isEmpty();
        assertThat(admin.get(REALM.path("/admin-events"))).isEmpty();
        assertThat(admin.get(REALM.path("/users/" + gun + "/sessions"))).isEmpty();
        assertThat(admin.get(REALM.path("/users/" + gun + "/consents"))).isEmpty();
        // which a login does leave behind
        logIn("enclii-cli", URI.create("http://127.0.0.1:9/callback"), "gun@goteborg.se", "openid");
        assertThat(admin.get(REALM.path("/events"))).isNotEmpty();
        assertThat(admin.get(REALM.path("/users/" + gun + "/sessions"))).hasSize(1);
    }

    @Test
    void noTokenStandsInTheAnswer() throws Exception {
        String answer = asMaster(Map.of("client", "enclii-cli", "user", "dana@acme.example", "scope", "openid"))
                .body();
        assertThat(answer).doesNotContain("eyJ");
        assertThat(JSON.readTree(answer).at("/access_token/claims").isObject()).isTrue();
    }

    @Test
    void onlyWhoMayViewTheClientAndTheUserIsTold() throws Exception {
        Map<String, String> dana = Map.of("client", "enclii-cli", "user", "dana@acme.example", "scope", "openid");
        assertThat(as("sees-both", dana).statusCode()).isEqualTo(200);
        assertThat(as("sees-clients", dana).statusCode()).isEqualTo(403);
        assertThat(as("sees-users", dana).statusCode()).isEqualTo(403);
        assertThat(as("queries", dana).statusCode()).isEqualTo(403);
        assertThat(as("sees-nothing", dana).statusCode()).isEqualTo(403);
        assertThat(asMaster(dana).statusCode()).isEqualTo(200);
        Tokens persons = logIn("plain", URI.create("http://127.0.0.1:9/callback"), "adam@acme.example", "openid");
        assertThat(send(persons.rawAccessToken(), "/gatehouse/explain", dana).statusCode())
                .isEqualTo(403);
        assertThat(send(null, "/gatehouse/explain", dana).statusCode()).isEqualTo(401);
        assertThat(send("nonsense", "/gatehouse/explain", dana).statusCode()).isEqualTo(401);
        // the part's own address is no way round
        assertThat(as("sees-clients", "/gatehouse-explain", dana).statusCode()).isEqualTo(403);
        assertThat(send(null, "/gatehouse-explain", dana).statusCode()).isEqualTo(401);
    }

    @Test
    void whoMayNotLookIsNotToldWhatThereIs() throws Exception {
        for (String admins : List.of("sees-nothing", "sees-users")) {
            assertThat(as(admins, Map.of("client", "no-such", "user", "dana@acme.example"))
                            .statusCode())
                    .isEqualTo(403);
        }
        for (String user : List.of("dana@acme.example", "no-such")) {
            assertThat(as("sees-clients", Map.of("client", "enclii-cli", "user", user))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(as("sees-clients", Map.of("client", "enclii-ci")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void anAdminOfAnotherRealmIsTurnedAway() throws Exception {
        String other = REALM.name() + "-other";
        ObjectNode realm = JSON.createObjectNode().put("realm", other).put("enabled", true);
        addServiceAccount(realm, "sees-both", "realm-admin");
        admin.post("", realm);
        try {
            RelyingParty theirs = RelyingParty.confidentialClient(
                    URI.create(REALM.server().url() + "/realms/" + other), "sees-both", "sees-both-secret");
            String token =
                    theirs.clientCredentials().getTokens().getAccessToken().getValue();
            assertThat(send(
                                    token,
                                    "/gatehouse/explain",
                                    Map.of("client", "enclii-cli", "user", "dana@acme.example", "scope", "openid"))
                            .statusCode())
                    .isEqualTo(403);
            // who is somebody in their own
            assertThat(send(
                                    token,
                                    URI.create(REALM.server().url() + "/admin/realms/" + other
                                            + "/gatehouse/explain?client=sees-both"))
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            admin.delete("/" + other);
        }
    }

    @Test
    void whatCannotBeAskedIsAnsweredWithWhatToMend() {
        Map<String, String> dana = Map.of("client", "enclii-cli", "user", "dana@acme.example", "scope", "openid");
        assertError(asMaster(Map.of()), 400, "invalid_request");
        assertError(asMaster(Map.of("client", "enclii-cli")), 400, "invalid_request");
        assertError(asMaster(with(dana, "client", "no-such")), 404, "unknown_client");
        assertError(asMaster(with(dana, "user", "no-such")), 404, "unknown_user");
        assertError(asMaster(with(dana, "scope", "openid write:workflows")), 400, "invalid_scope");
        assertError(asMaster(with(dana, "scope", "openid organization organization:acme")), 400, "invalid_scope");
        assertError(asMaster(with(dana, "grant", "refresh_token")), 400, "unsupported_grant");
        assertError(asMaster(with(dana, "grant", "client_credentials")), 400, "unauthorized_client");
        assertError(asMaster(with(dana, "grant", "password")), 400, "unauthorized_client");
        assertError(asMaster(with(dana, "client", "enclii-api")), 400, "unauthorized_client");
        assertError(asMaster(with(dana, "user", "service-account-enclii-ci")), 400, "invalid_request");
        assertError(
                asMaster(Map.of("client", "enclii-ci", "grant", "client_credentials", "user", "dana@acme.example")),
                400,
                "invalid_request");
        assertThat(asMaster(with(dana, "grant", "urn:ietf:params:oauth:grant-type:device_code"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("master", "/gatehouse/no-such-part", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoOrWhatIsDisabledGetsNone() {
        ObjectNode gbg = (ObjectNode) REALM.user("gbg@gbg.se");
        String user = REALM.path("/users/" + gbg.get("id").textValue());
        admin.put(user, gbg.put("enabled", false));
        assertError(asMaster(Map.of("client", "enclii-cli", "user", "gbg@gbg.se")), 400, "user_disabled");
        admin.put(user, gbg.put("enabled", true));

        ObjectNode console = (ObjectNode)
                admin.get(REALM.path("/clients?clientId=enclii-console")).get(0);
        String client = REALM.path("/clients/" + console.get("id").textValue());
        admin.put(client, console.put("enabled", false));
        assertError(asMaster(Map.of("client", "enclii-console", "user", "gbg@gbg.se")), 400, "client_disabled");
        admin.put(client, console.put("enabled", true));
        assertThat(asMaster(Map.of("client", "enclii-console", "user", "gbg@gbg.se"))
                        .statusCode())
                .isEqualTo(200);
    }

    private static void everyClaimHasItsReason(JsonNode token) {
        Set<String> claims = new TreeSet<>();
        token.get("claims").fieldNames().forEachRemaining(claims::add);
        Map<String, JsonNode> last = new TreeMap<>();
        for (JsonNode written : token.get("because")) {
            last.put(written.get("claim").textValue(), written);
        }
        assertThat(last.keySet()).isEqualTo(claims);
        last.forEach((claim, written) -> {
            assertThat(written.get("value"))
                    .as(claim)
                    .isEqualTo(token.get("claims").get(claim));
            assertThat(written.path("mapper").isObject())
                    .as(claim)
                    .isEqualTo(!written.get("change").textValue().equals("protocol"));
        });
    }

    private static void assertSame(JsonNode told, JsonNode issued, Set<String> onlyIssued) {
        Map<String, JsonNode> expected = sorted(issued);
        expected.keySet().removeAll(onlyIssued);
        Map<String, JsonNode> actual = sorted(told);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.keySet().removeAll(VOLATILE);
        actual.keySet().removeAll(VOLATILE);
        assertThat(actual).isEqualTo(expected);
        // an hour is an hour
        assertThat(told.get("exp").longValue() - told.get("iat").longValue())
                .isCloseTo(issued.get("exp").longValue() - issued.get("iat").longValue(), Offset.offset(2L));
    }

    /** Sorted by name; of a scope and of a list that Keycloak keeps as a set, the words, too. */
    private static Map<String, JsonNode> sorted(JsonNode claims) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        claims.properties().forEach(claim -> sorted.put(claim.getKey(), inOrder(claim.getKey(), claim.getValue())));
        return sorted;
    }

    private static JsonNode inOrder(String name, JsonNode value) {
        if (name.equals("scope")) {
            return JSON.valueToTree(new TreeSet<>(List.of(value.textValue().split(" "))));
        }
        // the roles of Keycloak's own mappers
        if (name.equals("realm_access") || name.equals("groups")) {
            return JSON.valueToTree(
                    value.findParents("roles").isEmpty()
                            ? words(value).stream().sorted().toList()
                            : words(value.get("roles")).stream().sorted().toList());
        }
        return value;
    }

    private static JsonNode written(JsonNode token, String claim) {
        return token.get("because")
                .valueStream()
                .filter(written -> written.get("claim").textValue().equals(claim))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> rules(JsonNode written) {
        List<String> rules = new ArrayList<>();
        for (JsonNode rule : written.get("rules")) {
            rules.add(rule.path("value").textValue() + " | " + rule.get("rule").textValue() + " | "
                    + rule.get("evidence").textValue());
        }
        return rules;
    }

    private static List<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::textValue).toList();
    }

    private static JsonNode claims(String jwt) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    }

    private static RelyingParty party(String client) throws Exception {
        return switch (client) {
            case "certctl" ->
                RelyingParty.confidentialClient(REALM.issuer(), client, client + "-secret")
                        .withPkce();
            case "eneo" -> RelyingParty.confidentialClient(REALM.issuer(), client, client + "-secret");
            default -> RelyingParty.publicClient(REALM.issuer(), client);
        };
    }

    private static Tokens logIn(String client, URI callback, String person, String scope) throws Exception {
        RelyingParty party = party(client);
        Browser browser = new Browser(REALM.server().url());
        RelyingParty.Login login = party.login(callback, scope);
        // asked for, else who names an organization goes to its provider
        Page page = Person.of(person).goOn(browser, browser.open(URI.create(login.url() + "&prompt=login")));
        assertThat(page.isOutside()).as("%s", page).isTrue();
        return party.redeem(login, page.url());
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(name, value);
        return changed;
    }

    private JsonNode explain(Map<String, String> parameters) {
        HttpResponse<String> response = asMaster(parameters);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        return json(response);
    }

    private static void assertError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(json(response).get("error").textValue()).isEqualTo(code);
        assertThat(json(response).get("error_description").textValue()).isNotBlank();
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    private static HttpResponse<String> asMaster(Map<String, String> parameters) {
        return send("master", "/gatehouse/explain", parameters);
    }

    private static HttpResponse<String> as(String account, Map<String, String> parameters) {
        return as(account, "/gatehouse/explain", parameters);
    }

    private static HttpResponse<String> as(String account, String path, Map<String, String> parameters) {
        try {
            return send(
                    RelyingParty.confidentialClient(REALM.issuer(), account, account + "-secret")
                            .clientCredentials()
                            .getTokens()
                            .getAccessToken()
                            .getValue(),
                    path,
                    parameters);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param token null for none, {@code master} for the server's admin */
    private static HttpResponse<String> send(String token, String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return send(
                "master".equals(token) ? REALM.admin().token() : token,
                URI.create(REALM.server().url() + "/admin/realms/" + REALM.name() + path + "?" + query));
    }

    private static HttpResponse<String> send(String token, URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return Http.client().send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String organization(String alias) {
        return admin.get(REALM.path("/organizations"))
                .valueStream()
                .filter(candidate -> candidate.get("alias").textValue().equals(alias))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
    }
}
