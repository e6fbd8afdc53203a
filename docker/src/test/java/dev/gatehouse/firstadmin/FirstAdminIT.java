package dev.gatehouse.firstadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who becomes the first admin of a tenant of certctl, and who does not. */
class FirstAdminIT {

    private static final String ADMINS = "platform-admins";
    private static final String ENTRA_ADMINS = "3f2a8c1e-77aa-4b0e-9c55-0d6a1b2c3d4e";
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(FirstAdminIT::addFlows);

    private static MockProvider mock;
    private static Tenants tenants;
    private static int made;

    private String tenant;

    private static void addFlows(ObjectNode realm) {
        Tenants.addFlow(realm);
        Tenants.addFlow(
                realm,
                "through the main provider",
                Map.of("upstream.groups", ADMINS, "group", Tenants.ADMINS, "provider", "main"));
        Tenants.addFlow(
                realm,
                "literal claim",
                Map.of(
                        "upstream.groups",
                        ADMINS,
                        "groups.claim",
                        "https://malmo.example/groups",
                        "group",
                        Tenants.ADMINS));
        Tenants.addFlow(
                realm,
                "nested claim",
                Map.of("upstream.groups", ADMINS, "groups.claim", "access.groups", "group", Tenants.ADMINS));
        Tenants.addFlow(realm, "broken", Map.of("upstream.groups", ADMINS, "group", "certctl-admins"));
        Tenants.addFlow(realm, "without group", Map.of("upstream.groups", ADMINS, "group", "/nowhere"));
        addFlowThatRefusesAdmins(realm);
        // everybody gets a token, so that it can be looked at
        for (JsonNode scope : realm.get("clientScopes")) {
            if (scope.get("name").textValue().equals("certctl")) {
                scope.get("protocolMappers").forEach(mapper -> {
                    if (mapper.get("config").has("unmapped")) {
                        ((ObjectNode) mapper.get("config")).put("unmapped", "empty");
                    }
                });
            }
        }
    }

    private static void addFlowThatRefusesAdmins(ObjectNode realm) {
        Tenants.addFlow(realm, "refuses admins", Map.of("upstream.groups", ADMINS, "group", Tenants.ADMINS));
        for (JsonNode flow : realm.get("authenticationFlows")) {
            if (flow.get("alias").textValue().equals("refuses admins")) {
                ((ObjectNode) flow)
                        .withArray("authenticationExecutions")
                        .addObject()
                        .put("flowAlias", "refusal of admins")
                        .put("authenticatorFlow", true)
                        .put("requirement", "CONDITIONAL")
                        .put("priority", 20);
            }
        }
        ObjectNode refusal = realm.withArray("authenticationFlows")
                .addObject()
                .put("alias", "refusal of admins")
                .put("providerId", "basic-flow")
                .put("topLevel", false)
                .put("builtIn", false);
        refusal.withArray("authenticationExecutions")
                .addObject()
                .put("authenticator", "gatehouse-second-factor-condition")
                .put("authenticatorConfig", "admins of certctl")
                .put("requirement", "REQUIRED")
                .put("priority", 10);
        refusal.withArray("authenticationExecutions")
                .addObject()
                .put("authenticator", "deny-access-authenticator")
                .put("requirement", "REQUIRED")
                .put("priority", 20);
        realm.withArray("authenticatorConfig")
                .addObject()
                .put("alias", "admins of certctl")
                .putObject("config")
                .put("client.scope", "certctl")
                .put("roles", "r-admin");
    }

    @BeforeAll
    static void startTheProvider() throws Exception {
        mock = MockProvider.start(REALM.server());
        tenants = new Tenants(REALM, mock);
    }

    @AfterAll
    static void stopIt() {
        mock.close();
    }

    @BeforeEach
    void nameATenant() {
        made++;
        tenant = "tenant" + made;
    }

    @Test
    void theFirstOfTheProvidersAdminsIsAdminInTheVeryFirstToken() throws Exception {
        tenants.add(tenant);
        Tokens tokens = tenants.tokens(tenants.begin(tenant, "ada", List.of("everyone", ADMINS)));
        assertThat(tokens.idToken().getStringListClaim("groups")).containsExactly("certctl-admins");
        assertThat(tokens.accessToken().getStringListClaim("groups")).containsExactly("certctl-admins");

        tenants.logIn(tenant, "bea", ADMINS);
        assertThat(tenants.isAdmin(tenant, "bea")).isFalse();

        assertThat(tenants.events(tenant)).hasSize(1);
        JsonNode event = tenants.events(tenant).get(0);
        assertThat(event.get("userId").textValue()).isEqualTo(tenants.user(tenant, "ada"));
        assertThat(event.get("clientId").textValue()).isEqualTo("certctl");
        assertThat(event.get("details").get("identity_provider").textValue()).isEqualTo(tenant);
        assertThat(event.get("details").get("group").textValue()).isEqualTo(Tenants.ADMINS);
        assertThat(event.has("error")).isFalse();
    }

