package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import dev.gatehouse.server.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** {@code ./docker/demo} as people run it, on ports and in a folder of its own, with a space in its name. */
class DemoIT {

    private static final Path MODULE = Path.of(System.getProperty("gatehouse.module"));
    private static final Path STATE =
            MODULE.resolve("target").resolve("demo under test").resolve(System.getProperty("keycloak.version"));

    private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");

    private final int port = Ports.free();
    private final int smtpPort = Ports.free();
    private final int inboxPort = Ports.free();
    private final URI keycloak = URI.create("http://localhost:" + port);
    private final URI site = URI.create("http://localhost:" + inboxPort);
    private final URI callbackSite = URI.create("http://127.0.0.1:" + inboxPort);

    private final Browser danas = new Browser(keycloak);

    DemoIT() throws IOException {}

    @Test
    void isATourFromTheFirstStartToTheSecond() throws Exception {
        String dana;
        int mail;
        try (DemoScript demo = start("--fresh")) {
            demo.awaitReady();

            assertThat(demo.out())
                    .as("everything was built before this test")
                    .noneMatch(line -> line.contains("Maven"));
            assertThat(demo.err()).isEmpty();
            assertNothingButTheProductIsInstalled();
            assertTheTextNamesWhatAnswers(demo);
            danaConfirmsHerDevice();
            signInAndOut();
            ullaSignsInThroughHerTenantAndIsAskedAfterwards();
            malloryIsRefusedAndGbgComesIn();
            mail = aMailOf("Reset password");
            dana = userId("dana@acme.example");
            assertASecondOneIsRefused();

            assertStops(demo);
        }

        try (DemoScript demo = start("--second-factor")) {
            demo.awaitReady();

            assertThat(demo.out())
                    .as("everything is reused")
                    .noneMatch(line -> line.contains("Maven")
                            || line.contains("installing")
                            || line.contains("with an empty database"));
            assertThat(userId("dana@acme.example")).isEqualTo(dana);
            assertThat(inbox().text()).contains("Reset password");
            assertThat(aMailOf("Reset password")).isGreaterThan(mail);
            adamIsLedToASecondFactor();

            assertEndsWithKeycloak(demo);
        }
    }

    private DemoScript start(String... options) throws IOException {
        return start(port, smtpPort, inboxPort, options);
    }

