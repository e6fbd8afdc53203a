package dev.gatehouse.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code …/tenants} and {@code …/tenants/<slug>/initiate}. */
class TenantDirectoryIT {

    private static final String REDIRECT_URI = "http://localhost:3000/login/callback";
    private static final String APP = "http://localhost:3000";
    private static final String STRANGER = "https://evil.example";

    /** Eneo's is a JWT. */
    private static final String LONG_STATE = "eyJhbGciOiJIUzI1NiJ9."
            + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("~".repeat(1_450).getBytes(UTF_8))
            + ".sig_-=+/ &%#";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(TenantDirectoryIT::addClients);

    private static void addClients(ObjectNode realm) {
        ArrayNode clients = realm.withArray("/clients");
        client(clients, "disabled").put("enabled", false);
        client(clients, "bearer-only").put("bearerOnly", true);
        client(clients, "saml").put("protocol", "saml");
        client(clients, "no-code-flow").put("standardFlowEnabled", false);
        client(clients, "pkce").withObject("/attributes").put("pkce.code.challenge.method", "S256");
        client(clients, "par").withObject("/attributes").put("require.pushed.authorization.requests", "true");
        client(clients, "request-object").withObject("/attributes").put("request.object.required", "request only");
        client(clients, "policy").withObject("/attributes").put("pushed", "always");
        client(clients, "wildcard").putArray("redirectUris").add("https://app.example/*");
        client(clients, "everybody").putArray("webOrigins").add("*");
        realm.withObject("/clientProfiles")
                .withArray("profiles")
                .addObject()
                .put("name", "pushed")
                .putArray("executors")
                .addObject()
                .put("executor", "secure-par-content")
                .putObject("configuration");
        ObjectNode policy = realm.withObject("/clientPolicies")
                .withArray("policies")
                .addObject()
                .put("name", "pushed")
                .put("enabled", true);
        policy.putArray("profiles").add("pushed");
        policy.putArray("conditions")
                .addObject()
                .put("condition", "client-attributes")
                .putObject("configuration")
                .put("attributes", "[{\"key\":\"pushed\",\"value\":\"always\"}]");
    }

    private static ObjectNode client(ArrayNode clients, String clientId) {
        ObjectNode client = clients.addObject()
                .put("clientId", clientId)
                .put("publicClient", true)
                .put("standardFlowEnabled", true);
        client.putArray("redirectUris").add(REDIRECT_URI);
        return client;
    }

    // the list