    @Test
    void anIdOfAGroupIsAsGoodAsItsName() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "ada", ENTRA_ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isTrue();
    }

    @Test
    void whoIsNotInTheGroupGetsNothingAndLeavesThePlaceToWhoIs() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "vera", "everyone");
        tenants.logIn(tenant, "carl", "Platform-Admins");
        tenants.logIn(tenant, "dora");
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(List.of("vera", "carl", "dora"))
                .allSatisfy(name ->
                        assertThat(tenants.isAdmin(tenant, name)).as(name).isFalse());
        assertThat(tenants.isAdmin(tenant, "ada")).isTrue();
    }

    @Test
    void whoComesIntoTheGroupLaterIsAdminFromTheirNextLogin() throws Exception {
        tenants.add(tenant);
        assertThat(tenants.tokens(tenants.begin(tenant, "ada", List.of()))
                        .idToken()
                        .getStringListClaim("groups"))
                .isEmpty();
        assertThat(tenants.tokens(tenants.begin(tenant, "ada", List.of(ADMINS)))
                        .idToken()
                        .getStringListClaim("groups"))
                .containsExactly("certctl-admins");
    }

    @Test
    void whatFollowsInTheFlowSeesTheGrant() throws Exception {
        tenants.add(tenant, "refuses admins");
        // their groups are known to the server from now on
        tenants.tokens(tenants.begin(tenant, "ada", List.of()));
        Page page = Tenants.finish(tenants.begin(tenant, "ada", List.of(ADMINS)), Person.of("nobody@upstream.example"));
        assertThat(page.isOutside()).as("came outside to " + page).isFalse();
        assertThat(tenants.isAdmin(tenant, "ada")).isTrue();
    }

    @Test
    void eachTenantHasItsOwn() throws Exception {
        String other = tenant + "other";
        tenants.add(tenant);
        tenants.add(other);
        tenants.logIn(tenant, "ada", ADMINS);
        tenants.logIn(other, "bea", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isTrue();
        assertThat(tenants.isAdmin(other, "bea")).isTrue();
    }

    @Test
    void nobodyIsWhereAnAdminMadeSomebodyAdmin() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "hand");
        REALM.join("hand@" + tenant + ".example", Tenants.ADMINS);
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isFalse();
        assertThat(tenants.events(tenant)).isEmpty();

        REALM.leave("hand@" + tenant + ".example", Tenants.ADMINS);
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada"))
                .as("the place had not been taken")
                .isTrue();
    }

    @Test
    void whoIsInAGroupBelowIsAnAdminToo() throws Exception {
        String group = REALM.admin()
                .get(REALM.path("/group-by-path" + Tenants.ADMINS))
                .get("id")
                .textValue();
        REALM.admin()
                .post(
                        REALM.path("/groups/" + group + "/children"),
                        JSON.createObjectNode().put("name", tenant));
        tenants.add(tenant);
        tenants.logIn(tenant, "hand");
        REALM.join("hand@" + tenant + ".example", Tenants.ADMINS + "/" + tenant);
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isFalse();
    }

    @Test
    void aDisabledAdminIsNone() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "hand");
        REALM.join("hand@" + tenant + ".example", Tenants.ADMINS);
        ObjectNode hand = (ObjectNode) REALM.user("hand@" + tenant + ".example");
        REALM.admin().put(REALM.path("/users/" + hand.get("id").textValue()), hand.put("enabled", false));
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isTrue();
    }

    @Test
    void aTenantGetsItsFirstAdminOnce() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "ada", ADMINS);
        REALM.leave("ada@" + tenant + ".example", Tenants.ADMINS);
        tenants.logIn(tenant, "ada", ADMINS);
        tenants.logIn(tenant, "bea", ADMINS);
        REALM.admin().delete(REALM.path("/users/" + tenants.user(tenant, "ada")));
        tenants.logIn(tenant, "cleo", ADMINS);
        assertThat(tenants.isAdmin(tenant, "bea")).isFalse();
        assertThat(tenants.isAdmin(tenant, "cleo")).isFalse();
        assertThat(tenants.events(tenant)).hasSize(1);
    }

    @Test
    void aProviderOfNobodysMakesNoAdmin() throws Exception {
        tenants.addProvider(tenant, "first admin");
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isFalse();
    }

    @Test
    void aProviderMakesNoAdminOfWhoIsNoMember() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "ada");
        String ada = tenants.user(tenant, "ada");
        // an admin's import, say: linked with the provider, but no member
        ObjectNode stranger = JSON.createObjectNode()
                .put("username", "stranger@" + tenant + ".example")
                .put("email", "stranger@" + tenant + ".example")
                .put("emailVerified", true)
                .put("enabled", true)
                .put("firstName", "Up")
                .put("lastName", "Stream");
        REALM.admin().post(REALM.path("/users"), stranger);
        REALM.admin()
                .post(
                        REALM.path("/users/" + tenants.user(tenant, "stranger") + "/federated-identity/" + tenant),
                        JSON.createObjectNode()
                                .put("identityProvider", tenant)
                                .put("userId", "stranger")
                                .put("userName", "stranger@" + tenant + ".example"));
        tenants.logIn(tenant, "stranger", ADMINS);
        assertThat(tenants.isAdmin(tenant, "stranger")).isFalse();
        assertThat(REALM.admin()
                        .send("GET", tenants.path(tenant) + "/members/" + ada, null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aDisabledTenantGetsNone() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "ada");
        // Keycloak itself begins no login through the provider of a disabled tenant
        Tenants.Answered begun = tenants.begin(tenant, "ada", List.of(ADMINS));
        ObjectNode organization = (ObjectNode) REALM.admin().get(tenants.path(tenant));
        REALM.admin().put(tenants.path(tenant), organization.put("enabled", false));
        Tenants.finish(begun, Person.of("nobody@upstream.example"));
        // it refuses before it asks the provider
        mock.forget();
        assertThat(tenants.isAdmin(tenant, "ada")).isFalse();
    }

    @Test
    void whereAProviderIsNamedNoOtherCounts() throws Exception {
        tenants.add(tenant, "through the main provider");
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isFalse();
        tenants.add("main", "through the main provider");
        tenants.logIn("main", "ada", ADMINS);
        assertThat(tenants.isAdmin("main", "ada")).isTrue();
    }

    @Test
    void theClaimMayHaveAnUrlForANameOrBeNested() throws Exception {
        tenants.add(tenant, "literal claim");
        tenants.logIn(tenants.beginSaying(tenant, "ada", Map.of("https://malmo.example/groups", List.of(ADMINS))));
        assertThat(tenants.isAdmin(tenant, "ada")).isTrue();
        tenants.add(tenant + "nested", "nested claim");
        tenants.logIn(
                tenants.beginSaying(tenant + "nested", "ada", Map.of("access", Map.of("groups", List.of(ADMINS)))));
        assertThat(tenants.isAdmin(tenant + "nested", "ada")).isTrue();
    }

    @Test
    void whatCannotBeReadIsNoGroup() throws Exception {
        tenants.add(tenant);
        List<Map<String, Object>> unreadable = List.of(
                Map.of("groups", List.of(ADMINS, 1)),
                Map.of("groups", Map.of(ADMINS, true)),
                Map.of("groups", List.of(List.of(ADMINS))),
                Map.of(
                        "groups",
                        List.of(ADMINS),
                        "_claim_names",
                        Map.of("groups", "src1"),
                        "_claim_sources",
                        Map.of("src1", Map.of("endpoint", "https://graph.example/groups"))));
        for (int i = 0; i < unreadable.size(); i++) {
            tenants.logIn(tenants.beginSaying(tenant, "person" + i, unreadable.get(i)));
            assertThat(tenants.isAdmin(tenant, "person" + i))
                    .as(unreadable.get(i).toString())
                    .isFalse();
        }
        assertThat(REALM.server().log()).contains("names cannot be read (groups_overage)");
    }

    @Test
    void aForcedSynchronisationOfGroupsNeverTakesTheGrantAway() throws Exception {
        tenants.add(tenant);
        tenants.logIn(tenant, "ada", ADMINS);
        // the mapper comes when she is admin already, and another table names the same group
        tenants.providers()
                .addMapper(
                        tenant,
                        "gatehouse-broker-groups-mapper",
                        Map.of(
                                "syncMode",
                                "FORCE",
                                "upstream.groups",
                                "groups",
                                "groups",
                                Providers.table("operations", Tenants.ADMINS, "viewers", "/certctl-viewers")));
        for (String[] groups : List.of(
                new String[] {"viewers"},
                new String[] {},
                new String[] {"operations"},
                new String[] {ADMINS, "operations"},
                new String[] {})) {
            tenants.logIn(tenant, "ada", groups);
            assertThat(tenants.isAdmin(tenant, "ada"))
                    .as("after a login with " + List.of(groups))
                    .isTrue();
        }
    }

    @Test
    void whomTheSynchronisationMakesAdminIsAdminAlready() throws Exception {
        tenants.add(tenant);
        tenants.providers()
                .addMapper(
                        tenant,
                        "gatehouse-broker-groups-mapper",
                        Map.of(
                                "syncMode",
                                "FORCE",
                                "upstream.groups",
                                "groups",
                                "groups",
                                Providers.table(ADMINS, Tenants.ADMINS)));
        tenants.logIn(tenant, "ada", ADMINS);
        assertThat(tenants.isAdmin(tenant, "ada")).isTrue();
        assertThat(tenants.events(tenant)).isEmpty();
    }

    @Test
    void whatWasImportedBrokenGivesNothingAndLetsEverybodyIn() throws Exception {
        for (String flow : List.of("broken", "without group")) {
            String alias = tenant + flow.replace(" ", "");
            tenants.add(alias, flow);
            tenants.logIn(alias, "ada", ADMINS);
            assertThat(tenants.isAdmin(alias, "ada")).isFalse();
        }
        assertThat(REALM.server().log())
                .contains(
                        "until the execution \"Gatehouse: first admin\" is mended: \"Group of admins\" is \"certctl-admins\"")
                .contains("the realm has no group /nowhere");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "upstream.groups | ``              | \"Upstream admin groups\" is empty. Name the groups as the provider does.",
                "upstream.groups | admins## ##x    | \"Upstream admin groups\" has an empty entry.",
                "upstream.groups | ` admins`       | \"Upstream admin groups\" has \" admins\", which has white space around it",
                "groups.claim    | a..b            | \"Groups claim\" is \"a..b\", which has an empty part.",
                "groups.claim    | ` groups`       | \"Groups claim\" is \" groups\", which has white space around it",
                "group           | ``              | \"Group of admins\" is \"\": the group is empty.",
                "group           | certctl-admins  | \"Group of admins\" is \"certctl-admins\": a group path starts with \"/\"",
                "group           | /certctl-admins/* | \"Group of admins\" is \"/certctl-admins/*\": it is one group",
                "group           | name:owners     | \"Group of admins\" is \"name:owners\": it is one group",
                "group           | /Certctl-admins | \"Group of admins\" is \"/Certctl-admins\", a group that the realm does not have.",
                "provider        | nobodys         | \"Only through this provider\" is \"nobodys\", an identity provider that the realm does",
                "provider        | github          | The identity provider \"github\" is of the kind github, which names no groups.",
            })
    void whatCouldNotBeCarriedOutIsRefusedWhenItIsSaved(String property, String value, String message) {
        if (value.equals("github")) {
            tenants.providers()
                    .add(JSON.createObjectNode()
                            .put("alias", "github")
                            .put("providerId", "github")
                            .set("config", JSON.createObjectNode().put("clientId", "x")));
        }
        ObjectNode saved = savedConfiguration();
        String path = REALM.path("/authentication/config/" + saved.get("id").textValue());
        assertThat(REALM.admin().send("PUT", path, saved).status())
                .as("as it stands in the realm")
                .isEqualTo(204);
        ObjectNode changed = saved.deepCopy();
        ((ObjectNode) changed.get("config")).put(property, value);
        Admin.Answer answer = REALM.admin().send("PUT", path, changed);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errorMessage").textValue()).startsWith(message);
        assertThat(REALM.admin().get(path)).isEqualTo(saved);
    }

    private static ObjectNode savedConfiguration() {
        JsonNode executions = REALM.admin().get(REALM.path("/authentication/flows/first%20admin/executions"));
        return (ObjectNode) REALM.admin()
                .get(REALM.path("/authentication/config/"
                        + executions.get(0).get("authenticationConfig").textValue()));
    }

    @Test
    void everyPropertyIsExplained() {
        JsonNode description =
                REALM.admin().get(REALM.path("/authentication/config-description/gatehouse-first-admin"));
        List<String> names = new ArrayList<>();
        Map<String, String> types = new HashMap<>();
        description.get("properties").forEach(property -> {
            assertThat(property.get("label").textValue()).isNotBlank();
            assertThat(property.get("helpText").textValue()).isNotBlank();
            names.add(property.get("name").textValue());
            types.put(property.get("name").textValue(), property.get("type").textValue());
        });
        assertThat(names).containsExactly("upstream.groups", "groups.claim", "group", "provider");
        assertThat(types).containsEntry("group", "Group");
    }
}
