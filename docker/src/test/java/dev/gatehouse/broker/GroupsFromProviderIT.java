package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups from a second real realm, by OpenID Connect: who is in which group here after each login. */
class GroupsFromProviderIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {});

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> TABLE = table(
            "engineers", "/developers",
            "engineers", "/teams/acme-corp",
            "operations", "/admins",
            "Operations", "/viewers");

    private static Providers providers;
    private static KeycloakProvider upstream;
    private static BrokerLogin login;
    private static int people;

    private Person person;

    private static Map<String, String> table(String... pairs) {
        return Map.of("upstream.groups", "groups", "groups", Providers.table(pairs));
    }

    @BeforeAll
    static void connectTheProvider() {
        providers = new Providers(REALM);
        upstream = KeycloakProvider.create(REALM);
        login = new BrokerLogin(REALM, null);
        for (String group : List.of("pioneers", "settlers")) {
            REALM.admin().post(REALM.path("/groups"), JSON.createObjectNode().put("name", group));
        }
        connect("forced", "FORCE");
        connect("imported", "IMPORT");
        for (String alias : List.of("forced", "imported")) {
            providers.addMapper(alias, OidcGroupsMapper.PROVIDER_ID, TABLE);
        }
        providers.addMapper(
                "forced", OidcGroupsMapper.PROVIDER_ID, table("pioneers", "/pioneers", "settlers", "/settlers"));
    }

    private static void connect(String alias, String syncMode) {
        ObjectNode provider = upstream.oidc(providers, alias);
        ((ObjectNode) provider.get("config")).put("syncMode", syncMode);
        providers.add(provider);
    }

    @AfterAll
    static void disconnectIt() {
        upstream.close();
    }

    @BeforeEach
    void somebodyNew() {
        people++;
        person = Person.of("person" + people + "@upstream.example");
        upstream.addUser(person.email());
    }

    @Test
    void whoFirstComesIsInTheGroupsThatTheirGroupsMean() throws Exception {
        upstream.join(person.email(), "engineers");
        upstream.join(person.email(), "engineers of other things");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactlyInAnyOrder("/developers", "/teams/acme-corp");
    }

    @Test
    void upperAndLowerCaseMatter() throws Exception {
        upstream.join(person.email(), "Operations");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactly("/viewers");
    }

    @Test
    void forcedAGroupThatIsGoneThereIsGoneHereAndComesBackWithIt() throws Exception {
        upstream.join(person.email(), "engineers");
        upstream.join(person.email(), "operations");
        login.succeeds("forced", person);
        upstream.leave(person.email(), "engineers");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactly("/admins");
        upstream.join(person.email(), "engineers");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactlyInAnyOrder("/admins", "/developers", "/teams/acme-corp");
    }

    @Test
    void importedOnceItStaysAsItWas() throws Exception {
        upstream.join(person.email(), "engineers");
        login.succeeds("imported", person);
        upstream.leave(person.email(), "engineers");
        upstream.join(person.email(), "operations");
        login.succeeds("imported", person);
        assertThat(groups()).containsExactlyInAnyOrder("/developers", "/teams/acme-corp");
    }

    @Test
    void aGroupThatAnAdminGaveByHandStays() throws Exception {
        login.succeeds("forced", person);
        REALM.join(person.email(), "/developers");
        REALM.join(person.email(), "/owners");

        upstream.join(person.email(), "engineers");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactlyInAnyOrder("/developers", "/owners", "/teams/acme-corp");

        upstream.leave(person.email(), "engineers");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactlyInAnyOrder("/developers", "/owners");
    }

    @Test
    void aGroupThatAnAdminTookAndGaveAgainCountsAsGivenByHand() throws Exception {
        upstream.join(person.email(), "operations");
        login.succeeds("forced", person);
        REALM.leave(person.email(), "/admins");
        REALM.join(person.email(), "/admins");
        upstream.leave(person.email(), "operations");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactly("/admins");
    }

    @Test
    void aGroupThatAnAdminTookComesBackAtTheNextForcedLoginButNotWhenImported() throws Exception {
        upstream.join(person.email(), "operations");
        login.succeeds("forced", person);
        REALM.leave(person.email(), "/admins");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactly("/admins");

        somebodyNew();
        upstream.join(person.email(), "operations");
        login.succeeds("imported", person);
        REALM.leave(person.email(), "/admins");
        login.succeeds("imported", person);
        assertThat(groups()).isEmpty();
    }

    @Test
    void textsOfTheProviderAreNeverMoreThanTexts() throws Exception {
        int before = REALM.admin().get(REALM.path("/groups/count")).get("count").intValue();
        for (String group : List.of(
                "/owners",
                "owners",
                "/developers",
                "Engineers",
                "engineers ",
                "engineers/../owners",
                "engineers##operations",
                "~/owners",
                "engineers\",\"operations",
                "${engineers}",
                "engineers\n/owners",
                "g".repeat(255))) {
            upstream.join(person.email(), group);
        }
        login.succeeds("forced", person);
        assertThat(groups()).isEmpty();
        assertThat(REALM.admin().get(REALM.path("/groups/count")).get("count").intValue())
                .isEqualTo(before);
    }

    @Test
    void aGroupThatIsRenamedHereGivesNothingAndTheLogSaysSo() throws Exception {
        upstream.join(person.email(), "pioneers");
        upstream.join(person.email(), "operations");
        login.succeeds("forced", person);
        assertThat(groups()).containsExactlyInAnyOrder("/pioneers", "/admins");

        JsonNode group = REALM.admin().get(REALM.path("/group-by-path/pioneers"));
        REALM.admin()
                .put(
                        REALM.path("/groups/" + group.get("id").textValue()),
                        ((ObjectNode) group.deepCopy()).put("name", "veterans"));
        login.succeeds("forced", person);
        assertThat(groups()).containsExactly("/admins");
        assertThat(REALM.server().log())
                .contains("gives nothing for the group /pioneers, which the realm does not have");
    }

    @Test
    void aGroupThatIsDeletedHereGivesNothingAndTheLogSaysSo() throws Exception {
        upstream.join(person.email(), "settlers");
        upstream.join(person.email(), "operations");
        login.succeeds("forced", person);
        JsonNode group = REALM.admin().get(REALM.path("/group-by-path/settlers"));
        REALM.admin().delete(REALM.path("/groups/" + group.get("id").textValue()));
        login.succeeds("forced", person);
        assertThat(groups()).containsExactly("/admins");
        assertThat(REALM.server().log())
                .contains("gives nothing for the group /settlers, which the realm does not have");

        // one of the same name is another group, which the table means from now on
        REALM.admin().post(REALM.path("/groups"), JSON.createObjectNode().put("name", "settlers"));
        login.succeeds("forced", person);
        assertThat(groups()).containsExactlyInAnyOrder("/admins", "/settlers");
    }

    @Test
    void ofTwoProvidersEachTakesBackOnlyWhatItGave() throws Exception {
        connect("second", "FORCE");
        providers.addMapper("second", OidcGroupsMapper.PROVIDER_ID, table("support", "/admins", "sales", "/viewers"));
        upstream.join(person.email(), "operations");
        upstream.join(person.email(), "support");
        upstream.join(person.email(), "sales");
        login.succeeds("forced", person);
        link("second");
        login.succeeds("second", person);
        assertThat(groups()).containsExactlyInAnyOrder("/admins", "/viewers");

        upstream.leave(person.email(), "operations");
        login.succeeds("forced", person);
        assertThat(groups()).as("the second still gives it").containsExactlyInAnyOrder("/admins", "/viewers");
        upstream.leave(person.email(), "support");
        login.succeeds("forced", person);
        assertThat(groups())
                .as("the first takes nothing of the second")
                .containsExactlyInAnyOrder("/admins", "/viewers");
        login.succeeds("second", person);
        assertThat(groups()).containsExactly("/viewers");
    }

    @Test
    void aProviderThatAPersonIsNoLongerLinkedWithKeepsNothing() throws Exception {
        connect("third", "FORCE");
        providers.addMapper("third", OidcGroupsMapper.PROVIDER_ID, table("operations", "/admins"));
        upstream.join(person.email(), "operations");
        login.succeeds("forced", person);
        link("third");
        login.succeeds("third", person);
        REALM.admin().delete(REALM.path("/users/" + userId() + "/federated-identity/third"));

        upstream.leave(person.email(), "operations");
        login.succeeds("forced", person);
        assertThat(groups()).isEmpty();
    }

    @Test
    void aMapperThatReplacesADeletedOneTakesOverWhatThatGave() throws Exception {
        connect("remade", "FORCE");
        String id = providers.addMapper("remade", OidcGroupsMapper.PROVIDER_ID, TABLE);
        upstream.join(person.email(), "engineers");
        upstream.join(person.email(), "operations");
        login.succeeds("remade", person);
        providers.removeMapper("remade", id);
        login.succeeds("remade", person);
        assertThat(groups()).as("a deleted mapper takes nothing").hasSize(3);

        providers.addMapper("remade", OidcGroupsMapper.PROVIDER_ID, TABLE);
        login.succeeds("remade", person);
        upstream.leave(person.email(), "engineers");
        login.succeeds("remade", person);
        assertThat(groups()).containsExactly("/admins");
    }

    @Test
    void whatALineGaveIsTakenWhenTheLineIsTakenFromTheTable() throws Exception {
        connect("shortened", "FORCE");
        String id = providers.addMapper("shortened", OidcGroupsMapper.PROVIDER_ID, TABLE);
        upstream.join(person.email(), "engineers");
        login.succeeds("shortened", person);
        assertThat(providers
                        .tryToChangeMapper(
                                "shortened", id, OidcGroupsMapper.PROVIDER_ID, table("engineers", "/developers"))
                        .status())
                .isEqualTo(204);
        login.succeeds("shortened", person);
        assertThat(groups()).containsExactly("/developers");
    }

    @Test
    void eachChangeIsAnEventThatNamesTheGroups() throws Exception {
        upstream.join(person.email(), "operations");
        login.succeeds("forced", person);
        upstream.leave(person.email(), "operations");
        login.succeeds("forced", person);
        login.succeeds("forced", person);

        JsonNode events = REALM.admin().get(REALM.path("/events?type=UPDATE_PROFILE&user=" + userId()));
        assertThat(events).hasSize(2);
        assertThat(events.get(1).get("details").get("groups_joined").textValue())
                .isEqualTo("/admins");
        assertThat(events.get(0).get("details").get("groups_left").textValue()).isEqualTo("/admins");
        assertThat(events.get(0).get("details").get("identity_provider").textValue())
                .isEqualTo("forced");
    }

    @Test
    void aRuleByUpstreamIdGivesTheRoleWhateverTheGroupIsCalledHere() throws Exception {
        REALM.admin().post(REALM.path("/groups"), JSON.createObjectNode().put("name", "mirrored"));
        JsonNode group = REALM.admin().get(REALM.path("/group-by-path/mirrored"));
        ObjectNode mirrored = group.deepCopy();
        mirrored.putObject("attributes").putArray("gatehouse.upstream_id").add("3f2a8c1e-77");
        mirrored.put("name", "called otherwise");
        REALM.admin().put(REALM.path("/groups/" + group.get("id").textValue()), mirrored);
        String mappers = REALM.path(
                "/client-scopes/" + REALM.clientScope("enclii").get("id").textValue() + "/protocol-mappers/models");
        ObjectNode roles = (ObjectNode) REALM.admin()
                .get(mappers)
                .valueStream()
                .filter(mapper -> mapper.get("protocolMapper").textValue().equals("gatehouse-group-role-mapper"))
                .findFirst()
                .orElseThrow();
        ((ObjectNode) roles.get("config")).put("rules", Providers.table("id:3f2a8c1e-77", "admin"));
        REALM.admin().put(mappers + "/" + roles.get("id").textValue(), roles);

        connect("mirroring", "FORCE");
        providers.addMapper("mirroring", OidcGroupsMapper.PROVIDER_ID, table("operations", "/called otherwise"));
        upstream.join(person.email(), "operations");
        assertThat(login.tokens("mirroring", person).accessToken().getClaim("roles"))
                .isEqualTo(List.of("admin"));
    }

    @Test
    void whoComesThroughAnOrganizationsProviderIsAManagedMemberOfIt() throws Exception {
        connect("of-acme", "FORCE");
        providers.addMapper("of-acme", OidcGroupsMapper.PROVIDER_ID, TABLE);
        JsonNode acme =
                REALM.admin().get(REALM.path("/organizations?search=acme")).get(0);
        String organization = REALM.path("/organizations/" + acme.get("id").textValue());
        REALM.admin().post(organization + "/identity-providers", TextNode.valueOf("of-acme"));

        person = Person.of("wanda@acme.example");
        upstream.addUser(person.email(), "engineers");
        login.succeeds("of-acme", person);
        assertThat(REALM.admin().get(organization + "/members?search=" + person.email()))
                .singleElement()
                .satisfies(member ->
                        assertThat(member.get("membershipType").textValue()).isEqualTo("MANAGED"));
        assertThat(groups()).containsExactlyInAnyOrder("/developers", "/teams/acme-corp");
    }

    private static String userId(Person person) {
        return REALM.user(person.email()).get("id").textValue();
    }

    private String userId() {
        return userId(person);
    }

    private List<String> groups() {
        return REALM.admin()
                .get(REALM.path("/users/" + userId() + "/groups"))
                .valueStream()
                .map(group -> group.get("path").textValue())
                .toList();
    }

    private void link(String alias) {
        REALM.admin()
                .post(
                        REALM.path("/users/" + userId() + "/federated-identity/" + alias),
                        JSON.createObjectNode()
                                .put("identityProvider", alias)
                                .put("userId", upstream.userId(person.email()))
                                .put("userName", person.email()));
    }
}
