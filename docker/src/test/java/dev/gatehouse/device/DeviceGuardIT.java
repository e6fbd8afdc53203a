package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tokens want of devices, at every grant and every refresh. */
class DeviceGuardIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceGuardIT::prepare);

    private static void prepare(ObjectNode realm) {
        DeviceClients.addTo(realm);
        // who says "it was not me" loses the devices only: so sessions live on that have lost theirs
        DeviceSettings.of("denial.ends.sessions", "false", "denial.blocks.password", "false", "mail.wait.seconds", "1")
                .accept(realm);
        realm.putArray("enabledEventTypes")
                .add("LOGIN_ERROR")
                .add("CODE_TO_TOKEN_ERROR")
                .add("REFRESH_TOKEN_ERROR")
                .add("REMOVE_CREDENTIAL");
        ObjectNode exchanger =
                realm.withArray("clients").addObject().put("clientId", "enclii").put("secret", "exchanger-secret");
        exchanger.putObject("attributes").put("standard.token.exchange.enabled", "true");
        exchanger.putArray("defaultClientScopes").add("basic").add("enclii");
    }

    private RelyingParty strict;
    private Somebody somebody;

    @BeforeEach
    void somebodyIsThere() throws Exception {
        strict = DeviceClients.of(REALM, DeviceClients.STRICT);
        somebody = DeviceClients.somebody(REALM);
    }

    @Test
    void aPasswordGrantIsNoWayRound() throws Exception {
        JsonNode refused = DeviceClients.directGrant(somebody, DeviceClients.STRICT);
        assertThat(refused.path("error").asText()).as(refused.toString()).isEqualTo("access_denied");
        assertThat(refused.path("error_description").asText()).startsWith("device_unverified: ");
        JsonNode event = event("LOGIN_ERROR");
        assertThat(event.at("/details/reason").asText()).isEqualTo("device_unverified");
        assertThat(event.at("/details/correlation_id").asText()).isNotEmpty();
    }

    @Test
    void butAClientMaySayThatItWantsNoDevice() throws Exception {
        JsonNode tokens = DeviceClients.directGrant(somebody, DeviceClients.OPTIONAL);
        assertThat(tokens.has("access_token")).as(tokens.toString()).isTrue();
    }

    @Test
    void aVerifiedSessionHasItsTokensAndItsRefreshes() throws Exception {
        Somebody.Session session = somebody.session(strict);
        assertThat(strict.refresh(session.tokens()).accessToken()).isNotNull();
    }

    @Test
    void aSessionOfAnExemptLoginIsVerifiedBeforeAnotherClientUsesIt() throws Exception {
        Browser browser = new Browser(REALM.server().url());
        RelyingParty exempt = DeviceClients.of(REALM, DeviceClients.EXEMPT);
        assertThat(somebody.signIn(browser, exempt).isOutside()).isTrue();

        Page asked = somebody.signIn(browser, strict);
        assertThat(asked.id()).as(asked.toString()).isEqualTo("gatehouse-device-wait");
    }

    @Test
    void aFlowThatSomebodyForgotToGateLeaksNoTokenNotEvenToTheAccountConsole() throws Exception {
        ObjectNode console = client("account-console");
        ((ObjectNode) console.get("attributes")).put("gatehouse.devices", "optional");
        REALM.admin().put(REALM.path("/clients/" + console.get("id").textValue()), console);
        step("DISABLED");
        try {
            Browser browser = new Browser(REALM.server().url());
            RelyingParty.Login login = strict.login(Somebody.SOMEWHERE, "openid");
            URI back = somebody.person().signIn(browser, login.url());
            DeviceClients.assertRefused(() -> strict.redeem(login, back), "device_unverified");
            assertThat(event("CODE_TO_TOKEN_ERROR").at("/details/reason").asText())
                    .isEqualTo("device_unverified");

            RelyingParty account = DeviceClients.of(REALM, "account-console");
            RelyingParty.Login toAccount = account.login(URI.create(REALM.issuer() + "/account/"), "openid");
            URI toConsole = browser.open(toAccount.url()).url();
            DeviceClients.assertRefused(() -> account.redeem(toAccount, toConsole), "device_unverified");
        } finally {
            step("CONDITIONAL");
        }
    }

    @Test
    void aSessionThatHasLostItsDeviceEndsAtItsNextRefreshWhateverItsClientWants() throws Exception {
        RelyingParty optional = DeviceClients.of(REALM, DeviceClients.OPTIONAL);
        Browser browser = new Browser(REALM.server().url());
        Somebody.Session session = somebody.session(optional, browser, "openid");
        notMe();

        DeviceClients.assertRefused(() -> optional.refresh(session.tokens()), "device_gone");
        assertThat(event("REFRESH_TOKEN_ERROR").at("/details/reason").asText()).isEqualTo("device_gone");
        DeviceClients.assertEnded(() -> optional.refresh(session.tokens()));
        assertThat(REALM.admin().get(REALM.path("/users/" + somebody.id() + "/sessions")))
                .isEmpty();
    }

    @Test
    void anOfflineSessionDoesToo() throws Exception {
        Somebody.Session session =
                somebody.session(strict, new Browser(REALM.server().url()), "openid offline_access");
        assertThat(strict.refresh(session.tokens()).accessToken()).isNotNull();
        assertThat(somebody.offlineSessions(DeviceClients.STRICT)).isEqualTo(1);
        notMe();

        DeviceClients.assertRefused(() -> strict.refresh(session.tokens()), "device_gone");
        assertThat(somebody.offlineSessions(DeviceClients.STRICT)).isZero();
        DeviceClients.assertEnded(() -> strict.refresh(session.tokens()));
    }

    @Test
    void aTokenOfSuchASessionIsNotExchanged() throws Exception {
        RelyingParty exchanger = RelyingParty.confidentialClient(REALM.issuer(), "enclii", "exchanger-secret");
        Somebody.Session session = somebody.session(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        assertThat(exchanger.exchange(session.tokens()).indicatesSuccess()).isTrue();
        notMe();
        DeviceClients.assertRefused(() -> exchanger.exchange(session.tokens()), "device_gone");
        assertThat(REALM.admin().get(REALM.path("/users/" + somebody.id() + "/sessions")))
                .isEmpty();
    }

    @Test
    void anAdminWhoStandsInForAPersonNeedsNoDeviceOfTheirs() throws Exception {
        Browser admin = new Browser(REALM.server().url());
        admin.sends("Authorization", "Bearer " + REALM.admin().token());
        admin.sends("Accept", "application/json");
        Page done = admin.post(
                URI.create(REALM.server().url() + "/admin/realms" + REALM.path("/users/" + somebody.id())
                        + "/impersonation"),
                Map.of());
        assertThat(done.status()).as(done.toString()).isEqualTo(200);

        admin.sends("Accept", "text/html");

        RelyingParty.Login login = strict.login(Somebody.SOMEWHERE, "openid");
        Page in = admin.open(login.url());
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        assertThat(strict.refresh(strict.redeem(login, in.url())).accessToken()).isNotNull();
    }

    @Test
    void aServiceAccountHasNoDevice() throws Exception {
        RelyingParty ci = RelyingParty.confidentialClient(REALM.issuer(), "enclii-ci", "enclii-ci-secret");
        assertThat(ci.clientCredentials("read").getTokens().getAccessToken()).isNotNull();
    }

    @Test
    void whatALoginWouldBeGivenIsExplainedAsIfItsDeviceWereConfirmed() {
        JsonNode explained = REALM.admin()
                .get(REALM.path("/gatehouse/explain?client=enclii-cli&scope=openid&user=" + somebody.email()));
        assertThat(explained.path("refused").isNull()
                        || explained.path("refused").isMissingNode())
                .as(explained.toString())
                .isTrue();
    }

    @Test
    void aWordThatNobodyKnowsIsNotSaved() {
        ObjectNode client = client(DeviceClients.STRICT);
        ((ObjectNode) client.get("attributes")).put("gatehouse.devices", "none");
        Admin.Answer answer = REALM.admin()
                .send("PUT", REALM.path("/clients/" + client.get("id").textValue()), client);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains("gatehouse.devices", "optional or required");

        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        ((ObjectNode) realm.get("attributes")).put("gatehouse.authenticators.devices", "true");
        answer = REALM.admin().send("PUT", REALM.path(""), realm);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains("gatehouse.authenticators.devices", "by_client or required");
    }

    /** The person is told of a login, says that it was not them, and so loses their devices. */
    private void notMe() {
        Browser stranger = new Browser(REALM.server().url());
        somebody.waiting(stranger, strict);
        Page asked = new Browser(REALM.server().url()).open(Somebody.link(somebody.mail()));
        Page done = stranger.post(asked.url(), Map.of("answer", "deny"));
        assertThat(done.document().select("#gatehouse-device-done").attr("data-state"))
                .as(done.toString())
                .isEqualTo("denied");
        assertThat(somebody.devices()).isEmpty();
    }

    private JsonNode event(String type) {
        return REALM.admin()
                .get(REALM.path("/events?max=20&user=" + somebody.id() + "&type=" + type))
                .valueStream()
                .filter(event -> event.at("/details").has("reason"))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode client(String clientId) {
        return (ObjectNode)
                REALM.admin().get(REALM.path("/clients?clientId=" + clientId)).get(0);
    }

    /** Sets the requirement of the step of the browser flow that verifies devices. */
    private static void step(String requirement) {
        String executions = REALM.path("/authentication/flows/platform%20browser/executions");
        List<JsonNode> found = REALM.admin()
                .get(executions)
                .valueStream()
                .filter(execution -> execution.path("displayName").asText().equals("platform browser device"))
                .toList();
        assertThat(found).hasSize(1);
        REALM.admin().put(executions, ((ObjectNode) found.get(0)).put("requirement", requirement));
    }
}
