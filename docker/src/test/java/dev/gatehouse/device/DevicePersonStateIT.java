package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import dev.gatehouse.server.Postgres;
import dev.gatehouse.server.TwoNodes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is remembered of a person beside their devices: in tables, which the tests read and write as an operator would. */
class DevicePersonStateIT {

    private static final String WAITS = "gatehouse-device-wait";
    private static final String REFUSED = "gatehouse-refused";
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(TwoNodes::get, DevicePersonStateIT::change);

    private static Postgres database;
    private static PeopleDirectory directory;

    private RelyingParty cli;

    /** Lets enclii-cli sign in by a password alone, as an exempt client. */
    private static void change(ObjectNode realm) {
        for (JsonNode client : realm.get("clients")) {
            if (client.get("clientId").textValue().equals("enclii-cli")) {
                ((ObjectNode) client).put("directAccessGrantsEnabled", true);
                ((ObjectNode) client).withObject("/attributes").put("gatehouse.devices", "optional");
            }
        }
        ((ArrayNode) realm.get("authenticatorConfig"))
                .add(JSON.valueToTree(
                        Map.of("alias", "by password", "config", Map.of("exempt.clients", "enclii-cli"))));
        ObjectNode flow = JSON.valueToTree(
                Map.of("alias", "by password", "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        ArrayNode executions = flow.putArray("authenticationExecutions");
        int priority = 10;
        for (String step : List.of(
                "direct-grant-validate-username", "direct-grant-validate-password", "gatehouse-device-verification")) {
            executions
                    .addObject()
                    .put("authenticator", step)
                    .put("requirement", "REQUIRED")
                    .put("priority", priority++);
        }
        ((ObjectNode) executions.get(2)).put("authenticatorConfig", "by password");
        ((ArrayNode) realm.get("authenticationFlows")).add(flow);
        realm.put("directGrantFlow", "by password");
    }

    @BeforeAll
    static void startTheDirectory() throws Exception {
        database = TwoNodes.get().database();
        directory = PeopleDirectory.start();
        directory.joinTo(REALM);
    }

    @AfterAll
    static void stopIt() {
        if (directory != null) {
            directory.close();
        }
    }

    @BeforeEach
    void install() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
    }

    @Test
    void anExemptPersonNeedsNoMailForAsLongAsTheyAre() throws Exception {
        Somebody dana = Somebody.of(REALM);
        mark(dana, "EXEMPT");
        Browser browser = newBrowser();
        assertThat(dana.signIn(browser, cli).isOutside()).isTrue();
        assertThat(browser.cookies().names()).noneMatch(name -> name.startsWith("__Host-gatehouse_device_"));
        assertThat(DeviceSteps.events(REALM, dana, "device_verification_sent")).isZero();

        database.query("delete from gatehouse_person_mark where user_id = '" + dana.id() + "'");
        assertThat(dana.signIn(browser, cli).id())
                .as("the session is not verified")
                .isEqualTo(WAITS);
    }

    @Test
    void aPasswordOfADirectoryIsBlockedUntilItIsResetThroughTheMailbox() throws Exception {
        Somebody dana = directory.add(REALM, address());
        assertThat(grant(dana, "password").has("access_token")).isTrue();

        Page waiting = dana.signIn(newBrowser(), cli);
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo(WAITS);
        deny(dana);
        assertThat(marks(dana)).isEqualTo("PASSWORD_BLOCKED");

        Page refused = dana.signIn(newBrowser(), cli);
        assertThat(refused.id()).as(refused.toString()).isEqualTo(REFUSED);
        assertThat(reason(dana)).isEqualTo("password_blocked");
        assertThat(grant(dana, "password").path("error_description").asText()).startsWith("password_blocked");

        Person person = dana.person();
        Browser browser = newBrowser();
        // Keycloak has people of a directory sign in anew with what they have just set
        Page reset = person.goOn(browser, resetPassword(browser, dana));
        assertThat(reset.id()).as(reset.toString()).isEqualTo("info");
        assertThat(marks(dana)).isEmpty();
        assertThat(grant(dana, "password!").has("access_token")).isTrue();
        Browser another = newBrowser();
        Page again = person.goOn(
                another, another.open(cli.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(again.id()).as(again.toString()).isEqualTo(WAITS);
    }

    @Test
    void aBlockedPasswordWorksAgainOnceAnAdminHasSetAnother() throws Exception {
        Somebody dana = directory.add(REALM, address());
        mark(dana, "PASSWORD_BLOCKED");
        assertThat(dana.signIn(newBrowser(), cli).id()).isEqualTo(REFUSED);
        REALM.admin()
                .put(
                        REALM.path("/users/" + dana.id() + "/reset-password"),
                        JSON.valueToTree(Map.of("type", "password", "value", "password")));
        assertThat(dana.signIn(newBrowser(), cli).id()).isEqualTo(WAITS);
    }

    @Test
    void aBlockedPersonIsNotLetInByADeviceThatWasTrusted() throws Exception {
        Somebody dana = directory.add(REALM, address());
        Browser browser = newBrowser();
        Page waiting = dana.signIn(browser, cli);
        assertThat(browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail())))
                        .isOutside())
                .isTrue();
        mark(dana, "PASSWORD_BLOCKED");
        assertThat(dana.signIn(browser, cli).id()).isEqualTo(REFUSED);
    }

