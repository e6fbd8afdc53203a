package dev.gatehouse.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.doors.Cell.Address;
import dev.gatehouse.doors.Cell.Door;
import dev.gatehouse.doors.Cell.Way;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every door, for addresses of every kind, by password and through a provider: {@code matrix.csv} says what is to become of them. */
class DoorsMatrixIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");
    private static final String TENANT = "sundsvall";

    /** Whom their provider says nothing of that is trusted. */
    private static final String TRUSTED = "trusted";

    private static final String UNTRUSTED = "untrusted";

    /** A client and two providers that stand behind no door. */
    private static final String FORGOTTEN = "forgotten";

    private static final Map<Cell, String> EXPECTED = Cell.expected();
    private static final Map<Cell, String> IDS = new HashMap<>();
    private static final Map<Address, Person> PASSKEYS = new EnumMap<>(Address.class);

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(DoorsMatrixIT::prepare);

    private static MockProvider mock;

    private static void prepare(ObjectNode realm) {
        // else nobody could change an address that is a username
        realm.put("editUsernameAllowed", true);
        ObjectNode tenant = (ObjectNode) realm.get("organizations")
                .valueStream()
                .filter(organization -> organization.get("alias").textValue().equals(TENANT))
                .findFirst()
                .orElseThrow();
        tenant.withObject("attributes").withArray("gatehouse.admitted_domains").add("admitted.example");
        EXPECTED.forEach((cell, expected) -> {
            if (Cell.canBe(expected) && isThereBefore(cell)) {
                addPerson(realm, cell);
                tenant.withArray("members")
                        .addObject()
                        .put("username", cell.username())
                        .put("membershipType", "UNMANAGED");
            }
        });
        for (String client : List.of("accounts", FORGOTTEN)) {
            ObjectNode added = realm.withArray("clients")
                    .addObject()
                    .put("clientId", client)
                    .put("publicClient", true)
                    .put("fullScopeAllowed", true);
            added.putArray("redirectUris").add("http://127.0.0.1/*");
            added.putArray("defaultClientScopes")
                    .add("basic")
                    .add("roles")
                    .add("profile")
                    .add("email");
        }
    }

    private static boolean isThereBefore(Cell cell) {
        return !Set.of(Door.REGISTRATION, Door.FIRST_LOGIN).contains(cell.door());
    }

    private static boolean changes(Cell cell) {
        return Set.of(Door.EMAIL_CHANGE, Door.ADMIN_CHANGE).contains(cell.door());
    }

    private static void addPerson(ObjectNode realm, Cell cell) {
        ObjectNode person = realm.withArray("users")
                .addObject()
                .put("username", cell.username())
                .put("enabled", true)
                .put("emailVerified", changes(cell) || cell.isVerified())
                .put("firstName", "Door")
                .put("lastName", "Knocker");
        String email = changes(cell) ? cell.username() + "@sundsvall.se" : cell.email();
        if (email != null) {
            person.put("email", email);
        }
        person.putArray("groups").add("/developers");
        person.putArray("realmRoles").add("default-roles-platform");
        if (cell.way() == Way.PASSWORD) {
            person.putArray("credentials").addObject().put("type", "password").put("value", "password");
        }
        if (cell.door() == Door.PASSKEY) {
            person.putArray("requiredActions").add("webauthn-register-passwordless");
        }
    }

    @BeforeAll
    static void openTheProvidersAndHandOutPasskeys() throws Exception {
        mock = MockProvider.start(REALM.server());
        Providers providers = new Providers(REALM);
        for (String alias : List.of(TRUSTED, UNTRUSTED, FORGOTTEN, FORGOTTEN + "-" + UNTRUSTED)) {
            ObjectNode provider = mock.representation(providers, alias).put("trustEmail", !alias.contains(UNTRUSTED));
            if (!alias.startsWith(FORGOTTEN)) {
                provider.put("postBrokerLoginFlowAlias", "platform post broker");
            }
            providers.add(provider);
            providers.addMapper(alias, "oidc-hardcoded-group-idp-mapper", Map.of("group", "/developers"));
            REALM.admin()
                    .post(
                            REALM.path("/organizations/" + organizationId() + "/identity-providers"),
                            TextNode.valueOf(alias));
        }
        EXPECTED.forEach((cell, expected) -> {
            if (Cell.canBe(expected) && isThereBefore(cell)) {
                IDS.put(cell, REALM.user(cell.username()).get("id").textValue());
            }
        });
        for (Cell cell : IDS.keySet()) {
            if (cell.way() == Way.BROKER) {
                REALM.admin()
                        .post(
                                REALM.path("/users/" + id(cell) + "/federated-identity/" + provider(cell)),
                                JSON.createObjectNode()
                                        .put("userId", cell.username())
                                        .put("userName", cell.username()));
            }
        }
        setRealm("verifyEmail", false);
        askForWhatProfilesLack(false);
        attribute("gatehouse.authenticators.domains", "report");
        for (Address address : Address.values()) {
            Cell cell = new Cell(Door.PASSKEY, Way.PASSWORD, address);
            Person person = new Person(cell.login(), "password");
            person.signIn(
                    new Browser(REALM.server().url()),
                    cli().login(SOMEWHERE, "openid").url());
            PASSKEYS.put(address, person.withoutMailbox().preferringPasskey());
        }
        setRealm("verifyEmail", true);
        attribute("gatehouse.authenticators.domains", "enforce");
        askForWhatProfilesLack(true);

        ObjectNode forgotten = (ObjectNode)
                REALM.admin().get(REALM.path("/clients?clientId=" + FORGOTTEN)).get(0);
        String keycloaksOwn = REALM.admin()
                .get(REALM.path("/authentication/flows"))
                .valueStream()
                .filter(flow -> flow.get("alias").textValue().equals("browser"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
        forgotten.putObject("authenticationFlowBindingOverrides").put("browser", keycloaksOwn);
        REALM.admin().put(REALM.path("/clients/" + forgotten.get("id").textValue()), forgotten);
    }

    @AfterAll
    static void close() {
        mock.close();
    }

    @Test
    void everyCaseIsThere() {
        assertThat(EXPECTED.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Door.values())
                        .flatMap(door -> Arrays.stream(Way.values())
                                .flatMap(way ->
                                        Arrays.stream(Address.values()).map(address -> new Cell(door, way, address))))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> everybodyComesAsFarAsTheyMay() {
        return EXPECTED.entrySet().stream()
                .filter(entry -> Cell.canBe(entry.getValue()))
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().username(),
                        () -> assertThat(outcome(entry.getKey())).isEqualTo(entry.getValue())));
    }

    private static String outcome(Cell cell) throws Exception {
        return switch (cell.door()) {
            case REGISTRATION -> registration(cell);
            case FIRST_LOGIN, LOGIN -> login(cell, cli());
            case PASSKEY -> login(PASSKEYS.get(cell.address()), cli());
            case RESET_CREDENTIALS -> resetCredentials(cell);
            case DEVICE_GRANT -> deviceGrant(cell);
            case EMAIL_CHANGE -> emailChange(cell);
            case ADMIN_CHANGE -> adminChange(cell);
            case TOKEN -> login(cell, RelyingParty.publicClient(REALM.issuer(), FORGOTTEN));
        };
    }

    private static String registration(Cell cell) throws Exception {
        Browser browser = new Browser(REALM.server().url());
        RelyingParty.Login login = cli().login(SOMEWHERE, "openid organization:" + TENANT);
        Page start = browser.open(login.url());
        Page register = browser.open(action(start, "registration"));
        Form form = register.formWith("firstName").orElseThrow();
        form.fill("firstName", "Door").fill("lastName", "Knocker");
        form.fill("email", cell.email() == null ? "" : cell.email());
        if (form.has("password")) {
            form.fill("password", "a password").fill("password-confirm", "a password");
        }
        Page page = browser.submit(form);
        if (page.id().equals("register")) {
            assertThat(REALM.admin().get(REALM.path("/users?exact=true&username=" + cell.email())))
                    .isEmpty();
            return page.document().select("#input-error-email").isEmpty() ? page.toString() : "form";
        }
        return outcome(page);
    }

    /** An address beside the one that a form is sent to. */
    private static URI action(Page page, String action) {
        return URI.create(page.forms()
                .get(0)
                .action()
                .toString()
                .replaceFirst("/login-actions/[a-z-]+", "/login-actions/" + action)
                .replaceAll("(session_code|execution)=[^&]*&", ""));
    }

    private static String login(Cell cell, RelyingParty client) throws Exception {
        if (cell.way() == Way.PASSWORD) {
            return login(new Person(cell.login(), "password").withoutMailbox(), client);
        }
        RelyingParty.Login login = client.login(SOMEWHERE, "openid");
        Browser browser = new Browser(REALM.server().url());
        Page page = through(browser, cell, browser.open(URI.create(login.url() + "&kc_idp_hint=" + provider(cell))));
        return outcome(page, client, login);
    }

    private static String login(Person person, RelyingParty client) throws Exception {
        RelyingParty.Login login = client.login(SOMEWHERE, "openid");
        Browser browser = new Browser(REALM.server().url());
        return outcome(asFarAs(person, browser, browser.open(login.url())), client, login);
    }

    /** Stops where Keycloak asks for what an account lacks. */
    private static Page asFarAs(Person person, Browser browser, Page from) {
        Page page = from;
        while (!page.isOutside() && !isAsking(page)) {
            Optional<Page> next = person.answer(browser, page);
            if (next.isEmpty()) {
                return page;
            }
            page = next.get();
        }
        return page;
    }

    private static Page through(Browser browser, Cell cell, Page at) {
        assertThat(at.isOutside() && mock.isAt(at.url())).as(at.toString()).isTrue();
        Map<String, Object> claims = new HashMap<>(
                Map.of("preferred_username", cell.username(), "given_name", "Door", "family_name", "Knocker"));
        if (cell.email() != null) {
            claims.put("email", cell.email());
        }
        mock.says(cell.username(), claims);
        return browser.open(mock.answer(at.url()));
    }

    private static String provider(Cell cell) {
        String trust = cell.isVerified() ? TRUSTED : UNTRUSTED;
        if (cell.door() == Door.TOKEN) {
            return cell.isVerified() ? FORGOTTEN : FORGOTTEN + "-" + UNTRUSTED;
        }
        return trust;
    }

    private static String resetCredentials(Cell cell) throws Exception {
        Browser browser = new Browser(REALM.server().url());
        RelyingParty.Login login = cli().login(SOMEWHERE, "openid");
        Page forgot = browser.open(action(browser.open(login.url()), "reset-credentials"));
        browser.submit(forgot.formWith("username").orElseThrow().fill("username", cell.login()));
        if (cell.email() == null) {
            return Events.last(REALM, "RESET_PASSWORD_ERROR")
                            .get("userId")
                            .textValue()
                            .equals(id(cell))
                    ? "no mail"
                    : "no event";
        }
        Person person = new Person(cell.login(), "quite another").withoutMailbox();
        Page page = person.goOn(
                browser, browser.open(Inbox.get().take(cell.email()).links().get(0)));
        return outcome(page, cli(), login);
    }

    private static String deviceGrant(Cell cell) throws Exception {
        Browser browser = new Browser(REALM.server().url());
        var device = cli().authorizeDevice("openid");
        Page start = browser.open(device.getVerificationURIComplete());
        Page last;
        if (cell.way() == Way.PASSWORD) {
            last = asFarAs(new Person(cell.login(), "password").withoutMailbox(), browser, start);
        } else {
            Page known = browser.submit(start.formWith("username").orElseThrow().fill("username", cell.login()));
            URI button = known.link("a[href*='/broker/" + provider(cell) + "/login']")
                    .orElseThrow(() -> new AssertionError("no button on " + known));
            last = through(browser, cell, browser.open(button));
            last = asFarAs(new Person(cell.login(), "none").withoutMailbox(), browser, last);
        }
        if (!last.isOutside() && last.text().contains("Device Login Successful")) {
            assertThat(cli().redeem(device.getDeviceCode()).accessToken()).isNotNull();
            return "in";
        }
        return outcome(last);
    }

    private static String emailChange(Cell cell) throws Exception {
        RelyingParty accounts = RelyingParty.publicClient(REALM.issuer(), "accounts");
        RelyingParty.Login login = accounts.login(SOMEWHERE, "openid");
        Browser browser = new Browser(REALM.server().url());
        Page page;
        if (cell.way() == Way.PASSWORD) {
            page = new Person(cell.username() + "@sundsvall.se", "password").goOn(browser, browser.open(login.url()));
        } else {
            Page at = browser.open(URI.create(login.url() + "&kc_idp_hint=" + provider(cell)));
            mock.says(cell.username(), Map.of("email", cell.username() + "@sundsvall.se"));
            page = browser.open(mock.answer(at.url()));
        }
        String token = accounts.redeem(login, page.url()).rawAccessToken();
        ObjectNode changed = JSON.createObjectNode()
                .put("username", cell.username())
                .put("firstName", "Door")
                .put("lastName", "Knocker")
                .put("email", newEmail(cell));
        var answer = Http.client()
                .send(
                        HttpRequest.newBuilder(URI.create(REALM.issuer() + "/account"))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json")
                                .POST(BodyPublishers.ofString(changed.toString()))
                                .build(),
                        BodyHandlers.ofString());
        return saved(cell, answer.statusCode(), answer.body());
    }

    private static String adminChange(Cell cell) {
        ObjectNode user = (ObjectNode) REALM.admin().get(REALM.path("/users/" + id(cell)));
        var answer = REALM.admin().send("PUT", REALM.path("/users/" + id(cell)), user.put("email", newEmail(cell)));
        return saved(cell, answer.status(), String.valueOf(answer.body()));
    }

    private static String newEmail(Cell cell) {
        return cell.email() == null ? "" : "new-" + cell.email();
    }

    private static String saved(Cell cell, int status, String answer) {
        String email = REALM.admin()
                .get(REALM.path("/users/" + id(cell)))
                .path("email")
                .asText("");
        boolean isChanged = email.equals(newEmail(cell));
        if (status / 100 == 2 && isChanged) {
            return "in";
        }
        return status == 400 && !isChanged ? "form" : status + " " + answer + ", now " + email;
    }

    private static String outcome(Page page, RelyingParty client, RelyingParty.Login login) throws Exception {
        if (!page.isOutside()) {
            return outcome(page);
        }
        try {
            client.redeem(login, page.url());
            return "in";
        } catch (RelyingParty.OAuthErrorException e) {
            return "refused " + e.error().getDescription().replaceFirst(":.*", "");
        }
    }

    private static String outcome(Page page) {
        return switch (page.id()) {
            case "gatehouse-refused" ->
                "refused "
                        + Events.correlated(
                                        REALM,
                                        page.document()
                                                .select("#gatehouse-correlation-id")
                                                .text())
                                .at("/details/reason")
                                .textValue();
            case "gatehouse-verify-email", "login-verify-email" -> "verify";
            default -> isAsking(page) ? "asked" : page.toString();
        };
    }

    private static boolean isAsking(Page page) {
        return Set.of("idp-review-user-profile", "login-update-profile").contains(page.id());
    }

    /** An address that changes takes the username along. */
    private static String id(Cell cell) {
        return IDS.get(cell);
    }

    private static String organizationId() {
        return REALM.admin()
                .get(REALM.path("/organizations?search=" + TENANT))
                .get(0)
                .get("id")
                .textValue();
    }

    private static void askForWhatProfilesLack(boolean enabled) {
        String path = REALM.path("/authentication/required-actions/VERIFY_PROFILE");
        ObjectNode action = (ObjectNode) REALM.admin().get(path);
        REALM.admin().put(path, action.put("enabled", enabled));
    }

    private static void setRealm(String field, boolean value) {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        REALM.admin().put(REALM.path(""), realm.put(field, value));
    }

    private static void attribute(String name, String value) {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        realm.withObject("attributes").put(name, value);
        REALM.admin().put(REALM.path(""), realm);
    }

    private static RelyingParty cli() throws Exception {
        return RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
    }
}
