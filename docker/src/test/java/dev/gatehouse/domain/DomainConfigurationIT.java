package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.server.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is configured about domains, as an admin meets it. */
class DomainConfigurationIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private static final JsonMapper JSON = new JsonMapper();
    private static final String REALM_LIST = "gatehouse.authenticators.allowed_domains";
    private static final String REALM_MODE = "gatehouse.authenticators.domains";
    private static final String CLIENT_LIST = "gatehouse.allowed_domains";
    private static final String ALLOW_ALL = "gatehouse.allow_all_domains";
    private static final String ADMITTED = "gatehouse.admitted_domains";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "gatehouse.authenticators.allowed_domains    | se                            | entry \"se\" is one label",
                "gatehouse.authenticators.allowed_domains    | gbg.se##*.co.uk               | entry \"*.co.uk\" is a public suffix",
                "gatehouse.authenticators.allowed_domains    | gbg.se##straße.se             | entry \"straße.se\" is no domain name",
                "gatehouse.authenticators.allowed_domains    | gbg.se, acme.example          | entry \"gbg.se, acme.example\" is no domain name",
                "gatehouse.authenticators.allowed_domains    | gbg.se## acme.example         | entry \" acme.example\" has white space around it",
                "gatehouse.authenticators.allowed_domains    | gbg.se##                      | entry \"\" is empty",
                "gatehouse.authenticators.allowed_domains    | gbg.se##GBG.se.               | entry \"GBG.se.\" lets in what entry \"gbg.se\"",
                "gatehouse.authenticators.allowed_domains    | a.acme.example##*.acme.example | entry \"a.acme.example\" lets in what",
                "gatehouse.authenticators.allow_all_domains  | yes                           | is \"yes\": it is false or true, or left out.",
                "gatehouse.authenticators.domains            | off                           | is \"off\": it is enforce or report, or left out.",
                "gatehouse.authenticators.domains_at_refresh | 1                             | is \"1\": it is false or true, or left out.",
                "gatehouse.authenticators.tenants            | on                            | is \"on\": it is false or true, or left out.",
            })
    void whatARealmCouldNotCarryOutIsRefusedAndNothingOfItIsSaved(String attribute, String value, String message) {
        JsonNode before = realm();
        for (String resource : List.of("", "/ui-ext")) {
            ObjectNode changed = withAttribute(realm(), attribute, value);
            withAttribute(changed, "of.somebody.else", "changed")
                    .put("displayName", "Changed")
                    .put("ssoSessionIdleTimeout", 61);
            assertRefused(REALM.admin().send("PUT", REALM.path(resource), changed), "\"" + attribute + "\"", message);
            assertSame(realm(), before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "gatehouse.allowed_domains   | gbg.se##se | entry \"se\" is one label",
                "gatehouse.allowed_domains   | nonsense@gbg.se | entry \"nonsense@gbg.se\" has an @",
                "gatehouse.allowed_domains   | gbg.se##gbg.se | entry \"gbg.se\" lets in what",
                "gatehouse.allow_all_domains | TRUE       | is \"TRUE\": it is false or true",
                "gatehouse.refusal           | json       | is \"json\": it is page or redirect, or left out.",
            })
    void soIsWhatAClientCouldNot(String attribute, String value, String message) {
        JsonNode before = client("eneo");
        ObjectNode changed = withAttribute(client("eneo"), attribute, value).put("name", "Changed");
        String path = REALM.path("/clients/" + before.get("id").textValue());
        for (String address : List.of(path, path + "/")) {
            assertRefused(REALM.admin().send("PUT", address, changed), "\"" + attribute + "\"", message);
            assertSame(client("eneo"), before);
        }
        ObjectNode created = withAttribute(JSON.createObjectNode().put("clientId", "new"), attribute, value);
        assertRefused(REALM.admin().send("POST", REALM.path("/clients"), created), "\"" + attribute + "\"", message);
        assertThat(REALM.admin().get(REALM.path("/clients?clientId=new"))).isEmpty();
    }

    @Test
    void anOrganizationIsListedOrNot() {
        ObjectNode created = organization("new", "own.example", "new.example");
        ((ObjectNode) created.get("attributes")).putArray("gatehouse.listed").add("yes");
        assertRefused(
                REALM.admin().send("POST", REALM.path("/organizations"), created), "\"gatehouse.listed\" is \"yes\"");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "co.uk        | new.example    | false | \"Domains\": entry \"co.uk\" is a public suffix",
                "own.example  | se             | false | \"gatehouse.admitted_domains\": entry \"se\" is one label",
                "own.example  | OWN.example    | false | \"Domains\": entry \"own.example\" lets in what entry \"OWN.example\" of \"gatehouse.admitted_domains\" lets in already.",
                "a.own.example | *.own.example | false | \"Domains\": entry \"a.own.example\" lets in what entry \"*.own.example\"",
                "own.example  | new.example    | maybe | \"gatehouse.allow_all_domains\" is \"maybe\"",
            })
    void soIsWhatAnOrganizationCouldNot(String own, String admitted, String allowAll, String message) {
        ObjectNode created = organization("new", own, admitted);
        ((ObjectNode) created.get("attributes")).putArray(ALLOW_ALL).add(allowAll);
        assertRefused(REALM.admin().send("POST", REALM.path("/organizations"), created), message);
        assertThat(REALM.admin().get(REALM.path("/organizations?search=new"))).isEmpty();

        JsonNode before = stored("guild");
        ObjectNode changed = created.put("alias", "guild").put("name", "Guild changed");
        String path = REALM.path("/organizations/" + before.get("id").textValue());
        for (String address : List.of(path, path + "/")) {
            assertRefused(REALM.admin().send("PUT", address, changed), message);
            assertSame(stored("guild"), before);
        }
    }

    @Test
    void aWildcardAmongTheOwnDomainsNeedsTheKeycloakThatKnowsThem() {
        ObjectNode created = organization("wildcard", "*.wildcard.example", "other.example");
        Admin.Answer answer = REALM.admin().send("POST", REALM.path("/organizations"), created);
        String version =
                REALM.admin().serverInfo().path("systemInfo").path("version").textValue();
        if (version.startsWith("26.6.")) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().toString()).contains("*.wildcard.example");
        } else {
            assertThat(answer.status()).isEqualTo(201);
            assertRefused(
                    REALM.admin()
                            .send(
                                    "POST",
                                    REALM.path("/organizations"),
                                    organization("below", "*.own.example", "a.own.example")),
                    "\"gatehouse.admitted_domains\": entry \"a.own.example\" lets in what entry \"*.own.example\" of \"Domains\"");
            delete("wildcard");
        }
    }

    @Test
    void whatCanBeCarriedOutIsSavedAndTheRestIsLeftAsItIs() {
        JsonNode before = realm();
        ObjectNode realm = withAttribute(realm(), REALM_LIST, "gbg.se##*.ACME.example##göteborg.se##xn--strae-oqa.se");
        withAttribute(realm, "gatehouse.authenticators.allow_all_domains", "false");
        withAttribute(realm, REALM_MODE, "report");
        withAttribute(realm, "gatehouse.authenticators.domains_at_refresh", "false");
        withAttribute(realm, "of.somebody.else", "se");
        REALM.admin().put(REALM.path(""), realm);
        assertThat(realm().get("attributes").properties())
                .containsAll(realm.get("attributes").properties());
        REALM.admin().put(REALM.path(""), before);
        assertThat(realm().at("/attributes/" + REALM_LIST)).isEqualTo(before.at("/attributes/" + REALM_LIST));

        ObjectNode client = withAttribute(client("eneo"), CLIENT_LIST, "gbg.se##acme.github.io");
        withAttribute(client, ALLOW_ALL, "true");
        withAttribute(client, "gatehouse.refusal", "redirect");
        String path = REALM.path("/clients/" + client.get("id").textValue());
        REALM.admin().put(path, client);
        assertThat(client("eneo").get("attributes")).isEqualTo(client.get("attributes"));
        for (String attribute : List.of(CLIENT_LIST, ALLOW_ALL, "gatehouse.refusal")) {
            withAttribute(client, attribute, "");
        }
        REALM.admin().put(path, client);
        assertThat(client("eneo").get("attributes").has(CLIENT_LIST)).isFalse();

        ObjectNode organization = organization("new", "own.example", "*.new.example");
        ((ObjectNode) organization.get("attributes")).putArray(ALLOW_ALL).add("true");
        ((ObjectNode) organization.get("attributes"))
                .putArray("of.somebody.else")
                .add("se")
                .add("se");
        REALM.admin().post(REALM.path("/organizations"), organization);
        assertThat(stored("new").get("attributes")).isEqualTo(organization.get("attributes"));
        delete("new");
    }

    @Test
    void somethingElseCanBeSavedBesideWhatWasSavedPastTheCheck() {
        // only a partial import brings a client past it
        ObjectNode bad = withAttribute(JSON.createObjectNode().put("clientId", "bad"), CLIENT_LIST, "se##nonsense");
        ObjectNode imported = JSON.createObjectNode().put("ifResourceExists", "FAIL");
        imported.putArray("clients").add(bad);
        REALM.admin().post(REALM.path("/partialImport"), imported);
        ObjectNode client = client("bad");
        String path = REALM.path("/clients/" + client.get("id").textValue());

        REALM.admin().put(path, client.put("name", "Changed"));
        assertThat(client("bad").get("name").textValue()).isEqualTo("Changed");
        REALM.admin().put(path, withAttribute(client, "gatehouse.refusal", "redirect"));
        assertThat(client("bad").get("attributes").get("gatehouse.refusal").textValue())
                .isEqualTo("redirect");

        assertRefused(
                REALM.admin().send("PUT", path, withAttribute(client, CLIENT_LIST, "gbg.se##nonsense")),
                "entry \"nonsense\" is one label");
        REALM.admin().put(path, withAttribute(client, CLIENT_LIST, "gbg.se"));
        assertThat(client("bad").get("attributes").get(CLIENT_LIST).textValue()).isEqualTo("gbg.se");
        REALM.admin().delete(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm", "client", "organization"})
    void aRealmIsNotImportedWithAMistakeInIt(String where) {
        ObjectNode realm =
                JSON.createObjectNode().put("realm", REALM.name() + "-new").put("organizationsEnabled", true);
        ObjectNode client = JSON.createObjectNode().put("clientId", "new");
        ObjectNode organization = organization("new", "own.example", where.equals("organization") ? "se" : "gbg.se");
        withAttribute(realm, REALM_LIST, where.equals("realm") ? "se" : "gbg.se");
        withAttribute(client, CLIENT_LIST, where.equals("client") ? "se" : "gbg.se");
        realm.putArray("clients").add(client);
        realm.putArray("organizations").add(organization);
        Admin.Answer answer = REALM.admin().send("POST", "", realm);
        assertRefused(answer, "entry \"se\" is one label");
        if (!where.equals("realm")) {
            assertThat(answer.body().get("errorMessage").textValue()).startsWithIgnoringCase(where + " \"new\": ");
        }
        assertThat(REALM.admin().send("GET", "/" + REALM.name() + "-new", null).status())
                .isEqualTo(404);
    }

    @Test
    void aRealmIsImportedWithoutOne() {
        ObjectNode realm =
                JSON.createObjectNode().put("realm", REALM.name() + "-good").put("organizationsEnabled", true);
        withAttribute(realm, REALM_LIST, "gbg.se");
        realm.putArray("organizations").add(organization("new", "own.example", "gbg.se"));
        REALM.admin().post("", realm);
        REALM.admin().delete("/" + REALM.name() + "-good");
        REALM.admin().post("", realm.put("organizationsEnabled", false).without("organizations"));
        REALM.admin().delete("/" + REALM.name() + "-good");
    }

    @Test
    void whatIsRefusedIsNoAdminEvent() {
        REALM.admin().delete(REALM.path("/admin-events"));
        REALM.admin().send("PUT", REALM.path(""), withAttribute(realm(), REALM_LIST, "se"));
        assertThat(REALM.admin().get(REALM.path("/admin-events"))).isEmpty();
    }

    @Test
    void aClientCannotRegisterItselfPastTheRealmsList() throws Exception {
        ObjectNode initial = JSON.createObjectNode().put("expiration", 600).put("count", 5);
        String token = REALM.admin()
                .send("POST", REALM.path("/clients-initial-access"), initial)
                .body()
                .get("token")
                .textValue();
        ObjectNode bad = withAttribute(JSON.createObjectNode().put("clientId", "registered"), ALLOW_ALL, "true");
        HttpResponse<String> refused = register("POST", "", token, bad);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).get("error").textValue()).isEqualTo("invalid_client_metadata");
        assertThat(JSON.readTree(refused.body()).get("error_description").textValue())
                .startsWith("Attribute \"" + ALLOW_ALL + "\" cannot be set or changed by client registration.");
        assertThat(REALM.admin().get(REALM.path("/clients?clientId=registered")))
                .isEmpty();

        ObjectNode good = withAttribute(JSON.createObjectNode().put("clientId", "registered"), "of.somebody.else", "x");
        JsonNode registered = JSON.readTree(register("POST", "", token, good).body());
        String own = registered.get("registrationAccessToken").textValue();
        assertThat(register("PUT", "/registered", own, withAttribute(registered.deepCopy(), ALLOW_ALL, "true"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(client("registered").get("attributes").has(ALLOW_ALL)).isFalse();
        REALM.admin()
                .delete(REALM.path("/clients/" + client("registered").get("id").textValue()));
    }

    private static HttpResponse<String> register(String method, String below, String token, JsonNode client)
            throws Exception {
        return Http.client()
                .send(
                        HttpRequest.newBuilder(URI.create(REALM.issuer() + "/clients-registrations/default" + below))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(client.toString()))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static void assertRefused(Admin.Answer answer, String... message) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errorMessage").textValue()).contains(message);
    }

    /** Keycloak keeps no order of what is assigned to something. */
    private static void assertSame(JsonNode now, JsonNode before) {
        assertThat(JSON.convertValue(now, Object.class))
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(JSON.convertValue(before, Object.class));
    }

    private static ObjectNode realm() {
        return (ObjectNode) REALM.admin().get(REALM.path(""));
    }

    private static ObjectNode client(String clientId) {
        return (ObjectNode)
                REALM.admin().get(REALM.path("/clients?clientId=" + clientId)).get(0);
    }

    private static ObjectNode stored(String organization) {
        String id = REALM.admin()
                .get(REALM.path("/organizations?search=" + organization))
                .get(0)
                .get("id")
                .textValue();
        return (ObjectNode) REALM.admin().get(REALM.path("/organizations/" + id));
    }

    private static void delete(String organization) {
        REALM.admin()
                .delete(REALM.path(
                        "/organizations/" + stored(organization).get("id").textValue()));
    }

    private static ObjectNode organization(String alias, String own, String admitted) {
        ObjectNode organization =
                JSON.createObjectNode().put("name", alias).put("alias", alias).put("enabled", true);
        ArrayNode domains = organization.putArray("domains");
        domains.addObject().put("name", own);
        organization.putObject("attributes").putArray(ADMITTED).add(admitted);
        return organization;
    }

    private static ObjectNode withAttribute(ObjectNode of, String attribute, String value) {
        of.withObject("/attributes").put(attribute, value);
        return of;
    }
}
