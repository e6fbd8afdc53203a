package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.device.DevicesApi.Answer;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see of their devices and do to them over HTTP, and who may not. */
class DevicesOfAccountIT {

    private static final String UNKNOWN = "/00000000-0000-0000-0000-000000000000";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(realm -> {
        DeviceSettings.of("mail.wait.seconds", "1").accept(realm);
        DevicesApi.addClient(realm, DevicesApi.SETTINGS);
        DevicesApi.addClient(realm, "brief").putObject("attributes").put("access.token.lifespan", "1");
        DevicesApi.addClient(realm, "light")
                .putObject("attributes")
                .put("client.use.lightweight.access.token.enabled", "true");
        subjectOf(realm, "light");
        DevicesApi.addClient(realm, "viewer", "view-profile");
        DevicesApi.addClient(realm, "linker", "manage-account-links");
        DevicesApi.addServiceAccount(realm, "robot", "account", "manage-account");
    });

    private static DevicesApi api;
    private static RelyingParty settings;

    private Somebody dana;

    /** Without it a lightweight token says nothing of whose it is. */
    private static void subjectOf(ObjectNode realm, String clientId) {
        for (JsonNode client : realm.get("clients")) {
            if (client.get("clientId").textValue().equals(clientId)) {
                ((ObjectNode) client)
                        .withArray("protocolMappers")
                        .addObject()
                        .put("name", "sub")
                        .put("protocol", "openid-connect")
                        .put("protocolMapper", "oidc-sub-mapper")
                        .putObject("config")
                        .put("access.token.claim", "true")
                        .put("lightweight.claim", "true");
            }
        }
    }

    @BeforeAll
    static void findTheClient() throws Exception {
        api = new DevicesApi(REALM);
        settings = RelyingParty.publicClient(REALM.issuer(), DevicesApi.SETTINGS);
    }

    @BeforeEach
    void somebody() {
        dana = Somebody.of(REALM);
    }

    private static String token(Somebody somebody) throws Exception {
        return token(somebody, DevicesApi.SETTINGS);
    }

    private static String token(Somebody somebody, String client) throws Exception {
        return somebody.session(RelyingParty.publicClient(REALM.issuer(), client))
                .tokens()
                .rawAccessToken();
    }

    private static JsonNode only(Answer list) {
        assertThat(list.status()).as(list.toString()).isEqualTo(200);
        assertThat(list.body().get("devices")).hasSize(1);
        return list.body().get("devices").get(0);
    }

