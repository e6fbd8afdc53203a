package dev.gatehouse.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A developer of Enclii who is nobody else's, because mails and wrong codes are counted for each person.
 *
 * @param email the username as well; the password is {@code password}
 */
record Somebody(PlatformRealm realm, String email, String id) {

    static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    private static final long PATIENCE = Duration.ofSeconds(40).toNanos();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CODE = Pattern.compile("^\\s*(\\d{6})\\s*$", Pattern.MULTILINE);

    static Somebody of(PlatformRealm realm) {
        return of(realm, List.of());
    }

    /** Somebody with devices that nobody holds: the first was not used for longest. */
    static Somebody withDevices(PlatformRealm realm, int count) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return of(
                realm,
                IntStream.range(0, count)
                        .mapToObj(i -> Map.<String, Object>of(
                                "type", "gatehouse-device",
                                "userLabel", "device " + i,
                                "createdDate", System.currentTimeMillis(),
                                "credentialData",
                                        json(Map.of(
                                                        "browser",
                                                        "Chrome",
                                                        "os",
                                                        "Windows",
                                                        "created",
                                                        Instant.now().getEpochSecond(),
                                                        "until",
                                                        Instant.now().getEpochSecond() + 1_000_000,
                                                        "lastUsed",
                                                        today.minusDays(count - i)
                                                                .toString(),
                                                        "confirmed",
                                                        true))
                                                .toString(),
                                "secretData",
                                        json(Map.of(
                                                        "key", "A".repeat(43),
                                                        "current", "B".repeat(43),
                                                        "successor", "C".repeat(43),
                                                        "generation", 0,
                                                        "since", 0,
                                                        "binding", "D".repeat(43)))
                                                .toString()))
                        .toList());
    }

    static JsonNode json(Map<String, ?> object) {
        return JSON.valueToTree(object);
    }

    private static Somebody of(PlatformRealm realm, List<Map<String, Object>> devices) {
        List<Map<String, ?>> credentials = new ArrayList<>(devices);
        credentials.add(Map.of("type", "password", "value", "password"));
        String email = "p" + UUID.randomUUID().toString().substring(0, 8) + "@acme.example";
        Map<String, ?> user = Map.of(
                "username",
                email,
                "email",
                email,
                "emailVerified",
                true,
                "enabled",
                true,
                "firstName",
                "Some",
                "lastName",
                "Body",
                "groups",
                List.of("/developers"),
                "credentials",
                credentials);
        // of other credentials than passwords only an import takes notice
        realm.admin()
                .post(realm.path("/partialImport"), json(Map.of("ifResourceExists", "FAIL", "users", List.of(user))));
        return new Somebody(realm, email, realm.user(email).get("id").textValue());
    }

    /** Somebody with their password, and without their mailbox. */
    Person person() {
        return new Person(email, "password").withoutMailbox();
    }

    /** As far as the password leads. */
    Page signIn(Browser browser, RelyingParty client) {
        return person().goOn(
                        browser, browser.open(client.login(SOMEWHERE, "openid").url()));
    }

    /** The same, and a mail is sent, also when there was one a moment ago. */
    Page waiting(Browser browser, RelyingParty client) {
        Page page = signIn(browser, client);
        return page.document().selectFirst("#gatehouse-problem") == null ? page : again(browser, page);
    }

    /** Presses "send again" until the pause is over. */
    Page again(Browser browser, Page waiting) {
        Page page = waiting;
        long end = System.nanoTime() + PATIENCE;
        do {
            page = browser.submit(page.formWith("again").orElseThrow().press("again"));
        } while (page.document().selectFirst("#gatehouse-problem") != null && System.nanoTime() < end);
        if (page.document().selectFirst("#gatehouse-problem") != null) {
            throw new AssertionError("no mail: " + page);
        }
        return page;
    }

    Mail mail() {
        return Inbox.get().take(email);
    }

    static URI link(Mail mail) {
        return mail.links().stream()
                .filter(link -> link.getPath().contains("/device-verification/"))
                .findFirst()
                .orElseThrow();
    }

    static String code(Mail mail) {
        Matcher code = CODE.matcher(mail.text());
        if (!code.find()) {
            throw new AssertionError("no code in " + mail.text());
        }
        return code.group(1);
    }

    /** Signs in from a new device and confirms it with the code of the mail. */
    Session session(RelyingParty client) throws Exception {
        return session(client, new Browser(realm.server().url()), "openid");
    }

    /** The same in this browser. */
    Session session(RelyingParty client, Browser browser, String scope) throws Exception {
        RelyingParty.Login login = client.login(SOMEWHERE, scope);
        Page page = person().goOn(browser, browser.open(login.url()));
        if (!page.isOutside()) {
            if (page.document().selectFirst("#gatehouse-problem") != null) {
                page = again(browser, page);
            }
            page = browser.submit(page.formWith("code").orElseThrow().fill("code", code(mail())));
        }
        return new Session(browser, client.redeem(login, page.url()));
    }

    /** What came of a login. */
    record Session(Browser browser, Tokens tokens) {}

    /** How many offline sessions they have with a client. */
    int offlineSessions(String clientId) {
        String client = realm.admin()
                .get(realm.path("/clients?clientId=" + clientId))
                .get(0)
                .get("id")
                .textValue();
        return realm.admin()
                .get(realm.path("/users/" + id + "/offline-sessions/" + client))
                .size();
    }

    /** The ids of the credentials that are devices. */
    List<String> devices() {
        return realm.admin()
                .get(realm.path("/users/" + id + "/credentials"))
                .valueStream()
                .filter(credential -> credential.get("type").textValue().equals("gatehouse-device"))
                .map(credential -> credential.get("id").textValue())
                .toList();
    }
}