    private static DemoScript start(int port, int smtpPort, int inboxPort, String... options) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("--port", "" + port, "--smtp-port", "" + smtpPort, "--inbox-port=" + inboxPort));
        all.addAll(List.of(options));
        return DemoScript.start(
                MODULE.resolve("demo"),
                Map.of(
                        "GATEHOUSE_DEMO_STATE", STATE.toString(),
                        "GATEHOUSE_DEMO_KEYCLOAK", System.getProperty("keycloak.version")),
                all);
    }

    private static void assertNothingButTheProductIsInstalled() throws IOException {
        try (Stream<Path> providers = Files.list(STATE.resolve("keycloak").resolve("providers"))) {
            assertThat(providers.map(Path::getFileName).map(Path::toString).filter(name -> name.endsWith(".jar")))
                    .containsExactly(Path.of(System.getProperty("gatehouse.jar"))
                            .getFileName()
                            .toString());
        }
    }

    private void assertTheTextNamesWhatAnswers(DemoScript demo) throws Exception {
        List<URI> named = demo.out().stream()
                .flatMap(line -> List.of(line.split("\\s+")).stream())
                .filter(word -> word.startsWith("http://"))
                .map(URI::create)
                .toList();
        assertThat(named)
                .contains(
                        site.resolve("/login"),
                        site.resolve("/login?tenant=sundsvall"),
                        site.resolve("/login?tenant=goteborg"),
                        site.resolve("/login?tenant=stockholm"),
                        site.resolve("/tenants"),
                        site.resolve("/"),
                        keycloak.resolve("/realms/platform/account"),
                        keycloak.resolve("/admin/"),
                        keycloak.resolve("/realms/platform/.well-known/openid-configuration"));
        HttpClient http =
                Http.builder().followRedirects(HttpClient.Redirect.NORMAL).build();
        for (URI url : named) {
            if (url.getQuery() != null) {
                // on the way to a tenant's provider Keycloak wants its cookies
                URI login = new Browser(site).open(url).url();
                assertThat(new Browser(keycloak).open(login).status())
                        .as(url.toString())
                        .isEqualTo(200);
                continue;
            }
            assertThat(http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                            .statusCode())
                    .as(url.toString())
                    .isEqualTo(200);
        }
        URI issuer = keycloak.resolve("/realms/platform");
        assertThat(RelyingParty.publicClient(issuer, "enclii-cli")
                        .provider()
                        .getIssuer()
                        .getValue())
                .isEqualTo(issuer.toString());
        assertThat(STATE.resolve("mail")).isDirectory();
        assertThat(STATE.resolve("keycloak.log")).isNotEmptyFile();
    }

    private void danaConfirmsHerDevice() {
        Page waiting = Person.of("dana@acme.example").goOn(danas, danas.open(loginUrl()));
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        Page message = newestMailTo("dana@acme.example");
        Page asked = danas.open(message.link("a[href*=device-verification]").orElseThrow());
        Page done = danas.submit(asked.formWith("answer").orElseThrow());
        assertThat(done.document().select("[data-state]").attr("data-state")).isEqualTo("confirmed");
        Page in = danas.submit(waiting.formWith("code").orElseThrow());
        assertThat(in.isOutside()).as(in.toString()).isTrue();
        danas.cookies().removeIf(name -> !name.startsWith("__Host-gatehouse_device_"));
        assertThat(new Admin(keycloak)
                        .get("/platform/users/" + userId("dana@acme.example") + "/credentials")
                        .findValuesAsText("type"))
                .contains("gatehouse-device");
    }

    private Page newestMailTo(String email) {
        Element newest = inbox().document().select("tbody tr").first();
        assertThat(newest.text()).contains(email);
        return new Browser(site).open(URI.create(newest.selectFirst("a[href]").absUrl("href")));
    }

    /** Confirms the device with the code of the mail. */
    private Page confirmed(Browser browser, String email, Page waiting) {
        assertThat(waiting.id()).as(waiting.toString()).isEqualTo("gatehouse-device-wait");
        Matcher code = CODE.matcher(newestMailTo(email).text());
        assertThat(code.find()).isTrue();
        return browser.submit(waiting.formWith("code").orElseThrow().fill("code", code.group()));
    }

    private void signInAndOut() {
        Browser browser = danas;
        Browser callback = new Browser(callbackSite);

        Page tokens = callback.open(Person.of("dana@acme.example").signIn(browser, loginUrl()));

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.document().select("h1").text()).isEqualTo("Signed in as dana@acme.example");
        assertThat(tokens.document().select("main > pre").eachText())
                .hasSize(2)
                .allSatisfy(claims -> assertThat(claims)
                        .contains("\"iss\" : \"" + keycloak + "/realms/platform\"")
                        .contains("\"roles\" : [ \"developer\" ]"));
        assertThat(tokens.document().select("details[open]"))
                .as("raw tokens that show")
                .isEmpty();

        URI back = browser.open(tokens.link("a.button").orElseThrow()).url();
        assertThat(callback.open(back).document().select("h1").text()).isEqualTo("Signed out");
        assertThat(browser.open(loginUrl()).isOutside())
                .as("signed in again without being asked")
                .isFalse();
        assertThat(callback.open(tokens.url()).document().select("h1").text()).isEqualTo("No sign-in to finish");
    }

    private void ullaSignsInThroughHerTenantAndIsAskedAfterwards() {
        Browser browser = new Browser(keycloak);
        Browser callback = new Browser(callbackSite);
        URI login =
                new Browser(site).open(site.resolve("/login?tenant=sundsvall")).url();

        Page provider = browser.open(login);
        assertThat(provider.url().getPath()).startsWith("/realms/platform-upstream-sundsvall/");
        Page waiting = Person.of("ulla@sundsvall.se").goOn(browser, provider);
        Page tokens =
                callback.open(confirmed(browser, "ulla@sundsvall.se", waiting).url());

        assertThat(tokens.document().select("h1").text()).isEqualTo("Signed in as ulla@sundsvall.se");
        assertThat(tokens.document().select("main > pre").eachText().get(0))
                .contains("\"tenant\" : \"sundsvall\"", "\"roles\" : [ \"developer\" ]");

        browser.open(tokens.link("a.button").orElseThrow());
        Page asked = browser.open(login);
        assertThat(asked.isOutside()).as("signed in again without being asked").isFalse();
        assertThat(asked.link("#social-sundsvall")).isPresent();
    }

    /** Where the page for trying a sign-in sends the browser. */
    private URI loginUrl() {
        return new Browser(site).open(site.resolve("/login")).url();
    }

    /** @return its number */
    private int aMailOf(String subject) throws IOException {
        Browser browser = new Browser(keycloak);
        Page page = browser.open(loginUrl());
        page = browser.submit(page.formWith("username").orElseThrow().fill("username", "dana@acme.example"));
        page = browser.open(page.link("a[href*=reset-credentials]").orElseThrow());
        browser.submit(page.formWith("username").orElseThrow().fill("username", "dana@acme.example"));

        String newest = inbox().document().select("tbody tr").first().text();
        assertThat(newest).endsWith("dana@acme.example " + subject);
        int number = Integer.parseInt(newest.substring(0, newest.indexOf(' ')));
        Page message = new Browser(site).open(site.resolve("/mail/" + number));
        assertThat(message.text()).contains(keycloak + "/realms/platform/login-actions/action-token");
        assertThat(Files.readString(STATE.resolve("mail").resolve(number + ".eml")))
                .contains("To: dana@acme.example", "Subject: " + subject);
        return number;
    }

    private Page inbox() {
        return new Browser(site).open(site);
    }

    private String userId(String email) {
        return new Admin(keycloak)
                .get("/platform/users?exact=true&username=" + email)
                .get(0)
                .get("id")
                .textValue();
    }

    private void adamIsLedToASecondFactor() {
        Person adam = Person.of("adam@acme.example");

        Browser browser = new Browser(keycloak);
        Page waiting = adam.goOn(browser, browser.open(loginUrl()));
        Page last = adam.goOn(browser, confirmed(browser, "adam@acme.example", waiting));

        assertThat(last.isOutside()).as(last.toString()).isTrue();
        assertThat(adam.hasAuthenticatorApp()).isTrue();
    }

    private void malloryIsRefusedAndGbgComesIn() {
        Browser browser = new Browser(keycloak);
        Page refused = Person.of("mallory@sundsvall.se.evil.example").goOn(browser, browser.open(loginUrl()));
        assertThat(refused.id()).as(refused.toString()).isEqualTo("gatehouse-refused");

        Browser other = new Browser(keycloak);
        Page waiting = Person.of("gbg@gbg.se").goOn(other, other.open(loginUrl()));
        assertThat(confirmed(other, "gbg@gbg.se", waiting).url().getQuery()).contains("code=");
    }

    private static void assertASecondOneIsRefused() throws Exception {
        try (DemoScript second = start(Ports.free(), Ports.free(), Ports.free())) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).singleElement().asString().contains("A demo is running already");
        }
    }

    private void assertStops(DemoScript demo) throws Exception {
        List<ProcessHandle> started = demo.descendants();
        assertThat(started).isNotEmpty();

        demo.terminate();

        assertThat(demo.exitCode()).isEqualTo(128 + 15);
        assertThat(demo.err()).isEmpty();
        assertThat(started).noneMatch(ProcessHandle::isAlive);
        assertThePortsAreFree();
    }

    private void assertEndsWithKeycloak(DemoScript demo) throws Exception {
        List<ProcessHandle> started = demo.descendants();

        started.forEach(ProcessHandle::destroyForcibly);

        assertThat(demo.exitCode()).isEqualTo(1);
        assertThat(demo.err()).singleElement().asString().contains("Keycloak ended by itself");
        for (ProcessHandle process : started) {
            process.onExit().get(1, TimeUnit.MINUTES);
        }
        assertThePortsAreFree();
    }

    private void assertThePortsAreFree() throws IOException {
        for (int each : List.of(port, smtpPort, inboxPort)) {
            new ServerSocket(each, 1, InetAddress.getByName("127.0.0.1")).close();
        }
    }
}
