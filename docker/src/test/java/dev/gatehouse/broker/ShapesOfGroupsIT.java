package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which an OpenID provider may say a person's groups, as Auth0, Entra ID, Okta and broken ones do. */
class ShapesOfGroupsIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {});

    private static final String ENTRA_GROUP = "3f2a8c1e-77aa-4b0e-9c55-0d6a1b2c3d4e";
    private static final JsonMapper JSON = new JsonMapper();

    /** Alias of a provider → what it calls the groups. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "okta", "groups",
            "auth0", "https://malmo.example/claims/groups",
            "nested", "realm_access.roles",
            "dotted", "acme\\.groups",
            "roles", "roles");

    private static Providers providers;
    private static MockProvider mock;
    private static BrokerLogin login;
    private static int people;

    private Person person;

    @BeforeAll
    static void connectTheProviders() {
        providers = new Providers(REALM);
        mock = MockProvider.start(REALM.server());
        login = new BrokerLogin(REALM, mock);
        PROVIDERS.forEach((alias, claim) -> {
            providers.add(mock.representation(providers, alias));
            providers.addMapper(alias, OidcGroupsMapper.PROVIDER_ID, table(claim));
        });
        ObjectNode imported = mock.representation(providers, "imported");
        ((ObjectNode) imported.get("config")).put("syncMode", "IMPORT");
        providers.add(imported);
        providers.addMapper("imported", OidcGroupsMapper.PROVIDER_ID, table("groups"));
        ObjectNode userInfo = mock.representation(providers, "userinfo");
        ((ObjectNode) userInfo.get("config")).put("disableUserInfo", "false");
        providers.add(userInfo);
        providers.addMapper("userinfo", OidcGroupsMapper.PROVIDER_ID, table("groups"));
    }

    private static Map<String, String> table(String claim) {
        return Map.of(
                "upstream.groups",
                claim,
                "groups",
                Providers.table("engineers", "/developers", ENTRA_GROUP, "/viewers"));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @BeforeEach
    void somebodyNew() {
        people++;
        person = Person.of("person" + people + "@upstream.example");
    }

    static Stream<Arguments> readable() {
        List<String> developers = List.of("/developers");
        return Stream.of(
                Arguments.of("okta", "Okta's array", Map.of("groups", List.of("Everyone", "engineers")), developers),
                Arguments.of("okta", "a single string", Map.of("groups", "engineers"), developers),
                Arguments.of("okta", "an empty array", Map.of("groups", List.of()), List.of()),
                Arguments.of("okta", "an empty string", Map.of("groups", ""), List.of()),
                Arguments.of("okta", "no claim", Map.of(), List.of()),
                Arguments.of("okta", "null", nullFor("groups"), List.of()),
                Arguments.of("okta", "a word twice", Map.of("groups", List.of("engineers", "engineers")), developers),
                Arguments.of("okta", "words of a list in one string", Map.of("groups", "engineers,admins"), List.of()),
                Arguments.of(
                        "okta", "Entra ID's object ids", Map.of("groups", List.of(ENTRA_GROUP)), List.of("/viewers")),
                Arguments.of(
                        "okta",
                        "an object id in capital letters",
                        Map.of("groups", List.of(ENTRA_GROUP.toUpperCase(java.util.Locale.ROOT))),
                        List.of()),
                Arguments.of(
                        "okta",
                        "the most groups",
                        Map.of("groups", groups(UpstreamIdentity.MAX_GROUPS - 1, "engineers")),
                        developers),
                Arguments.of(
                        "auth0",
                        "Auth0's namespaced claim",
                        Map.of("https://malmo.example/claims/groups", List.of("engineers")),
                        developers),
                Arguments.of(
                        "auth0",
                        "objects where a namespaced claim has dots",
                        Map.of("https://malmo", Map.of("example/claims/groups", List.of("engineers"))),
                        List.of()),
                Arguments.of(
                        "nested",
                        "Keycloak's roles",
                        Map.of("realm_access", Map.of("roles", List.of("engineers"))),
                        developers),
                Arguments.of("nested", "an object without it", Map.of("realm_access", Map.of()), List.of()),
                Arguments.of(
                        "nested", "its name as one", Map.of("realm_access.roles", List.of("engineers")), List.of()),
                Arguments.of("dotted", "a name with a dot", Map.of("acme.groups", List.of("engineers")), developers),
                Arguments.of("userinfo", "the userinfo endpoint", Map.of("groups", List.of("engineers")), developers),
                Arguments.of(
                        "roles",
                        "Entra ID's app roles beside an overage of groups",
                        Map.of(
                                "roles",
                                List.of("engineers"),
                                "hasgroups",
                                true,
                                "_claim_names",
                                Map.of("groups", "src1")),
                        developers));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("readable")
    void areRead(String alias, String shape, Map<String, Object> claims, List<String> groups) throws Exception {
        says(claims);
        login.succeeds(alias, person);
        assertThat(groups()).containsExactlyElementsOf(groups);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("okta", "a number", Map.of("groups", 7), "groups_malformed"),
                Arguments.of("okta", "a boolean", Map.of("groups", true), "groups_malformed"),
                Arguments.of("okta", "an object", Map.of("groups", Map.of("engineers", true)), "groups_malformed"),
                Arguments.of("okta", "a mixed array", Map.of("groups", List.of("engineers", 7)), "groups_malformed"),
                Arguments.of(
                        "okta",
                        "an array of objects",
                        Map.of("groups", List.of(Map.of("name", "engineers"))),
                        "groups_malformed"),
                Arguments.of(
                        "okta", "a nested array", Map.of("groups", List.of(List.of("engineers"))), "groups_malformed"),
                Arguments.of(
                        "okta",
                        "an array with null",
                        Map.of("groups", Stream.of("engineers", null).toList()),
                        "groups_malformed"),
                Arguments.of(
                        "okta",
                        "a very long name",
                        Map.of("groups", List.of("g".repeat(UpstreamIdentity.MAX_GROUP_LENGTH + 1))),
                        "groups_malformed"),
                Arguments.of("okta", "10,000 groups", Map.of("groups", groups(9_999, "engineers")), "groups_too_many"),
                Arguments.of("nested", "a string for an object", Map.of("realm_access", "roles"), "groups_malformed"),
                Arguments.of("userinfo", "a number in userinfo", Map.of("groups", 7), "groups_malformed"),
                Arguments.of(
                        "okta",
                        "Entra ID's overage",
                        Map.of(
                                "_claim_names",
                                Map.of("groups", "src1"),
                                "_claim_sources",
                                Map.of("src1", Map.of("endpoint", "https://graph.example/getMemberObjects"))),
                        "groups_overage"),
                Arguments.of(
                        "okta",
                        "an overage beside a few groups",
                        Map.of("groups", List.of("engineers"), "_claim_names", Map.of("groups", "src1")),
                        "groups_overage"),
                Arguments.of("okta", "Entra ID's hasgroups", Map.of("hasgroups", true), "groups_overage"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void refuseTheLoginAndLeaveNothingBehind(String alias, String shape, Map<String, Object> claims, String reason)
            throws Exception {
        says(claims);
        Page page = login.through(alias, person);

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.id()).isEqualTo("error");
        assertThat(page.text())
                .contains("Tell your administrator this code: " + reason)
                .doesNotContain("engineers");
        assertThat(REALM.admin().get(REALM.path("/users?exact=true&username=" + person.email())))
                .isEmpty();
        JsonNode event = lastRefusal();
        assertThat(event.get("error").textValue()).isEqualTo("identity_provider_login_failure");
        assertThat(event.get("clientId").textValue()).isEqualTo("enclii-cli");
        assertThat(event.get("details").get("reason").textValue()).isEqualTo(reason);
        assertThat(event.get("details").get("identity_provider").textValue()).isEqualTo(alias);
        assertThat(event.get("details").get("identity_provider_identity").textValue())
                .isEqualTo(person.email());
    }

    @Test
    void anOverageTellsTheAdminHowToMendIt() throws Exception {
        says(Map.of("_claim_names", Map.of("groups", "src1")));
        login.through("okta", person);
        assertThat(lastRefusal().get("details").get("explanation").textValue())
                .contains("assigned to it")
                .contains("app roles");
        assertThat(REALM.server().log())
                .contains("a login through the provider \"okta\" was refused by the mapper")
                .contains("(groups_overage): The provider left \"groups\" out");
    }

    @Test
    void whoIsRefusedKeepsWhatTheyHadAndComesBackWhenTheProviderIsMended() throws Exception {
        says(Map.of("groups", List.of("engineers")));
        login.succeeds("okta", person);
        says(Map.of("groups", List.of(ENTRA_GROUP, 7), "given_name", "Changed"));
        assertThat(login.through("okta", person).status()).isEqualTo(403);
        assertThat(groups()).containsExactly("/developers");
        assertThat(REALM.user(person.email()).get("firstName").textValue()).isEqualTo("Mo");

        says(Map.of("groups", List.of(ENTRA_GROUP)));
        login.succeeds("okta", person);
        assertThat(groups()).containsExactly("/viewers");
    }

    @Test
    void whoIsImportedOnceIsNotRefusedForWhatIsNoLongerRead() throws Exception {
        says(Map.of("groups", 7));
        assertThat(login.through("imported", person).status()).isEqualTo(403);
        says(Map.of("groups", List.of("engineers")));
        login.succeeds("imported", person);
        says(Map.of("groups", 7));
        login.succeeds("imported", person);
        assertThat(groups()).containsExactly("/developers");
    }

    private static List<String> groups(int others, String group) {
        return Stream.concat(IntStream.range(0, others).mapToObj(i -> "other group " + i), Stream.of(group))
                .toList();
    }

    private static Map<String, Object> nullFor(String claim) {
        Map<String, Object> claims = new HashMap<>();
        claims.put(claim, null);
        return claims;
    }

    private void says(Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "email",
                person.email(),
                "preferred_username",
                person.email(),
                "email_verified",
                true,
                "given_name",
                "Mo",
                "family_name",
                "Ck"));
        all.putAll(claims);
        mock.says("subject of " + person.email(), all);
    }

    private List<String> groups() {
        return REALM.admin()
                .get(REALM.path("/users/" + REALM.user(person.email()).get("id").textValue() + "/groups"))
                .valueStream()
                .map(group -> group.get("path").textValue())
                .toList();
    }

    private static JsonNode lastRefusal() {
        return REALM.admin()
                .get(REALM.path("/events?type=IDENTITY_PROVIDER_LOGIN_ERROR"))
                .get(0);
    }
}