    @Test
    void theListHoldsTheTenantsThatWantToBeFoundAndNoOther() {
        Asked list = Asked.get(list());
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.text())
                .isEqualTo("{\"tenants\":["
                        + "{\"slug\":\"goteborg\",\"name\":\"Göteborg\",\"display_name\":\"Göteborg\"},"
                        + "{\"slug\":\"sundsvall\",\"name\":\"Sundsvall\",\"display_name\":\"Sundsvall\"}]}");
    }

    @Test
    void theListIsForEveryScriptAndEveryCacheForAMinute() {
        for (String origin : new String[] {null, APP, STRANGER}) {
            assertThat(Asked.send("GET", list(), origin).headers())
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("cache-control", "public, max-age=60")
                    .doesNotContainKeys("access-control-allow-credentials", "set-cookie")
                    .hasEntrySatisfying("content-type", type -> assertThat(type).startsWith("application/json"));
        }
        assertThat(Asked.send("OPTIONS", list(), STRANGER)).satisfies(preflight -> {
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.headers())
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("access-control-allow-methods", "GET, HEAD, OPTIONS");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/sundsvall/initiate"})
    void bothAreOnlyReadFrom(String path) {
        URI url = URI.create(list() + path + "?" + Asked.query(login()));
        Asked head = Asked.send("HEAD", url, APP);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertThat(Asked.send(method, url, APP).status()).as(method).isEqualTo(405);
        }
    }

    @Test
    void aTenantIsSortedByTheNameThatPeopleRead() {
        changed(
                "acme",
                organization -> organization
                        .withObject("/attributes")
                        .<ObjectNode>set("gatehouse.listed", words("true"))
                        .set("gatehouse.display_name", words("Zebra <b>\"inc\"</b>")),
                () -> assertThat(Asked.get(list()).json().at("/tenants/2"))
                        .isEqualTo(JsonNodeFactory.instance
                                .objectNode()
                                .put("slug", "acme")
                                .put("name", "Acme")
                                .put("display_name", "Zebra <b>\"inc\"</b>")));
        assertThat(slugs()).containsExactly("goteborg", "sundsvall");
    }

    @Test
    void aDisabledTenantLeavesTheListAtOnce() {
        changed(
                "goteborg",
                organization -> organization.put("enabled", false),
                () -> assertThat(slugs()).containsExactly("sundsvall"));
        assertThat(slugs()).containsExactly("goteborg", "sundsvall");
    }

    @Test
    void aTenantThatDoesNotWantToBeFoundIsNot() {
        changed(
                "goteborg",
                organization -> organization.withObject("/attributes").set("gatehouse.listed", words("false")),
                () -> assertThat(slugs()).containsExactly("sundsvall"));
    }

    @Test
    void aLongListIsCutAndSaysSo() {
        String name = REALM.name() + "-long";
        ObjectNode realm = JsonNodeFactory.instance
                .objectNode()
                .put("realm", name)
                .put("enabled", true)
                .put("organizationsEnabled", true);
        realm.putObject("attributes").put(TenantDirectory.SWITCH, "true");
        for (int i = 0; i <= Listing.MOST; i++) {
            ObjectNode organization =
                    realm.withArray("/organizations").addObject().put("name", "tenant" + i);
            organization.put("alias", "tenant" + i).put("enabled", true);
            organization.putArray("domains").addObject().put("name", "tenant" + i + ".example");
            organization.putObject("attributes").set("gatehouse.listed", words("true"));
        }
        REALM.admin().post("", realm);
        try {
            JsonNode list = Asked.get(URI.create(REALM.server().url() + "/realms/" + name + "/tenants"))
                    .json();
            assertThat(list.get("tenants")).hasSize(Listing.MOST);
            assertThat(list.get("truncated").booleanValue()).isTrue();
        } finally {
            REALM.admin().delete("/" + name);
        }
    }

    // the switch

    @ParameterizedTest
    @ValueSource(strings = {"false", ""})
    void whereItIsOffThereIsNothing(String value) {
        realm(realm -> realm.withObject("/attributes").put(TenantDirectory.SWITCH, value), this::assertNothing);
    }

    @Test
    void whereARealmHasNoOrganizationsThereIsNothing() {
        realm(realm -> realm.put("organizationsEnabled", false), this::assertNothing);
    }

    private void assertNothing() {
        for (String path : List.of("", "/", "/sundsvall", "/sundsvall/initiate", "/a/b/c")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "POST")) {
                Asked nothing = Asked.send(
                        method, URI.create(REALM.issuer() + "/nothing" + path + "?" + Asked.query(login())), APP);
                assertThat(nothing.status()).isEqualTo(404);
                assertThat(Asked.send(method, URI.create(list() + path + "?" + Asked.query(login())), APP))
                        .as(method + path)
                        .isEqualTo(nothing);
            }
        }
    }

    @Test
    void aDisabledRealmIsClosed() {
        realm(realm -> realm.put("enabled", false), () -> {
            for (URI url : List.of(list(), initiate("sundsvall", login()))) {
                assertRefused(Asked.send("GET", url, APP), 403, "access_denied");
            }
            assertThat(errorOf(initiate("sundsvall", login()))).startsWith("LOGIN_ERROR", "realm_disabled");
        });
    }

    @Test
    void aRealmThatDemandsHttpsIsClosedToHttp() {
        realm(realm -> realm.put("sslRequired", "all"), () -> {
            for (URI url : List.of(list(), initiate("sundsvall", login()))) {
                assertRefused(Asked.send("GET", url, APP), 403, "invalid_request");
            }
            assertThat(errorOf(initiate("sundsvall", login()))).startsWith("LOGIN_ERROR", "ssl_required");
        });
    }

    // the beginning of a login

    @Test
    void aLoginBegunHereEndsAtTheClientWithItsStateByteForByte() {
        assertThat(LONG_STATE).hasSize(1_968).doesNotContain("\n");
        Asked begun = Asked.send("GET", initiate("sundsvall", login("state", LONG_STATE)), APP);

        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        assertThat(begun.json().fieldNames()).toIterable().containsExactly("authorization_url", "state");
        assertThat(begun.json().get("state").textValue()).isEqualTo(LONG_STATE);
        assertThat(begun.headers())
                .containsEntry("cache-control", "no-store")
                .doesNotContainKey("set-cookie")
                .hasEntrySatisfying("content-type", type -> assertThat(type).startsWith("application/json"));

        URI end =
                Person.of("sven@sundsvall.se").signIn(new Browser(REALM.server().url()), authorizationUrl(begun));

        assertThat(end.toString()).startsWith(REDIRECT_URI + "?");
        assertThat(Asked.parameters(end)).containsEntry("state", LONG_STATE).containsKey("code");
    }

    @Test
    void theAddressIsTheAuthorizationEndpointOfDiscoveryWithTheTenant() {
        URI url = authorizationUrl(Asked.get(initiate("sundsvall", login())));
        assertThat(url.toString()).startsWith(authorizationEndpoint() + "?");
        assertThat(Asked.parameters(url))
                .isEqualTo(Map.of(
                        "client_id",
                        "eneo",
                        "response_type",
                        "code",
                        "redirect_uri",
                        REDIRECT_URI,
                        "scope",
                        "openid",
                        "state",
                        "s t&ate",
                        "tenant",
                        "sundsvall"));
    }

    @Test
    void theAddressIsTheOneThatPeopleReach() {
        realm(realm -> realm.withObject("/attributes").put("frontendUrl", "https://login.example/base"), () -> {
            URI url = authorizationUrl(Asked.get(initiate("sundsvall", login())));
            assertThat(url.toString())
                    .startsWith("https://login.example/base/realms/" + REALM.name() + "/protocol/openid-connect/auth?")
                    .startsWith(authorizationEndpoint() + "?");
        });
    }

    @Test
    void whatTheCallerSaysOfTheLoginIsPassedOnAndNothingElse() {
        Map<String, String> known = new LinkedHashMap<>(login());
        known.put("scope", "openid email organization:sundsvall");
        known.put("response_type", "code");
        known.put("response_mode", "form_post");
        known.put("nonce", "n+/=");
        known.put("prompt", "login");
        known.put("max_age", "300");
        known.put("login_hint", "sven+x@sundsvall.se");
        known.put("ui_locales", "sv en");
        known.put("acr_values", "1");
        known.put("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        known.put("code_challenge_method", "S256");
        Map<String, String> more = new LinkedHashMap<>(known);
        more.put("tenant", "goteborg");
        more.put("kc_idp_hint", "other");
        more.put("kc_action", "UPDATE_PASSWORD");
        more.put("request_uri", "https://evil.example/request");
        more.put("claims", "{}");
        more.put("client_secret", "eneo-secret");

        Asked begun = Asked.get(initiate("sundsvall", more));

        known.put("tenant", "sundsvall");
        assertThat(Asked.parameters(authorizationUrl(begun))).isEqualTo(known);
    }

    @Test
    void aTenantWithAProviderIsReachedByItsSlugThoughItIsNotListed() {
        Asked before = Asked.get(initiate("acme", login()));
        assertThat(before.status()).isEqualTo(404);
        String id = organization("acme").get("id").textValue();
        ObjectNode provider = JsonNodeFactory.instance
                .objectNode()
                .put("alias", "acme-provider")
                .put("providerId", "oidc")
                .put("enabled", true);
        provider.putObject("config")
                .put("clientId", "platform")
                .put("clientSecret", "platform-secret")
                .put("authorizationUrl", "http://localhost:9/auth")
                .put("tokenUrl", "http://localhost:9/token");
        REALM.admin().post(REALM.path("/identity-provider/instances"), provider);
        try {
            REALM.admin()
                    .post(REALM.path("/organizations/" + id + "/identity-providers"), new TextNode("acme-provider"));
            assertThat(Asked.parameters(authorizationUrl(Asked.get(initiate("acme", login())))))
                    .containsEntry("tenant", "acme");
            assertThat(slugs()).doesNotContain("acme");

            String path = REALM.path("/identity-provider/instances/acme-provider");
            ObjectNode saved = (ObjectNode) REALM.admin().get(path);
            REALM.admin().put(path, saved.put("enabled", false));
            assertThat(Asked.get(initiate("acme", login()))).isEqualTo(before);
        } finally {
            REALM.admin().delete(REALM.path("/identity-provider/instances/acme-provider"));
        }
        assertThat(Asked.get(initiate("acme", login()))).isEqualTo(before);
    }

    @Test
    void aHiddenTenantCannotBeToldFromOneThatDoesNotExist() {
        Asked nobody = Asked.send("GET", initiate("nobody", login()), APP);
        assertRefused(nobody, 404, "tenant_unknown");
        assertThat(nobody.headers()).containsEntry("access-control-allow-origin", APP);
        assertThat(Asked.send("GET", initiate("acme", login()), APP)).isEqualTo(nobody);
        changed(
                "sundsvall",
                organization -> organization.put("enabled", false),
                () -> assertThat(Asked.send("GET", initiate("sundsvall", login()), APP))
                        .isEqualTo(nobody));
    }

    @Test
    void aHiddenTenantIsNotBetrayedByWhatElseIsWrong() {
        for (Map<String, String> wrong : List.of(
                login("redirect_uri", STRANGER),
                login("scope", "openid nothing"),
                login("scope", "openid organization:acme"),
                login("client_id", "nobody"),
                login("state", null))) {
            assertThat(Asked.get(initiate("acme", wrong))).isEqualTo(Asked.get(initiate("nobody", wrong)));
        }
        assertThat(Asked.get(initiate("sundsvall", login("scope", "openid organization:acme"))))
                .satisfies(refused -> assertRefused(refused, 400, "invalid_scope"))
                .isEqualTo(Asked.get(initiate("sundsvall", login("scope", "openid organization:nobody"))));
    }

    static Stream<String> hostileSlugs() {
        return Stream.of(
                "SUNDSVALL",
                "sundsvall%00",
                "sundsvall%0d%0aX-Injected:%201",
                "%20",
                "%25",
                "%27%20OR%20%271%27=%271",
                "%C3%A5%CC%8A",
                "%ff%fe",
                "*",
                "a".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("hostileSlugs")
    void noSlugIsAnythingButAName(String slug) {
        Asked asked = Asked.get(URI.create(list() + "/" + slug + "/initiate?" + Asked.query(login())));
        assertThat(asked).isEqualTo(Asked.get(initiate("nobody", login())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2fsundsvall", "sundsvall;x=1", "%2e%2e", "sundsvall%2finitiate"})
    void noSlugLeadsElsewhere(String slug) {
        Asked asked = Asked.get(URI.create(list() + "/" + slug + "/initiate?" + Asked.query(login())));
        assertThat(asked.status()).isIn(400, 404);
        assertThat(asked.text()).doesNotContain("authorization_url");
    }

    // refusals

    @ParameterizedTest
    @CsvSource({
        "client_id,             ,                          400, invalid_request",
        "client_id,             nobody,                    400, invalid_client",
        "client_id,             disabled,                  400, invalid_client",
        "client_id,             saml,                      400, invalid_client",
        "client_id,             bearer-only,               403, unauthorized_client",
        "client_id,             no-code-flow,              403, unauthorized_client",
        "client_id,             admin-cli,                 403, unauthorized_client",
        "client_id,             pkce,                      400, invalid_request",
        "client_id,             par,                       400, invalid_request",
        "client_id,             request-object,            400, invalid_request",
        "client_id,             policy,                    400, invalid_request",
        "state,                 ,                          400, invalid_request",
        "response_type,         token,                     400, unsupported_response_type",
        "response_mode,         carrier-pigeon,            400, invalid_request",
        "scope,                 openid nothing,            400, invalid_scope",
        "scope,                 openid organization:acme,  400, invalid_scope",
        "max_age,               soon,                      400, invalid_request",
        "code_challenge,        short,                     400, invalid_request",
        "code_challenge_method, S256,                      400, invalid_request",
        "redirect_uri,          ,                          400, invalid_redirect_uri",
    })
    void whatTheAuthorizationEndpointWouldRefuseIsRefused(String parameter, String value, int status, String error) {
        assertRefused(Asked.get(initiate("sundsvall", login(parameter, value))), status, error);
    }

    @Test
    void aClientThatMustUsePkceIsToldWhatIsMissing() {
        Asked refused = Asked.get(initiate("sundsvall", login("client_id", "pkce")));
        assertThat(refused.json().get("error_description").textValue())
                .isEqualTo("Missing parameter: code_challenge_method");
        Map<String, String> login = login("client_id", "pkce");
        login.put("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        login.put("code_challenge_method", "plain");
        assertRefused(Asked.get(initiate("sundsvall", login)), 400, "invalid_request");
        login.put("code_challenge_method", "S256");
        assertThat(Asked.get(initiate("sundsvall", login)).status()).isEqualTo(200);
    }

    @Test
    void aRedirectUriMayBeMissingOnlyWithoutOpenIdConnect() {
        Map<String, String> login = login("redirect_uri", null);
        login.put("scope", "email");
        URI url = authorizationUrl(Asked.get(initiate("sundsvall", login)));
        assertThat(Asked.parameters(url)).doesNotContainKey("redirect_uri").containsEntry("scope", "email");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/login/callback",
                "http://localhost:3000@evil.example/login/callback",
                "http://localhost:3000.evil.example/login/callback",
                "http://localhost:3000/login/callback/../../evil",
                "http://localhost:3000/login/callback#fragment",
                "http://localhost:3000/login/callback?code=stolen",
                "http://localhost:3000\\@evil.example/login/callback",
                "//evil.example/login/callback",
                "javascript:alert(1)//http://localhost:3000/login/callback",
                "data:text/html,x",
                "http://localhost:3000/login/callback%0d%0aLocation: https://evil.example",
                "http://localhost:3000/login/callback%00",
                "http://localhost:3000/login/callback\r\nX: y",
                " http://localhost:3000/login/callback",
                "urn:ietf:wg:oauth:2.0:oob"
            })
    void noOtherRedirectUriThanTheRegisteredOneIsTaken(String redirectUri) {
        for (String client : List.of("eneo", "wildcard")) {
            Map<String, String> login = login("redirect_uri", redirectUri);
            login.put("client_id", client);
            Asked refused = Asked.get(initiate("sundsvall", login));
            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
            assertThat(refused.error()).isIn("invalid_redirect_uri", "invalid_request");
            assertThat(refused.text()).doesNotContain("evil", "alert");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aSet-Cookie:%20a=b", "%00", "%e2%80%a8", "%C3%A5", "%ff"})
    void aStateThatWouldNotComeBackByteForByteIsRefused(String encoded) {
        Asked refused = raw("state=" + encoded);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers()).doesNotContainKey("set-cookie");
        assertThat(refused.text()).doesNotContain("authorization_url");
    }

    @Test
    void aStateIsAsLongAsKeycloakReadsAndNoLonger() {
        assertThat(Asked.get(initiate("sundsvall", login("state", "x".repeat(4_000))))
                        .status())
                .isEqualTo(200);
        assertRefused(Asked.get(initiate("sundsvall", login("state", "x".repeat(4_001)))), 400, "invalid_request");
        assertRefused(Asked.get(initiate("sundsvall", login("state", "x".repeat(10_000)))), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"state=a&state=b", "state=a&client_id=eneo", "state=a&redirect_uri=x", "state=a&scope=a&scope=b"
            })
    void aParameterGivenTwiceIsRefused(String query) {
        assertRefused(raw(query), 400, "invalid_request");
    }

    @Test
    void aRefusalIsForTheScriptsOfTheClientAndIsNotKept() {
        Asked refused = Asked.send("GET", initiate("sundsvall", login("redirect_uri", STRANGER)), APP);
        assertRefused(refused, 400, "invalid_redirect_uri");
        assertThat(refused.headers())
                .containsEntry("access-control-allow-origin", APP)
                .containsEntry("vary", "Origin");
    }

    @Test
    void onlyScriptsOfTheClientMayBeginALogin() {
        for (String method : List.of("GET", "OPTIONS")) {
            assertThat(Asked.send(method, initiate("sundsvall", login()), APP).headers())
                    .containsEntry("access-control-allow-origin", APP)
                    .doesNotContainKey("access-control-allow-credentials");
            assertThat(Asked.send(method, initiate("sundsvall", login()), STRANGER)
                            .headers())
                    .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods")
                    .containsEntry("vary", "Origin");
            assertThat(Asked.send(method, initiate("sundsvall", login("client_id", "everybody")), STRANGER)
                            .headers())
                    .containsEntry("access-control-allow-origin", "*");
        }
    }

    @Test
    void aRefusalIsTheEventThatTheAuthorizationEndpointWrites() {
        for (Map<String, String> wrong : List.of(
                login("client_id", "nobody"),
                login("client_id", "disabled"),
                login("redirect_uri", STRANGER),
                login("scope", "openid nothing"),
                login("response_type", "carrier-pigeon"),
                login("client_id", "pkce"))) {
            wrong.putIfAbsent("response_type", "code");
            assertThat(errorOf(initiate("sundsvall", wrong)))
                    .as(wrong.toString())
                    .isEqualTo(errorOf(URI.create(authorizationEndpoint() + "?" + Asked.query(wrong))));
        }
    }

    @Test
    void aRefusalByAPolicyIsAnEventThatNamesTheClient() {
        assertThat(errorOf(initiate("sundsvall", login("client_id", "policy"))))
                .containsExactly("LOGIN_ERROR", "invalid_request", "policy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/tenants/%0/initiate", "/tenants/sundsvall/initiate?client_id=eneo&state=%0", "/tenants?%"})
    void anAddressThatIsNoneIsNoErrorOfTheServer(String path) throws IOException {
        URI realm = REALM.issuer();
        try (Socket socket = new Socket(realm.getHost(), realm.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + realm.getPath() + path + " HTTP/1.1\r\nHost: " + realm.getAuthority()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .matches("(?s)HTTP/1.1 [24].*")
                    .doesNotContain("authorization_url");
        }
    }

    @Test
    void neitherALoginThatBeginsNorATenantThatIsUnknownIsAnEvent() {
        REALM.admin().delete(REALM.path("/events"));
        Asked.get(initiate("sundsvall", login()));
        Asked.get(initiate("nobody", login()));
        Asked.get(initiate("acme", login()));
        assertThat(REALM.admin().get(REALM.path("/events"))).isEmpty();
    }

    /** What the one event of a request says. */
    private static List<String> errorOf(URI url) {
        REALM.admin().delete(REALM.path("/events"));
        Asked.get(url);
        JsonNode events = REALM.admin().get(REALM.path("/events"));
        assertThat(events).as(url.toString()).hasSize(1);
        if (url.getPath().endsWith("/initiate")) {
            assertThat(events.get(0).at("/details/correlation_id").asText()).isEqualTo(Asked.CORRELATION_ID);
        }
        return Stream.of("/type", "/error", "/clientId")
                .map(field -> events.get(0).at(field).asText())
                .toList();
    }

    private static void assertRefused(Asked refused, int status, String error) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.error()).isEqualTo(error);
        assertThat(refused.json().fieldNames())
                .toIterable()
                .containsExactly("error", "error_description", "correlation_id");
        assertThat(refused.json().get("correlation_id").textValue()).isEqualTo(Asked.CORRELATION_ID);
        assertThat(refused.json().get("error_description").textValue()).isNotBlank();
        assertThat(refused.headers())
                .containsEntry("cache-control", "no-store")
                .hasEntrySatisfying("content-type", type -> assertThat(type).startsWith("application/json"));
    }

    private static URI list() {
        return URI.create(REALM.issuer() + "/tenants");
    }

    private static List<String> slugs() {
        return Asked.get(list())
                .json()
                .get("tenants")
                .valueStream()
                .map(tenant -> tenant.get("slug").textValue())
                .toList();
    }

    private static URI initiate(String slug, Map<String, String> parameters) {
        return URI.create(list() + "/" + URLEncoder.encode(slug, UTF_8) + "/initiate?" + Asked.query(parameters));
    }

    private static Asked raw(String query) {
        Map<String, String> rest = login("state", null);
        return Asked.get(URI.create(list() + "/sundsvall/initiate?" + Asked.query(rest) + "&" + query));
    }

    /** What Eneo asks with. */
    private static Map<String, String> login() {
        Map<String, String> login = new LinkedHashMap<>();
        login.put("client_id", "eneo");
        login.put("redirect_uri", REDIRECT_URI);
        login.put("state", "s t&ate");
        return login;
    }

    /** The same with something else; null leaves it out. */
    private static Map<String, String> login(String parameter, String value) {
        Map<String, String> login = login();
        login.put(parameter, value);
        return login;
    }

    private static URI authorizationUrl(Asked begun) {
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        return URI.create(begun.json().get("authorization_url").textValue());
    }

    private static String authorizationEndpoint() {
        return Asked.get(URI.create(REALM.issuer() + "/.well-known/openid-configuration"))
                .json()
                .get("authorization_endpoint")
                .textValue();
    }

    private static ArrayNode words(String... words) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        Set.of(words).stream().sorted().forEach(array::add);
        return array;
    }

    private static JsonNode organization(String alias) {
        return REALM.admin()
                .get(REALM.path("/organizations?briefRepresentation=false"))
                .valueStream()
                .filter(organization -> organization.get("alias").textValue().equals(alias))
                .findFirst()
                .orElseThrow();
    }

    /** Changes an organization for as long as something is tried. */
    private static void changed(String alias, Consumer<ObjectNode> change, Runnable attempt) {
        JsonNode before = organization(alias);
        String path = REALM.path("/organizations/" + before.get("id").textValue());
        ObjectNode after = before.deepCopy();
        change.accept(after);
        REALM.admin().put(path, after);
        try {
            attempt.run();
        } finally {
            ObjectNode restored = before.deepCopy();
            restored.withObject("/attributes");
            REALM.admin().put(path, restored);
        }
    }

    /** Changes the realm for as long as something is tried. */
    private static void realm(Consumer<ObjectNode> change, Runnable attempt) {
        ObjectNode before = (ObjectNode) REALM.admin().get(REALM.path(""));
        ObjectNode after = before.deepCopy();
        change.accept(after);
        REALM.admin().put(REALM.path(""), after);
        try {
            attempt.run();
        } finally {
            before.withObject("/attributes").putIfAbsent("frontendUrl", TextNode.valueOf(""));
            REALM.admin().put(REALM.path(""), before);
        }
    }
}
