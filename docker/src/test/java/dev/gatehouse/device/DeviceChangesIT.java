package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a change of somebody's address or password, and the removal of a device, does to devices and sessions, at once. */
class DeviceChangesIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceChangesIT::prepare);

    private static void prepare(ObjectNode realm) {
        DeviceClients.addTo(realm);
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        realm.put("editUsernameAllowed", true);
    }

    private RelyingParty app;
    private Somebody somebody;
    private Browser browser;

    @BeforeEach
    void somebodyIsThere() throws Exception {
        app = DeviceClients.of(REALM, DeviceClients.STRICT);
        somebody = DeviceClients.somebody(REALM);
        browser = new Browser(REALM.server().url());
    }

    @Test
    void whoChoosesAPasswordAtTheirFirstLoginKeepsTheDeviceTheyConfirmedInIt() throws Exception {
        resetPassword(true);
        Person person = somebody.person();
        RelyingParty.Login login = app.login(Somebody.SOMEWHERE, "openid");
        Page waiting = person.goOn(browser, browser.open(login.url()));
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        Page choose =
                browser.submit(waiting.formWith("code").orElseThrow().fill("code", Somebody.code(somebody.mail())));
        assertThat(choose.id()).as(choose.toString()).isEqualTo("login-update-password");
        Page in = person.goOn(browser, choose);
        assertThat(in.isOutside()).as(in.toString()).isTrue();

        Tokens tokens = app.redeem(login, in.url());
        assertThat(app.refresh(tokens).accessToken()).isNotNull();
        assertThat(somebody.devices()).hasSize(1);

        closeSession(browser);
        Page again = person.goOn(
                browser, browser.open(app.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(again.isOutside()).as(again.toString()).isTrue();
    }

    @Test
    void anAdminWhoSetsAPasswordEndsTrustAndSessions() throws Exception {
        Tokens tokens = somebody.session(app).tokens();
        resetPassword(false);
        DeviceClients.assertEnded(() -> app.refresh(tokens));
        assertThat(somebody.devices()).isEmpty();
        assertThat(DeviceEvents.reasons(somebody, "device_removed")).containsExactly("password_changed");
    }

    @Test
    void anOfflineSessionEndsByItToo() throws Exception {
        Tokens tokens = somebody.session(app, browser, "openid offline_access").tokens();
        assertThat(somebody.offlineSessions(DeviceClients.STRICT)).isEqualTo(1);
        resetPassword(false);
        DeviceClients.assertEnded(() -> app.refresh(tokens));
        assertThat(somebody.offlineSessions(DeviceClients.STRICT)).isZero();
    }

    @Test
    void anAdminWhoChangesTheAddressDoesToo() throws Exception {
        Tokens tokens = somebody.session(app).tokens();
        change("email", "x" + somebody.email());
        DeviceClients.assertEnded(() -> app.refresh(tokens));
        assertThat(somebody.devices()).isEmpty();
        assertThat(DeviceEvents.reasons(somebody, "device_removed")).containsExactly("person_changed");
    }

    @Test
    void anAdminWhoChangesTheNameDoesNot() throws Exception {
        Tokens tokens = somebody.session(app).tokens();
        change("firstName", "Another");
        assertThat(app.refresh(tokens).accessToken()).isNotNull();
        assertThat(somebody.devices()).hasSize(1);
    }

    @Test
    void whoeverIsDisabledHasNoDeviceWhenTheyComeBack() throws Exception {
        Tokens tokens = somebody.session(app).tokens();
        ObjectNode user = (ObjectNode) REALM.user(somebody.email());
        REALM.admin().put(REALM.path("/users/" + somebody.id()), user.put("enabled", false));
        REALM.admin().put(REALM.path("/users/" + somebody.id()), user.put("enabled", true));
        DeviceClients.assertEnded(() -> app.refresh(tokens));
        assertThat(somebody.devices()).isEmpty();
        assertThat(DeviceEvents.reasons(somebody, "device_removed")).containsExactly("user_disabled");
    }

    @Test
    void anAdminWhoRemovesADeviceEndsItsSessionsAndNoOthers() throws Exception {
        Tokens tokens = somebody.session(app, browser, "openid").tokens();
        String device = somebody.devices().get(0);
        Tokens others = somebody.session(app, new Browser(REALM.server().url()), "openid")
                .tokens();

        REALM.admin().delete(REALM.path("/users/" + somebody.id() + "/credentials/" + device));
        DeviceClients.assertEnded(() -> app.refresh(tokens));
        assertThat(app.refresh(others).accessToken()).isNotNull();
        List<JsonNode> events = DeviceEvents.of(somebody, "device_removed");
        assertThat(events).hasSize(1);
        assertThat(events.get(0).at("/details/device_id").asText()).isEqualTo(device);
        assertThat(events.get(0).at("/details/reason").asText()).isEqualTo("removed_by_admin");
    }

    @Test
    void whoChangesTheirPasswordKeepsTheirSessionAndNothingElse() throws Exception {
        Tokens tokens = somebody.session(app, browser, "openid").tokens();
        Tokens others = somebody.session(app, new Browser(REALM.server().url()), "openid")
                .tokens();
        Person person = somebody.person();
        Page changed = person.goOn(browser, browser.open(action("UPDATE_PASSWORD")));
        assertThat(changed.isOutside()).as(changed.toString()).isTrue();
        assertThat(changed.url().getQuery()).contains("kc_action_status=success");

        assertThat(app.refresh(tokens).accessToken()).isNotNull();
        DeviceClients.assertEnded(() -> app.refresh(others));
        assertThat(somebody.devices()).isEmpty();
        assertThat(DeviceEvents.reasons(somebody, "device_removed"))
                .containsExactly("password_changed", "password_changed");

        closeSession(browser);
        Page asked = person.goOn(
                browser, browser.open(app.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(asked.id()).as(asked.toString()).isEqualTo("gatehouse-device-wait");
    }

    @Test
    void whoChangesTheirAddressKeepsTheirSessionAndNothingElse() throws Exception {
        Tokens tokens = somebody.session(app, browser, "openid offline_access").tokens();
        Tokens others = somebody.session(app, new Browser(REALM.server().url()), "openid")
                .tokens();
        ObjectNode account = (ObjectNode) DeviceClients.account(REALM, tokens.rawAccessToken(), "GET", "/", null)
                .body();
        account.put("email", "y" + somebody.email());
        DeviceClients.Answer answer = DeviceClients.account(REALM, tokens.rawAccessToken(), "POST", "/", account);
        assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(204);
        ObjectNode changed = (ObjectNode) REALM.admin().get(REALM.path("/users/" + somebody.id()));
        assertThat(changed.get("email").textValue()).startsWith("y");
        // what the guard of domains wants; for devices it is no change
        REALM.admin().put(REALM.path("/users/" + somebody.id()), changed.put("emailVerified", true));

        assertThat(app.refresh(tokens).accessToken()).isNotNull();
        DeviceClients.assertEnded(() -> app.refresh(others));
        assertThat(somebody.devices()).isEmpty();
        assertThat(DeviceEvents.reasons(somebody, "device_removed")).contains("email_changed");
    }

    @Test
    void alsoWhereTheNewAddressIsConfirmedByMail() throws Exception {
        DeviceClients.enable(REALM, "UPDATE_EMAIL", true);
        try {
            Tokens tokens = somebody.session(app, browser, "openid").tokens();
            Tokens others = somebody.session(app, new Browser(REALM.server().url()), "openid")
                    .tokens();
            Page asked = browser.open(action("UPDATE_EMAIL"));
            browser.submit(asked.formWith("email").orElseThrow().fill("email", "z" + somebody.email()));
            assertThat(app.refresh(others).accessToken()).isNotNull();
            browser.open(Inbox.get().take("z" + somebody.email()).links().get(0));
            assertThat(REALM.admin()
                            .get(REALM.path("/users/" + somebody.id()))
                            .get("email")
                            .textValue())
                    .startsWith("z");

            assertThat(app.refresh(tokens).accessToken()).isNotNull();
            DeviceClients.assertEnded(() -> app.refresh(others));
            assertThat(somebody.devices()).isEmpty();
        } finally {
            DeviceClients.enable(REALM, "UPDATE_EMAIL", false);
        }
    }

    @Test
    void whoForgotTheirPasswordComesInByTheLinkAndStaysIn() throws Exception {
        Tokens before = somebody.session(app).tokens();
        RelyingParty.Login login = app.login(Somebody.SOMEWHERE, "openid");
        Page password = browser.submit(
                browser.open(login.url()).formWith("username").orElseThrow().fill("username", somebody.email()));
        Page forgot = browser.open(password.link("a[href*=reset-credentials]").orElseThrow());
        browser.submit(forgot.formWith("username").orElseThrow().fill("username", somebody.email()));
        Page in = new Person(somebody.email(), "quite another")
                .goOn(browser, browser.open(somebody.mail().links().get(0)));
        assertThat(in.isOutside()).as(in.toString()).isTrue();

        Tokens tokens = app.redeem(login, in.url());
        assertThat(app.refresh(tokens).accessToken()).isNotNull();
        DeviceClients.assertEnded(() -> app.refresh(before));
        assertThat(somebody.devices()).isEmpty();
    }

    @Test
    void whoRemovesADeviceInTheAccountConsoleEndsItsSessions() throws Exception {
        Browser phone = new Browser(REALM.server().url());
        Tokens ofPhone = somebody.session(app, phone, "openid").tokens();
        String device = somebody.devices().get(0);
        Tokens tokens = somebody.session(app, browser, "openid").tokens();

        removeByAction(device);
        DeviceClients.assertEnded(() -> app.refresh(ofPhone));
        assertThat(app.refresh(tokens).accessToken()).isNotNull();
        assertThat(somebody.devices()).hasSize(1).doesNotContain(device);
        assertThat(DeviceEvents.reasons(somebody, "device_removed")).containsExactly("removed_by_person");
    }

    @Test
    void orTheOneTheyAreIn() throws Exception {
        Tokens tokens = somebody.session(app, browser, "openid").tokens();
        removeByAction(somebody.devices().get(0));
        // the action is a login that goes on in the session, which ends as soon as it is used
        DeviceClients.assertRefused(() -> app.refresh(tokens), "device_gone");
        DeviceClients.assertEnded(() -> app.refresh(tokens));
        assertThat(somebody.devices()).isEmpty();
        Page asked = somebody.signIn(browser, app);
        assertThat(asked.id()).as(asked.toString()).isEqualTo("gatehouse-device-wait");
    }

    @Test
    void orByTheApiOfTheAccount() throws Exception {
        Tokens ofPhone = somebody.session(app).tokens();
        String device = somebody.devices().get(0);
        Tokens tokens = somebody.session(app, browser, "openid").tokens();
        DeviceClients.Answer answer =
                DeviceClients.account(REALM, tokens.rawAccessToken(), "DELETE", "/credentials/" + device, null);
        assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(204);
        DeviceClients.assertEnded(() -> app.refresh(ofPhone));
        assertThat(app.refresh(tokens).accessToken()).isNotNull();
        assertThat(DeviceEvents.reasons(somebody, "device_removed")).containsExactly("removed_by_person");
    }

    private void removeByAction(String device) {
        Page asked = browser.open(action("delete_credential:" + device));
        assertThat(asked.id()).as(asked.toString()).isEqualTo("delete-credential");
        browser.submit(asked.forms().get(0));
    }

    private URI action(String action) {
        return URI.create(app.login(Somebody.SOMEWHERE, "openid").url() + "&kc_action=" + action);
    }

    /** The browser forgets its session and keeps its device. */
    private static void closeSession(Browser browser) {
        browser.cookies().removeIf(name -> name.startsWith("KEYCLOAK") || name.startsWith("AUTH_SESSION"));
    }

    private void resetPassword(boolean temporary) {
        REALM.admin()
                .put(
                        REALM.path("/users/" + somebody.id() + "/reset-password"),
                        Somebody.json(Map.of("type", "password", "value", "password", "temporary", temporary)));
    }

    private void change(String property, String value) {
        ObjectNode user = (ObjectNode) REALM.user(somebody.email());
        REALM.admin().put(REALM.path("/users/" + somebody.id()), user.put(property, value));
    }
}