    private static void refused(Answer answer, int status, String error) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.body().get("error_description").asText()).isNotBlank();
        assertThat(answer.body().get("correlation_id").asText()).isEqualTo(answer.header("X-Correlation-ID"));
    }

    private static void setAside(JsonNode user, String field, boolean value) {
        ((ObjectNode) user).put(field, value);
        REALM.admin().put(REALM.path("/users/" + user.get("id").textValue()), user);
    }

    @Test
    void peopleSeeTheirDevicesAndNothingThatIsSecret() throws Exception {
        Instant before = Instant.now().minusSeconds(2);
        String first = token(dana);
        String second = token(dana);

        Answer list = api.account("GET", "", second);
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Cache-Control")).isEqualTo("no-store");
        assertThat(list.body().get("devices")).hasSize(2);
        for (JsonNode device : list.body().get("devices")) {
            assertThat(device.propertyStream().map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder(
                            "id",
                            "label",
                            "browser",
                            "os",
                            "created",
                            "trusted_until",
                            "last_used",
                            "trusted",
                            "current");
            Instant created = Instant.parse(device.get("created").textValue());
            assertThat(created).isBetween(before, Instant.now());
            assertThat(Instant.parse(device.get("trusted_until").textValue()))
                    .isEqualTo(created.plus(Duration.ofDays(30)));
            assertThat(device.get("last_used").textValue())
                    .isEqualTo(LocalDate.ofInstant(created, ZoneOffset.UTC).toString());
            assertThat(device.get("trusted").booleanValue()).isTrue();
            assertThat(device.get("label").textValue()).isNotBlank();
        }
        assertThat(DevicesApi.ids(list)).containsExactlyInAnyOrderElementsOf(dana.devices());
        String current = current(list);
        assertThat(current(api.account("GET", "", first))).isNotEqualTo(current).isIn(dana.devices());
    }

    private static String current(Answer list) {
        List<String> current = list.body()
                .get("devices")
                .valueStream()
                .filter(device -> device.get("current").booleanValue())
                .map(device -> device.get("id").textValue())
                .toList();
        assertThat(current).hasSize(1);
        return current.get(0);
    }

    @Test
    void whatIsExpiredOrWasOnlyNoticedIsSaidToBeTrustedByNobody() throws Exception {
        long now = Instant.now().getEpochSecond();
        Somebody vera = withDevices(List.of(
                device("expired", now - 10, true),
                device("noticed", now + 1000, false),
                device("foreign", now + 1000, true)));
        Answer list = api.account("GET", "", token(vera));
        for (JsonNode device : list.body().get("devices")) {
            boolean mine = device.get("current").booleanValue();
            assertThat(device.get("trusted").booleanValue())
                    .as(device.toString())
                    .isEqualTo(mine);
            assertThat(device.get("trusted_until").isNull())
                    .isEqualTo(device.get("label").textValue().equals("noticed"));
        }
        assertThat(list.body().get("devices")).hasSize(4);
    }

    private static Map<String, Object> device(String label, long until, boolean confirmed) {
        return Map.of(
                "type",
                "gatehouse-device",
                "userLabel",
                label,
                "createdDate",
                System.currentTimeMillis(),
                "credentialData",
                Somebody.json(Map.of(
                                "browser",
                                "Chrome",
                                "os",
                                "Windows",
                                "created",
                                1,
                                "until",
                                until,
                                "lastUsed",
                                "2026-01-01",
                                "confirmed",
                                confirmed))
                        .toString(),
                "secretData",
                Somebody.json(Map.of(
                                "key",
                                "A".repeat(43),
                                "current",
                                "B".repeat(43),
                                "successor",
                                "C".repeat(43),
                                "generation",
                                0,
                                "since",
                                0,
                                "binding",
                                "D".repeat(43)))
                        .toString());
    }

    private static Somebody withDevices(List<Map<String, Object>> devices) {
        Somebody somebody = Somebody.of(REALM);
        ObjectNode user = (ObjectNode) REALM.user(somebody.email());
        REALM.admin().delete(REALM.path("/users/" + somebody.id()));
        user.remove("id");
        var credentials = user.putArray("credentials");
        credentials.add(Somebody.json(Map.of("type", "password", "value", "password")));
        devices.forEach(device -> credentials.add(Somebody.json(device)));
        user.putArray("groups").add("/developers");
        REALM.admin().post(REALM.path("/users"), user);
        return new Somebody(
                REALM, somebody.email(), REALM.user(somebody.email()).get("id").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void aDeviceIsRenamedAndNothingElseOfItChanges(String method) throws Exception {
        String token = token(dana);
        JsonNode before = only(api.account("GET", "", token));
        String id = before.get("id").textValue();

        Answer renamed = api.account(method, "/" + id, token, "{\"label\": \"  Büro 💻 \"}");
        assertThat(renamed.status()).as(renamed.toString()).isEqualTo(200);
        JsonNode after = only(api.account("GET", "", token));
        assertThat(renamed.body()).isEqualTo(after);
        assertThat(after).isEqualTo(((ObjectNode) before).put("label", "Büro 💻"));
        JsonNode event = DeviceEvents.of(dana, "device_renamed").get(0);
        assertThat(event.at("/details/device_id").asText()).isEqualTo(id);
        assertThat(event.at("/details/device_label").asText()).isEqualTo("Büro 💻");
        assertThat(event.at("/details/correlation_id").asText()).isEqualTo(renamed.header("X-Correlation-ID"));
    }

    @Test
    void aRenamedDeviceIsStillTrusted() throws Exception {
        Somebody.Session session = dana.session(settings);
        String token = session.tokens().rawAccessToken();
        String id = only(api.account("GET", "", token)).get("id").textValue();
        assertThat(api.account("PUT", "/" + id, token, "{\"label\": \"laptop\"}")
                        .status())
                .isEqualTo(200);
        REALM.admin().post(REALM.path("/users/" + dana.id() + "/logout"), null);
        assertThat(dana.signIn(session.browser(), settings).isOutside()).isTrue();
    }

    @Test
    void twoDevicesNeverHaveTheSameLabel() throws Exception {
        String first = token(dana);
        String other = only(api.account("GET", "", first)).get("id").textValue();
        String token = token(dana);
        String mine = current(api.account("GET", "", token));
        assertThat(api.account("PUT", "/" + other, token, "{\"label\": \"Laptop\"}")
                        .status())
                .isEqualTo(200);

        refused(api.account("PUT", "/" + mine, token, "{\"label\": \" lapTOP \"}"), 409, "label_taken");
        // its own label in another case
        assertThat(api.account("PUT", "/" + other, token, "{\"label\": \"LAPTOP\"}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                        | invalid_request",
                "nonsense                                | invalid_request",
                "[]                                      | invalid_request",
                "\"label\"                               | invalid_request",
                "{}                                      | invalid_request",
                "{\"label\": null}                       | invalid_request",
                "{\"label\": 7}                          | invalid_request",
                "{\"label\": \"a\", \"id\": \"b\"}       | invalid_request",
                "{\"label\": \"a\", \"label\": \"b\"}    | invalid_request",
                "{\"label\": \"a\"} {}                   | invalid_request",
                "{\"label\": \"\"}                       | invalid_label",
                "{\"label\": \"  \"}                     | invalid_label",
                "{\"label\": \"a\\nb\"}                  | invalid_label",
                "{\"label\": \"a\\u202eb\"}              | invalid_label",
            })
    void aLabelIsRefused(String body, String error) throws Exception {
        String token = token(dana);
        JsonNode before = only(api.account("GET", "", token));
        refused(api.account("PUT", "/" + before.get("id").textValue(), token, body == null ? "" : body), 400, error);
        assertThat(only(api.account("GET", "", token))).isEqualTo(before);
    }

    @Test
    void aLabelHasAtMostAHundredCharacters() throws Exception {
        String token = token(dana);
        String id = only(api.account("GET", "", token)).get("id").textValue();
        refused(api.account("PUT", "/" + id, token, "{\"label\": \"" + "x".repeat(101) + "\"}"), 400, "invalid_label");
        refused(
                api.account("PUT", "/" + id, token, "{\"label\": \"" + "x".repeat(5000) + "\"}"),
                400,
                "invalid_request");
        assertThat(api.account("PUT", "/" + id, token, "{\"label\": \"" + "💻".repeat(100) + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRemovedDeviceIsOutAtOnce() throws Exception {
        RelyingParty cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        Somebody.Session stolen = dana.session(cli, new Browser(REALM.server().url()), "openid offline_access");
        String token = token(dana);
        String lost = DevicesApi.ids(api.account("GET", "", token)).stream()
                .filter(id -> !id.equals(current(api.account("GET", "", token))))
                .findFirst()
                .orElseThrow();
        assertThat(dana.offlineSessions("enclii-cli")).isEqualTo(1);

        Answer removed = api.account("DELETE", "/" + lost, token);
        assertThat(removed.status()).isEqualTo(204);

        assertThatThrownBy(() -> cli.refresh(stolen.tokens())).hasMessageStartingWith("invalid_grant");
        assertThat(dana.offlineSessions("enclii-cli")).isZero();
        Page page =
                stolen.browser().open(cli.login(Somebody.SOMEWHERE, "openid").url());
        assertThat(page.isOutside()).as("the cookie of the session passes").isFalse();
        assertThat(page.id()).isEqualTo("login-username");
        assertThat(dana.signIn(stolen.browser(), cli).id()).isEqualTo("gatehouse-device-wait");
        JsonNode event = DeviceEvents.of(dana, "device_removed").get(0);
        assertThat(event.at("/details/device_id").asText()).isEqualTo(lost);
        assertThat(event.at("/details/reason").asText()).isEqualTo("removed_by_person");
        assertThat(event.at("/details/correlation_id").asText()).isEqualTo(removed.header("X-Correlation-ID"));
        assertThat(only(api.account("GET", "", token)).get("current").booleanValue())
                .isTrue();
        refused(api.account("DELETE", "/" + lost, token), 404, "unknown_device");
    }

    @Test
    void theDeviceInUseIsRemovedWithItsOwnSession() throws Exception {
        Somebody.Session session = dana.session(settings);
        String token = session.tokens().rawAccessToken();
        String id = only(api.account("GET", "", token)).get("id").textValue();
        assertThat(api.account("DELETE", "/" + id, token).status()).isEqualTo(204);
        refused(api.account("GET", "", token), 401, "invalid_token");
        assertThatThrownBy(() -> settings.refresh(session.tokens())).hasMessageStartingWith("invalid_grant");
    }

    @Test
    void allOthersAreRemovedAndTheOneInUseStays() throws Exception {
        Somebody.Session first = dana.session(settings);
        Somebody.Session second = dana.session(settings);
        Somebody.Session mine = dana.session(settings);
        String token = mine.tokens().rawAccessToken();
        String current = current(api.account("GET", "", token));

        assertThat(api.account("DELETE", "", token).status()).isEqualTo(204);
        assertThat(dana.devices()).containsExactly(current);
        assertThat(DeviceEvents.of(dana, "device_removed")).hasSize(2);
        for (Somebody.Session other : List.of(first, second)) {
            assertThatThrownBy(() -> settings.refresh(other.tokens())).hasMessageStartingWith("invalid_grant");
        }
        assertThat(settings.refresh(mine.tokens()).rawAccessToken()).isNotEmpty();
        assertThat(api.account("DELETE", "", token).status()).isEqualTo(204);
        assertThat(dana.devices()).containsExactly(current);
    }

    @Test
    void ofManyThatRemoveOneDeviceAtOnceOneDoes() throws Exception {
        dana.session(settings);
        String token = token(dana);
        String current = current(api.account("GET", "", token));
        String other = dana.devices().stream()
                .filter(id -> !id.equals(current))
                .findFirst()
                .orElseThrow();
        List<Integer> answers =
                AtOnce.times(6, () -> api.account("DELETE", "/" + other, token).status());
        assertThat(answers).containsOnlyOnce(204).containsOnly(204, 404);
        assertThat(DeviceEvents.of(dana, "device_removed")).hasSize(1);
    }

    @Test
    void nobodyReachesAnythingButTheirOwnDevices() throws Exception {
        Somebody vera = Somebody.of(REALM);
        String ofVera = only(api.account("GET", "", token(vera))).get("id").textValue();
        String token = token(dana);
        JsonNode mine = only(api.account("GET", "", token));
        String password = api.passwordOf(dana);
        for (String id : List.of("/" + ofVera, "/" + password, UNKNOWN, "/x", "/%00")) {
            Answer removed = api.account("DELETE", id, token);
            if (!id.equals("/%00")) {
                refused(removed, 404, "unknown_device");
                refused(api.account("PUT", id, token, "{\"label\": \"mine\"}"), 404, "unknown_device");
            }
            assertThat(removed.status()).isBetween(400, 404);
        }
        assertThat(vera.devices()).containsExactly(ofVera);
        assertThat(api.passwordOf(dana)).isEqualTo(password);
        assertThat(only(api.account("GET", "", token))).isEqualTo(mine);
        assertThat(DeviceEvents.of(vera, "device_removed")).isEmpty();
        assertThat(DeviceEvents.of(dana, "device_removed")).isEmpty();
    }

    @Test
    void nothingIsToldOrDoneWithoutALiveTokenForTheAccount() throws Exception {
        Somebody.Session session = dana.session(settings);
        String id = dana.devices().get(0);
        String other = token(dana, "enclii-cli");
        String light = token(dana, "light");
        assertThat(DevicesApi.ids(api.account("GET", "", light))).hasSize(3);

        everythingIsRefused(id, null);
        everythingIsRefused(id, "nonsense");
        everythingIsRefused(id, session.tokens().rawIdToken());
        everythingIsRefused(id, session.tokens().refreshToken());
        everythingIsRefused(id, other);
        everythingIsRefused(id, REALM.admin().token());
        assertThat(api.account("GET", "", null).header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(api.account("GET", "", "nonsense").header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"invalid_token\"");
        refused(
                api.account("GET", "", null, null, Map.of("Authorization", "Basic ZGFuYTpwYXNzd29yZA==")),
                401,
                "invalid_token");
        assertThat(dana.devices()).hasSize(3).contains(id);

        // a session that has ended
        REALM.admin().post(REALM.path("/users/" + dana.id() + "/logout"), null);
        everythingIsRefused(id, session.tokens().rawAccessToken());
        assertThat(dana.devices()).contains(id);
    }

    private static void everythingIsRefused(String id, String token) {
        refused(api.account("GET", "", token), 401, "invalid_token");
        refused(api.account("DELETE", "", token), 401, "invalid_token");
        refused(api.account("DELETE", "/" + id, token), 401, "invalid_token");
        refused(api.account("PUT", "/" + id, token, "{\"label\": \"mine\"}"), 401, "invalid_token");
        refused(api.account("PATCH", "/" + id, token, "{\"label\": \"mine\"}"), 401, "invalid_token");
    }

    @Test
    void aTokenThatIsOverIsNone() throws Exception {
        String token = token(dana, "brief");
        Instant deadline = Instant.now().plusSeconds(30);
        Answer answer = api.account("GET", "", token);
        while (answer.status() == 200) {
            assertThat(Instant.now()).isBefore(deadline);
            answer = api.account("GET", "", token);
        }
        refused(answer, 401, "invalid_token");
    }

    @Test
    void aDisabledPersonIsNobody() throws Exception {
        String token = token(dana);
        String device = dana.devices().get(0);
        setAside(REALM.user(dana.email()), "enabled", false);
        everythingIsRefused(device, token);
    }

    @Test
    void aClientHasNoAccount() throws Exception {
        refused(api.account("GET", "", api.serviceToken("robot")), 403, "forbidden");
    }

    @Test
    void theRolesOfTheTokenCount() throws Exception {
        String viewer = token(dana, "viewer");
        String id = only(api.account("GET", "", viewer)).get("id").textValue();
        refused(api.account("DELETE", "", viewer), 403, "forbidden");
        refused(api.account("DELETE", "/" + id, viewer), 403, "forbidden");
        refused(api.account("PUT", "/" + id, viewer, "{\"label\": \"mine\"}"), 403, "forbidden");
        assertThat(dana.devices()).containsExactly(id);

        refused(api.account("GET", "", token(dana, "linker")), 403, "forbidden");
    }

    @Test
    void whoWasNotVerifiedLooksAndChangesNothing() throws Exception {
        String verified = token(dana);
        String id = only(api.account("GET", "", verified)).get("id").textValue();
        api.admin("PUT", dana.id(), "/exemption", REALM.admin().token());
        String token = token(dana);
        JsonNode seen = only(api.account("GET", "", token));
        assertThat(seen.get("id").textValue()).isEqualTo(id);
        assertThat(seen.get("current").booleanValue()).isFalse();
        refused(api.account("DELETE", "", token), 403, "device_unverified");
        refused(api.account("DELETE", "/" + id, token), 403, "device_unverified");
        refused(api.account("PUT", "/" + id, token, "{\"label\": \"mine\"}"), 403, "device_unverified");
        assertThat(dana.devices()).containsExactly(id);

        REALM.admin().put(REALM.path(""), Somebody.json(Map.of("attributes", attributes(""))));
        try {
            assertThat(api.account("DELETE", "/" + id, token).status()).isEqualTo(204);
        } finally {
            REALM.admin().put(REALM.path(""), Somebody.json(Map.of("attributes", attributes("required"))));
        }
    }

    private static JsonNode attributes(String devices) {
        return ((ObjectNode) REALM.admin().get(REALM.path("")).get("attributes"))
                .put("gatehouse.authenticators.devices", devices);
    }

    @Test
    void whoseTrustHasEndedChangesNothing() throws Exception {
        String token = token(dana);
        String id = only(api.account("GET", "", token)).get("id").textValue();
        REALM.admin()
                .put(
                        REALM.path("/users/" + dana.id() + "/reset-password"),
                        Somebody.json(Map.of("type", "password", "value", "password")));
        // the session has ended with it
        refused(api.account("DELETE", "/" + id, token), 401, "invalid_token");
        assertThat(dana.devices()).isEmpty();
    }

    @Test
    void scriptsAskFromTheOriginsOfTheTokensClient() throws Exception {
        String token = token(dana);
        Answer preflight = api.account(
                "OPTIONS",
                "/" + dana.devices().get(0),
                null,
                null,
                Map.of("Origin", DevicesApi.ORIGIN, "Access-Control-Request-Method", "PATCH"));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(DevicesApi.ORIGIN);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET", "PUT", "PATCH", "DELETE");
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization", "Content-Type");
        assertThat(api.account("OPTIONS", "", null, null, Map.of("Origin", DevicesApi.ORIGIN))
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo(DevicesApi.ORIGIN);

        Answer own = api.account("GET", "", token, null, Map.of("Origin", DevicesApi.ORIGIN));
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.header("Access-Control-Allow-Origin")).isEqualTo(DevicesApi.ORIGIN);
        Answer unknown = api.account("DELETE", UNKNOWN, token, null, Map.of("Origin", DevicesApi.ORIGIN));
        refused(unknown, 404, "unknown_device");
        assertThat(unknown.header("Access-Control-Allow-Origin")).isEqualTo(DevicesApi.ORIGIN);

        Answer foreign = api.account("DELETE", "", token, null, Map.of("Origin", "https://evil.example"));
        refused(foreign, 403, "forbidden");
        assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void nothingElseIsThere() throws Exception {
        String token = token(dana);
        assertThat(api.account("GET", "/" + dana.devices().get(0) + "/secret", token)
                        .status())
                .isEqualTo(404);
        for (String path : List.of("/api/v1/users", "/api/v2/devices")) {
            assertThat(api.realm("GET", path, token).status()).as(path).isEqualTo(404);
        }
        assertThat(api.account("POST", "", token, "{}").status()).isEqualTo(405);
    }
}
