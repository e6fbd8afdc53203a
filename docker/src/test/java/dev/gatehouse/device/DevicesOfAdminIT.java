package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.device.DevicesApi.Answer;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What admins see of people's devices and do about them over HTTP, and who may not. */
class DevicesOfAdminIT {

    private static final int MANY = 5;

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(realm -> {
        realm.put("adminPermissionsEnabled", true);
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        DevicesApi.addClient(realm, DevicesApi.SETTINGS);
        DevicesApi.addServiceAccount(realm, "manages", "realm-management", "manage-users");
        DevicesApi.addServiceAccount(realm, "views", "realm-management", "view-users");
        DevicesApi.addServiceAccount(realm, "others", "realm-management", "view-clients", "manage-realm");
        DevicesApi.addServiceAccount(realm, "narrow", "realm-management", "query-users");
    });

    private static DevicesApi api;
    private static RelyingParty cli;

    private Somebody dana;

    @BeforeAll
    static void findTheClient() throws Exception {
        api = new DevicesApi(REALM);
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
    }

    @BeforeEach
    void somebody() {
        dana = Somebody.of(REALM);
    }

    private Answer asAdmin(String method, String below) {
        return api.admin(method, dana.id(), below, REALM.admin().token());
    }

    private static void refused(Answer answer, int status, String error) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.body().get("error_description").asText()).isNotBlank();
        assertThat(answer.body().get("correlation_id").asText()).isEqualTo(answer.header("X-Correlation-ID"));
    }

    /** The admin events about somebody's devices: operation, type and path below the user, the newest first. */
    private List<String> trail() {
        return REALM.admin()
                .get(REALM.path("/admin-events?max=1000&resourcePath=users/" + dana.id() + "/devices/*"))
                .valueStream()
                .map(event -> event.get("operationType").asText() + " "
                        + event.get("resourceType").asText() + " "
                        + event.get("resourcePath").asText().substring(("users/" + dana.id() + "/devices/").length()))
                .toList();
    }

    private Page signIn() {
        return dana.signIn(new Browser(REALM.server().url()), cli);
    }

    @Test
    void anAdminSeesTheDevicesAndNothingThatIsSecret() throws Exception {
        Answer none = asAdmin("GET", "");
        assertThat(none.status()).as(none.toString()).isEqualTo(200);
        assertThat(none.body()).isEqualTo(Somebody.json(Map.of("devices", List.of(), "skip", false, "exempt", false)));
        dana.session(cli);
        Answer one = asAdmin("GET", "");
        assertThat(one.header("Cache-Control")).isEqualTo("no-store");
        assertThat(DevicesApi.ids(one)).isEqualTo(dana.devices());
        assertThat(one.body().at("/devices/0").propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "id", "label", "browser", "os", "created", "trusted_until", "last_used", "trusted");
    }

    @Test
    void aRemovedDeviceIsOutAtOnce() throws Exception {
        Somebody.Session lost = dana.session(cli, new Browser(REALM.server().url()), "openid offline_access");
        String id = dana.devices().get(0);
        Somebody.Session kept = dana.session(cli);

        Answer removed = asAdmin("DELETE", "/" + id);
        assertThat(removed.status()).isEqualTo(204);
        assertThat(dana.devices()).hasSize(1).doesNotContain(id);
        assertThatThrownBy(() -> cli.refresh(lost.tokens())).hasMessageStartingWith("invalid_grant");
        assertThat(dana.offlineSessions("enclii-cli")).isZero();
        assertThat(lost.browser()
                        .open(cli.login(Somebody.SOMEWHERE, "openid").url())
                        .id())
                .isEqualTo("login-username");
        assertThat(dana.signIn(lost.browser(), cli).id()).isEqualTo("gatehouse-device-wait");
        assertThat(cli.refresh(kept.tokens()).rawAccessToken()).isNotEmpty();
        JsonNode event = DeviceEvents.of(dana, "device_removed").get(0);
        assertThat(event.at("/details/device_id").asText()).isEqualTo(id);
        assertThat(event.at("/details/reason").asText()).isEqualTo("removed_by_admin");
        assertThat(event.at("/details/correlation_id").asText()).isEqualTo(removed.header("X-Correlation-ID"));
        assertThat(trail()).containsExactly("DELETE GATEHOUSE_DEVICE " + id);

        refused(asAdmin("DELETE", "/" + id), 404, "unknown_device");
        assertThat(trail()).hasSize(1);
    }

    @Test
    void allAreRemoved() throws Exception {
        Somebody.Session first = dana.session(cli);
        Somebody.Session second = dana.session(cli);
        List<String> ids = dana.devices();
        assertThat(asAdmin("DELETE", "").status()).isEqualTo(204);
        assertThat(dana.devices()).isEmpty();
        for (Somebody.Session session : List.of(first, second)) {
            assertThatThrownBy(() -> cli.refresh(session.tokens())).hasMessageStartingWith("invalid_grant");
        }
        assertThat(DeviceEvents.of(dana, "device_removed")).hasSize(2);
        assertThat(trail())
                .containsExactlyInAnyOrder(
                        "DELETE GATEHOUSE_DEVICE " + ids.get(0), "DELETE GATEHOUSE_DEVICE " + ids.get(1));
        assertThat(asAdmin("DELETE", "").status()).isEqualTo(204);
        assertThat(trail()).hasSize(2);
    }

    @Test
    void onlyThisPersonsDevicesAreReached() throws Exception {
        Somebody vera = Somebody.of(REALM);
        vera.session(cli);
        String password = api.passwordOf(dana);
        for (String id : List.of(vera.devices().get(0), password, NOBODY)) {
            refused(asAdmin("DELETE", "/" + id), 404, "unknown_device");
        }
        assertThat(vera.devices()).hasSize(1);
        assertThat(api.passwordOf(dana)).isEqualTo(password);
        assertThat(trail()).isEmpty();
    }

    @Test
    void aLoginIsLetInOnceWithoutAMail() throws Exception {
        Instant before = Instant.now().minusSeconds(2);
        Answer granted = asAdmin("POST", "/skip");
        assertThat(granted.status()).as(granted.toString()).isEqualTo(200);
        Instant until = Instant.parse(granted.body().get("until").textValue());
        assertThat(until).isBetween(before.plusSeconds(3600), Instant.now().plusSeconds(3600));
        Answer told = asAdmin("GET", "");
        assertThat(told.body().get("skip").booleanValue()).isTrue();
        assertThat(told.body().get("skip_until").textValue()).isEqualTo(until.toString());

        assertThat(signIn().isOutside()).isTrue();
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();
        assertThat(asAdmin("GET", "").body().get("skip").booleanValue()).isFalse();
        assertThat(asAdmin("GET", "").body().has("skip_until")).isFalse();
        assertThat(signIn().id()).isEqualTo("gatehouse-device-wait");
        assertThat(trail()).containsExactly("CREATE GATEHOUSE_DEVICE_SKIP skip");
    }

    @Test
    void ofManyLoginsAtOnceOneIsLetIn() throws Exception {
        // Keycloak takes one password of a person at a time, so all wait behind it before one of them may go on
        Queue<Callable<Page>> waiting = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < MANY; i++) {
            Browser browser = new Browser(REALM.server().url());
            Page page = dana.signIn(browser, cli);
            waiting.add(() -> browser.submit(page.formWith("again").orElseThrow()));
        }
        asAdmin("POST", "/skip");
        List<Boolean> in = AtOnce.times(MANY, () -> waiting.remove().call().isOutside());
        assertThat(in).containsOnlyOnce(true).contains(false);
    }

    @Test
    void whatWasGrantedIsTakenBack() throws Exception {
        asAdmin("POST", "/skip");
        assertThat(asAdmin("DELETE", "/skip").status()).isEqualTo(204);
        assertThat(asAdmin("GET", "").body().get("skip").booleanValue()).isFalse();
        assertThat(signIn().id()).isEqualTo("gatehouse-device-wait");
        assertThat(asAdmin("DELETE", "/skip").status()).isEqualTo(204);
        assertThat(trail()).containsExactly("DELETE GATEHOUSE_DEVICE_SKIP skip", "CREATE GATEHOUSE_DEVICE_SKIP skip");
    }

    @Test
    void anExemptPersonIsLetInWithoutAMailUntilTheyAreNoLonger() {
        assertThat(asAdmin("PUT", "/exemption").status()).isEqualTo(204);
        assertThat(asAdmin("PUT", "/exemption").status()).isEqualTo(204);
        assertThat(asAdmin("GET", "").body().get("exempt").booleanValue()).isTrue();
        assertThat(signIn().isOutside()).isTrue();
        assertThat(signIn().isOutside()).isTrue();
        assertThat(DeviceEvents.of(dana, "device_verification_sent")).isEmpty();

        assertThat(asAdmin("DELETE", "/exemption").status()).isEqualTo(204);
        assertThat(asAdmin("DELETE", "/exemption").status()).isEqualTo(204);
        assertThat(asAdmin("GET", "").body().get("exempt").booleanValue()).isFalse();
        assertThat(signIn().id()).isEqualTo("gatehouse-device-wait");
        assertThat(trail())
                .containsExactly(
                        "DELETE GATEHOUSE_DEVICE_EXEMPTION exemption", "CREATE GATEHOUSE_DEVICE_EXEMPTION exemption");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    ''",
        "DELETE, ''",
        "DELETE, /" + NOBODY,
        "POST,   /skip",
        "DELETE, /skip",
        "PUT,    /exemption",
        "DELETE, /exemption"
    })
    void whoMayNotIsToldNothing(String method, String below) throws Exception {
        assertThat(api.admin(method, dana.id(), below, null).status()).isEqualTo(401);
        assertThat(api.admin(method, dana.id(), below, "nonsense").status()).isEqualTo(401);
        String others = api.serviceToken("others");
        for (String user : List.of(dana.id(), NOBODY)) {
            refused(api.admin(method, user, below, others), 403, "forbidden");
        }
        String views = api.serviceToken("views");
        if (method.equals("GET")) {
            assertThat(api.admin(method, dana.id(), below, views).status()).isEqualTo(200);
        } else {
            refused(api.admin(method, dana.id(), below, views), 403, "forbidden");
        }
        refused(api.admin(method, NOBODY, below, views), 404, "unknown_user");
        Answer managed = api.admin(method, dana.id(), below, api.serviceToken("manages"));
        assertThat(managed.status()).as(managed.toString()).isEqualTo(below.contains(NOBODY) ? 404 : good(method));
    }

    private static int good(String method) {
        return List.of("GET", "POST").contains(method) ? 200 : 204;
    }

    @Test
    void peopleAreNoAdminsOfThemselves() throws Exception {
        String token = dana.session(RelyingParty.publicClient(REALM.issuer(), DevicesApi.SETTINGS))
                .tokens()
                .rawAccessToken();
        String id = dana.devices().get(0);
        refused(api.admin("GET", dana.id(), "", token), 403, "forbidden");
        refused(api.admin("DELETE", dana.id(), "", token), 403, "forbidden");
        refused(api.admin("DELETE", dana.id(), "/" + id, token), 403, "forbidden");
        refused(api.admin("POST", dana.id(), "/skip", token), 403, "forbidden");
        refused(api.admin("DELETE", dana.id(), "/skip", token), 403, "forbidden");
        refused(api.admin("PUT", dana.id(), "/exemption", token), 403, "forbidden");
        refused(api.admin("DELETE", dana.id(), "/exemption", token), 403, "forbidden");
        assertThat(dana.devices()).containsExactly(id);
        assertThat(asAdmin("GET", "").body().get("skip").booleanValue()).isFalse();
        assertThat(asAdmin("GET", "").body().get("exempt").booleanValue()).isFalse();
        assertThat(trail()).isEmpty();
    }

    @Test
    void finePermissionsCount() throws Exception {
        Somebody seen = Somebody.of(REALM);
        Somebody managed = Somebody.of(REALM);
        String narrow = REALM.user("service-account-narrow").get("id").textValue();
        String server = REALM.path("/clients/"
                + REALM.admin()
                        .get(REALM.path("/clients?clientId=admin-permissions"))
                        .get(0)
                        .get("id")
                        .textValue()
                + "/authz/resource-server");
        String policy = made(server + "/policy/user", Map.of("name", "narrow", "users", List.of(narrow)));
        permit(server, policy, seen, "view");
        permit(server, policy, managed, "view", "manage");
        String token = api.serviceToken("narrow");

        refused(api.admin("GET", dana.id(), "", token), 403, "forbidden");
        refused(api.admin("GET", NOBODY, "", token), 403, "forbidden");
        assertThat(api.admin("GET", seen.id(), "", token).status()).isEqualTo(200);
        refused(api.admin("POST", seen.id(), "/skip", token), 403, "forbidden");
        refused(api.admin("DELETE", seen.id(), "", token), 403, "forbidden");
        assertThat(api.admin("POST", managed.id(), "/skip", token).status()).isEqualTo(200);
        assertThat(api.admin("PUT", managed.id(), "/exemption", token).status()).isEqualTo(204);
    }

    private static void permit(String server, String policy, Somebody whom, String... scopes) {
        made(
                server + "/permission/scope",
                Map.of(
                        "name",
                        String.join(" ", scopes),
                        "resourceType",
                        "Users",
                        "resources",
                        List.of(whom.id()),
                        "scopes",
                        List.of(scopes),
                        "policies",
                        List.of(policy)));
    }

    private static String made(String path, Map<String, ?> what) {
        Admin.Answer answer = REALM.admin().send("POST", path, Somebody.json(what));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.body().get("id").textValue();
    }
}