    @Test
    void whatIsRememberedGoesWithThePersonAndWithTheRealm() throws Exception {
        Somebody dana = Somebody.of(REALM);
        mark(dana, "EXEMPT");
        factor(REALM.name(), dana.id());
        REALM.admin().delete(REALM.path("/users/" + dana.id()));
        assertThat(rows(dana.id())).isEqualTo("0");

        String other = REALM.name() + "-gone";
        REALM.admin().post("", JSON.createObjectNode().put("realm", other));
        String somebody = "f:" + UUID.randomUUID() + ":" + "x".repeat(200);
        mark(other, somebody, "EXEMPT");
        factor(other, somebody);
        assertThat(rows(somebody)).isEqualTo("2");
        REALM.admin().delete("/" + other);
        assertThat(rows(somebody)).isEqualTo("0");
    }

    @Test
    void aChangeOfADatabaseKeepsThePathByWhichItIsKnown() throws Exception {
        assertThat(database.query("select filename, id from databasechangelog_gatehousea order by orderexecuted"))
                .isEqualTo("""
                        dev/gatehouse/firstadmin/changelog.xml|first-admin
                        dev/gatehouse/device/changelog.xml|device-person-mark
                        dev/gatehouse/device/changelog.xml|device-verified-factor""");
    }

    private static void deny(Somebody somebody) {
        Browser phone = newBrowser();
        Page asked = phone.open(Somebody.link(somebody.mail()));
        phone.post(asked.url(), Map.of("answer", "deny"));
    }

    private Page resetPassword(Browser browser, Somebody somebody) {
        Page login = browser.open(cli.login(Somebody.SOMEWHERE, "openid").url());
        Page password = browser.submit(login.formWith("username").orElseThrow().fill("username", somebody.email()));
        Page forgot = browser.open(password.link("a[href*=reset-credentials]").orElseThrow());
        browser.submit(forgot.formWith("username").orElseThrow().fill("username", somebody.email()));
        return browser.open(Inbox.get().take(somebody.email()).links().get(0));
    }

    private static JsonNode grant(Somebody somebody, String password) throws IOException, InterruptedException {
        String form = "grant_type=password&scope=openid&client_id=enclii-cli&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8)
                + "&username="
                + URLEncoder.encode(somebody.email(), StandardCharsets.UTF_8);
        String answer = Http.client()
                .send(
                        HttpRequest.newBuilder(URI.create(REALM.issuer() + "/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        assertThat(answer).startsWith("{");
        return JSON.readTree(answer);
    }

    private static String reason(Somebody somebody) {
        return DeviceSteps.event(REALM, somebody, "device_verification_failed")
                .at("/details/reason")
                .textValue();
    }

    private static void mark(Somebody somebody, String mark) throws IOException {
        mark(REALM.name(), somebody.id(), mark);
    }

    private static void mark(String realm, String user, String mark) throws IOException {
        database.query("insert into gatehouse_person_mark (realm_id, user_id, mark, marked_at) select id, '" + user
                + "', '" + mark + "', 0 from realm where name = '" + realm + "'");
    }

    private static void factor(String realm, String user) throws IOException {
        database.query(
                "insert into gatehouse_verified_factor (realm_id, user_id, credential_id, verified_at) select id, '"
                        + user + "', 'a credential', 0 from realm where name = '" + realm + "'");
    }

    private static String marks(Somebody somebody) throws IOException {
        return database.query("select mark from gatehouse_person_mark where user_id = '" + somebody.id() + "'");
    }

    private static String rows(String user) throws IOException {
        return database.query("select (select count(*) from gatehouse_person_mark where user_id = '" + user
                + "') + (select count(*) from gatehouse_verified_factor where user_id = '" + user + "')");
    }

    private static String address() {
        return "l" + UUID.randomUUID().toString().substring(0, 8) + "@acme.example";
    }

    private static Browser newBrowser() {
        return new Browser(REALM.server().url());
    }
}
