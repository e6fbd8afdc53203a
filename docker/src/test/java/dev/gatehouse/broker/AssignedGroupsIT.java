package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The record of what a provider gave somebody, which decides what it can take back: people who would like to keep their groups try to
 * get rid of it, in a realm in which everybody may write attributes of their own.
 */
class AssignedGroupsIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {});

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = Http.client();

    private static KeycloakProvider upstream;
    private static BrokerLogin login;
    private static int people;

    private Person person;
    private String id;

    @BeforeAll
    static void connectTheProvider() {
        Providers providers = new Providers(REALM);
        upstream = KeycloakProvider.create(REALM);
        login = new BrokerLogin(REALM, null);
        providers.add(upstream.oidc(providers, "forced"));
        providers.addMapper(
                "forced",
                OidcGroupsMapper.PROVIDER_ID,
                Map.of("upstream.groups", "groups", "groups", Providers.table("operations", "/admins")));
        ObjectNode profile = (ObjectNode) REALM.admin().get(REALM.path("/users/profile"));
        REALM.admin().put(REALM.path("/users/profile"), profile.put("unmanagedAttributePolicy", "ENABLED"));
        REALM.admin()
                .post(
                        REALM.path("/clients"),
                        JSON.createObjectNode()
                                .put("clientId", "account-rest")
                                .put("publicClient", true)
                                .put("directAccessGrantsEnabled", true));
    }

    @AfterAll
    static void disconnectIt() {
        upstream.close();
    }

    @BeforeEach
    void somebodyWhomTheProviderPutIntoAGroup() throws Exception {
        people++;
        person = Person.of("person" + people + "@upstream.example");
        upstream.addUser(person.email(), "operations");
        login.succeeds("forced", person);
        id = REALM.user(person.email()).get("id").textValue();
        REALM.admin()
                .put(
                        REALM.path("/users/" + id + "/reset-password"),
                        JSON.createObjectNode().put("type", "password").put("value", "password"));
        assertThat(records()).hasSize(1);
    }

    @Test
    void isNotReachedByAttributesThatPeopleWrite() throws Exception {
        ObjectNode account = JSON.createObjectNode()
                .put("username", person.email())
                .put("email", person.email())
                .put("firstName", "Up")
                .put("lastName", "Stream");
        account.putObject("attributes")
                .putArray("gatehouse-broker-groups")
                .add("{\"provider\":\"forced\",\"groups\":[]}");
        assertThat(account("POST", "", account).statusCode()).isEqualTo(204);
        assertThat(REALM.user(person.email()).get("attributes").has("gatehouse-broker-groups"))
                .as("people may write attributes here")
                .isTrue();
        isTakenBackByTheProvider();
    }

    @Test
    void isNotSeenNorRemovedInTheAccountConsole() throws Exception {
        assertThat(account("GET", "/credentials", null).body()).doesNotContain("gatehouse-broker-groups");
        String record = records().get(0).get("id").textValue();
        assertThat(account("DELETE", "/credentials/" + record, null).statusCode())
                .isEqualTo(404);
        assertThat(records()).hasSize(1);
        isTakenBackByTheProvider();
    }

    @Test
    void isNotRemovedByAnApplicationInitiatedAction() throws Exception {
        String record = records().get(0).get("id").textValue();
        RelyingParty cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        Browser browser = new Browser(REALM.server().url());
        URI url = URI.create(cli.login(URI.create("http://127.0.0.1:9/callback"), "openid")
                        .url() + "&kc_action=delete_credential:" + record);
        Page page = person.goOn(browser, browser.open(url));
        assertThat(page.id()).isEqualTo("delete-credential");
        Page refused = browser.submit(page.formWith("accept").orElseThrow().press("accept"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(records()).hasSize(1);
        isTakenBackByTheProvider();
    }

    @Test
    void staysWhenAnAdminSavesTheUser() throws Exception {
        ObjectNode user = (ObjectNode) REALM.user(person.email());
        user.remove("attributes");
        REALM.admin().put(REALM.path("/users/" + id), user.put("firstName", "Changed"));
        user.putObject("attributes").putArray("shoe size").add("43");
        REALM.admin().put(REALM.path("/users/" + id), user);
        isTakenBackByTheProvider();
    }

    @Test
    void isNotOneOfTheCredentialsThatPeopleSignInWith() throws Exception {
        RelyingParty cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        Person withPassword = Person.of(person.email());
        withPassword.signIn(
                new Browser(REALM.server().url()),
                cli.login(URI.create("http://127.0.0.1:9/callback"), "openid").url());
        assertThat(withPassword.seen()).containsExactly("login-username", "login");
    }

    @Test
    void whoseRecordAnAdminRemovesKeepsTheGroupAsGivenByHand() throws Exception {
        REALM.admin()
                .delete(REALM.path("/users/" + id + "/credentials/"
                        + records().get(0).get("id").textValue()));
        upstream.leave(person.email(), "operations");
        login.succeeds("forced", person);
        assertThat(groups()).hasSize(1);
    }

    private void isTakenBackByTheProvider() throws Exception {
        assertThat(groups()).hasSize(1);
        upstream.leave(person.email(), "operations");
        login.succeeds("forced", person);
        assertThat(groups()).isEmpty();
        assertThat(records()).isEmpty();
    }

    private JsonNode groups() {
        return REALM.admin().get(REALM.path("/users/" + id + "/groups"));
    }

    private List<JsonNode> records() {
        return REALM.admin()
                .get(REALM.path("/users/" + id + "/credentials"))
                .valueStream()
                .filter(credential -> credential.get("type").textValue().equals(AssignedGroups.CREDENTIAL_TYPE))
                .toList();
    }

    private HttpResponse<String> account(String method, String path, JsonNode body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(REALM.issuer() + "/account" + path))
                        .header("Authorization", "Bearer " + accessToken())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .method(
                                method,
                                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    private String accessToken() throws IOException, InterruptedException {
        String form = Map.of(
                        "grant_type", "password",
                        "client_id", "account-rest",
                        "username", person.email(),
                        "password", "password")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(REALM.issuer() + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        return JSON.readTree(answer.body()).get("access_token").textValue();
    }
}
