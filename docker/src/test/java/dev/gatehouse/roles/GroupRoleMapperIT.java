package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The role mapper as an admin meets it, and what it does with a table that came past the check. */
class GroupRoleMapperIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {
        addAResourceServer(realm);
        addAGroupForAWhile(realm);
    });

    private static final JsonMapper JSON = new JsonMapper();

    /** Keycloak lets only a client that is in the token's audience introspect it. Nobody is refused here: see RoleGuardIT. */
    private static void addAResourceServer(ObjectNode realm) {
        realm.findParents("unmapped").forEach(config -> ((ObjectNode) config).put("unmapped", "empty"));
        realm.withArray("clients")
                .addObject()
                .put("clientId", "enclii")
                .put("secret", "enclii-secret")
                .put("standardFlowEnabled", false);
    }

    /** Adam, who is an admin anyway, owns what there is as long as the group is there. */
    private static void addAGroupForAWhile(ObjectNode realm) {
        realm.withArray("groups").addObject().put("name", "deputies");
        for (JsonNode user : realm.get("users")) {
            if (user.get("username").textValue().equals("adam@acme.example")) {
                ((ObjectNode) user).withArray("groups").add("/deputies");
            }
        }
        for (JsonNode config : realm.findParents("rules")) {
            String rules = config.get("rules").textValue();
            ((ObjectNode) config)
                    .put("rules", rules.replaceFirst("^\\[", "[{\"key\":\"/deputies\",\"value\":\"owner\"},"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "emission   | all                                            | \"Roles in the token\" is \"all\", which is unknown: choose one of [union, downward, highest].",
                "unmapped   | null                                           | \"When nothing maps\" is \"null\", which is unknown",
                "rules      | [{\"key\":\"/ops\",\"value\":\"\"}]            | Rule \"/ops → \": the role is empty.",
                "rules      | [{\"key\":\"/ops\",\"value\":\"it's {0}\"}]    | Rule \"/ops → it's {0}\": the role order does not name the role \"it's {0}\".",
                "rules      | [{\"key\":\"ops\",\"value\":\"admin\"}]         | Rule \"ops → admin\": a group path starts with \"/\"",
                "rules      | nonsense                                       | \"Roles by group\" is not JSON",
                "rules      | [{\"key\":\"/a\",\"key\":\"/b\",\"value\":\"admin\"}] | \"Roles by group\" is not JSON: Duplicate field 'key'",
                "rules      | [{\"key\":\"/a\",\"value\":\"admin\"},{\"key\":\"/a\",\"value\":\"admin\"}] | Rule \"/a → admin\" stands in the table twice.",
                "role.order | viewer##viewer                                 | Role \"viewer\" stands in the role order twice.",
                "claim.name | aud                                            | The token claim name \"aud\" would overwrite the claim \"aud\"",
                "claim.name | ``                                             | The token claim name is empty.",
                "claim.name | teams                                          | The token claim name \"teams\" is taken: the mapper \"teams\" beside it",
                "max.values | 10001                                          | \"Most values\" is \"10001\", which is no whole number from 1 to 10000."
            })
    void whatCouldNotBeCarriedOutIsRefusedWhenItIsSaved(String property, String value, String message) {
        ObjectNode mapper = mapper();
        ((ObjectNode) mapper.get("config")).put(property, value);

        assertRefused(REALM.admin().send("PUT", REALM.path(mappers() + "/" + id(mapper)), mapper), message);

        mapper.remove("id");
        mapper.put("name", "another");
        assertRefused(REALM.admin().send("POST", REALM.path(mappers()), mapper), message);
    }

    @Test
    void whatCanBeCarriedOutIsSaved() {
        ObjectNode mapper = mapper();
        Admin.Answer answer = REALM.admin().send("PUT", REALM.path(mappers() + "/" + id(mapper)), mapper);
        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    void aChangedTableIsInTheNextToken() throws Exception {
        ObjectNode mapper = mapper();
        ObjectNode changed = mapper.deepCopy();
        ((ObjectNode) changed.get("config"))
                .put("rules", "[{\"key\":\"/teams/*\",\"value\":\"admin\"}]")
                .put("emission", "downward");
        try {
            Tokens before = logInDana();
            REALM.admin().put(REALM.path(mappers() + "/" + id(mapper)), changed);
            Tokens after = cli().relyingParty().refresh(before);
            assertThat(before.accessToken().getClaim("roles")).isEqualTo(List.of("developer"));
            assertThat(after.accessToken().getClaim("roles")).isEqualTo(List.of("viewer", "developer", "admin"));
        } finally {
            REALM.admin().put(REALM.path(mappers() + "/" + id(mapper)), mapper);
        }
    }

    @Test
    void aGroupThatIsRenamedGivesNothing() throws Exception {
        JsonNode group = REALM.admin().get(REALM.path("/group-by-path/viewers"));
        String path = REALM.path("/groups/" + group.get("id").textValue());
        REALM.admin().put(path, ((ObjectNode) group.deepCopy()).put("name", "watchers"));
        try {
            Tokens tokens = cli().logIn(browser(), Person.of("vera@acme.example"), "openid");
            assertThat(tokens.accessToken().getClaim("roles")).isEqualTo(List.of());
        } finally {
            REALM.admin().put(path, group);
        }
    }

    @Test
    void aGroupThatIsDeletedGivesNothingAtTheNextRefreshAndItsNameIsNoInheritance() throws Exception {
        Tokens before = cli().logIn(browser(), Person.of("adam@acme.example"), "openid");
        assertThat(before.accessToken().getClaim("roles")).isEqualTo(List.of("admin", "owner"));

        JsonNode group = REALM.admin().get(REALM.path("/group-by-path/deputies"));
        REALM.admin().delete(REALM.path("/groups/" + id(group)));
        Tokens after = cli().relyingParty().refresh(before);
        assertThat(after.accessToken().getClaim("roles")).isEqualTo(List.of("admin"));

        REALM.admin().post(REALM.path("/groups"), JSON.createObjectNode().put("name", "deputies"));
        Tokens again = cli().relyingParty().refresh(after);
        assertThat(again.accessToken().getClaim("roles")).isEqualTo(List.of("admin"));
    }

    @Test
    void aGroupBelowOneThatIsRenamedIsAnotherGroup() throws Exception {
        JsonNode group = REALM.admin().get(REALM.path("/group-by-path/teams"));
        String path = REALM.path("/groups/" + id(group));
        Tokens before = logInDana();
        assertThat(before.accessToken().getClaim("teams")).isEqualTo(List.of("acme-corp"));
        REALM.admin().put(path, ((ObjectNode) group.deepCopy()).put("name", "squads"));
        try {
            Tokens after = cli().relyingParty().refresh(before);
            assertThat(after.accessToken().getClaim("teams")).isEqualTo(List.of());
        } finally {
            REALM.admin().put(path, group);
        }
    }

    @Test
    void aGroupOfAnOrganizationDoesNotPassForOneOfTheRealm() throws Exception {
        JsonNode acme =
                REALM.admin().get(REALM.path("/organizations?search=acme")).get(0);
        String groups = REALM.path("/organizations/" + id(acme) + "/groups");
        REALM.admin().post(groups, JSON.createObjectNode().put("name", "owners"));
        String group = id(REALM.admin().get(groups).get(0));
        REALM.admin().put(groups + "/" + group + "/members/" + id(REALM.user("umar@acme.example")), null);

        Tokens tokens = cli().logIn(browser(), Person.of("umar@acme.example"), "openid organization:acme");
        assertThat(tokens.accessToken().getClaim("roles")).isEqualTo(List.of());
    }

    @Test
    void userinfoAndIntrospectionSayWhatTheTokenSays() throws Exception {
        Tokens tokens = logInDana();
        RelyingParty dana = cli().relyingParty();
        assertThat(dana.userInfo(tokens).getClaim("roles")).isEqualTo(List.of("developer"));

        RelyingParty api = RelyingParty.confidentialClient(REALM.issuer(), "enclii", "enclii-secret");
        assertThat(api.introspect(tokens).get("active")).isEqualTo(true);
        assertThat(api.introspect(tokens).get("roles")).isEqualTo(List.of("developer"));
    }

    private static void assertRefused(Admin.Answer answer, String message) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("error_description").textValue()).startsWith(message);
    }

    private static Tokens logInDana() throws Exception {
        return cli().logIn(browser(), Person.of("dana@acme.example"), "openid");
    }

    private static CommandLine cli() throws Exception {
        return new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
    }

    private static Browser browser() {
        return new Browser(REALM.server().url());
    }

    private static String mappers() {
        return "/client-scopes/" + id(REALM.clientScope("enclii")) + "/protocol-mappers/models";
    }

    private static ObjectNode mapper() {
        return (ObjectNode) REALM.admin()
                .get(REALM.path(mappers()))
                .valueStream()
                .filter(mapper -> mapper.get("protocolMapper").textValue().equals(GroupRoleMapper.PROVIDER_ID))
                .findFirst()
                .orElseThrow();
    }

    private static String id(JsonNode node) {
        return node.get("id").textValue();
    }
}
