package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mappers of identity providers as an admin meets them. */
class BrokerMapperConfigurationIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {});

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> GROUPS =
            Map.of("upstream.groups", "groups", "groups", Providers.table("engineers", "/developers"));
    private static final Map<String, String> PERSON = Map.of("upstream.email", "preferred_email");

    private static Providers providers;

    @BeforeAll
    static void addProviders() {
        providers = new Providers(REALM);
        for (String kind : List.of("oidc", "keycloak-oidc", "saml", "google", "github")) {
            providers.add(providers.unreachable(kind, kind));
        }
        REALM.admin().post(REALM.path("/groups"), JSON.createObjectNode().put("name", "a/b~c"));
        JsonNode acme =
                REALM.admin().get(REALM.path("/organizations?search=acme")).get(0);
        REALM.admin()
                .post(
                        REALM.path("/organizations/" + acme.get("id").textValue() + "/groups"),
                        JSON.createObjectNode().put("name", "of-an-organization"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "upstream.groups | ``          | \"Groups claim\" is empty. Name it as the provider does.",
                "upstream.groups | ` groups`   | \"Groups claim\" is \" groups\", which has white space around it",
                "upstream.groups | a..b        | \"Groups claim\" is \"a..b\", which has an empty part.",
                "groups          | ``          | \"Groups by upstream group\" is empty, so that nobody would be put into a group.",
                "groups          | nonsense    | \"Groups by upstream group\" is not JSON",
                "groups          | [{\"key\":\"\",\"value\":\"/owners\"}]            | Line \" → /owners\" lacks what the provider calls the group.",
                "groups          | [{\"key\":\"x\",\"value\":\"owners\"}]            | Line \"x → owners\": a group path starts with \"/\"",
                "groups          | [{\"key\":\"it's {0}\",\"value\":\"/nowhere\"}]   | Line \"it's {0} → /nowhere\": the realm has no group /nowhere. Create it first",
                "groups          | [{\"key\":\"x\",\"value\":\"/Owners\"}]           | Line \"x → /Owners\": the realm has no group /Owners.",
                "groups          | [{\"key\":\"x\",\"value\":\"/teams/*\"}]          | Line \"x → /teams/*\": the group on the right is one group",
                "groups          | [{\"key\":\"x\",\"value\":\"name:owners\"}]       | Line \"x → name:owners\": the group on the right is one group",
                "groups          | [{\"key\":\"x\",\"value\":\"/a/b~~c\"}]           | Line \"x → /a/b~~c\": the realm has no group /a/b~~c.",
                "groups          | [{\"key\":\"x\",\"value\":\"/of-an-organization\"}] | Line \"x → /of-an-organization\": the realm has no group",
                "groups          | [{\"key\":\"x\",\"value\":\"/owners\"},{\"key\":\"x\",\"value\":\"/owners\"}] | Line \"x → /owners\" stands in the table twice.",
                "syncMode        | LEGACY      | The sync mode is \"LEGACY\": choose IMPORT",
                "syncMode        | SOMETIMES   | The sync mode is \"SOMETIMES\": choose IMPORT",
            })
    void whatCouldNotBeCarriedOutIsRefusedWhenItIsSaved(String property, String value, String message) {
        Map<String, String> config = new HashMap<>(GROUPS);
        config.put(property, value);
        assertRefused("oidc", OidcGroupsMapper.PROVIDER_ID, config, message);

        String id = providers.addMapper("oidc", OidcGroupsMapper.PROVIDER_ID, GROUPS);
        try {
            JsonNode before = providers.mappers("oidc");
            Admin.Answer answer = providers.tryToChangeMapper("oidc", id, OidcGroupsMapper.PROVIDER_ID, config);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().get("errorMessage").textValue()).startsWith(message);
            assertThat(providers.mappers("oidc")).isEqualTo(before);
        } finally {
            providers.removeMapper("oidc", id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "upstream.email     | a..b     | INHERIT | \"E-mail claim\" is \"a..b\", which has an empty part.",
                "upstream.full_name | ` name`  | INHERIT | \"Full name claim\" is \" name\", which has white space around it",
                "other              | nothing  | INHERIT | No claim is named, so that the mapper would do nothing.",
                "upstream.email     | email    | IMPORT  | The sync mode is IMPORT, but the provider's own is FORCE",
                "upstream.email     | email    | LEGACY  | The sync mode is \"LEGACY\"",
            })
    void soIsAMapperOfAddressAndName(String property, String value, String syncMode, String message) {
        assertRefused("oidc", OidcPersonMapper.PROVIDER_ID, Map.of(property, value, "syncMode", syncMode), message);
    }

    @Test
    void aProviderThatNamesNoGroupsGetsNoMapperOfThem() {
        assertRefused(
                "google",
                OidcGroupsMapper.PROVIDER_ID,
                GROUPS,
                "\"Gatehouse: groups from the provider\" is for providers of the kind oidc, keycloak-oidc; \"google\" is google."
                        + " For a group that everybody gets, use Keycloak's mapper \"Hardcoded Group\".");
        assertRefused(
                "github", OidcPersonMapper.PROVIDER_ID, PERSON, "\"Gatehouse: e-mail and name from the provider\"");
        assertRefused("saml", OidcGroupsMapper.PROVIDER_ID, GROUPS, "\"Gatehouse: groups from the provider\"");
        assertRefused("oidc", SamlGroupsMapper.PROVIDER_ID, GROUPS, "\"Gatehouse: groups from the provider\"");
        assertThat(offeredTo("google")).isEmpty();
        assertThat(offeredTo("github")).isEmpty();
        for (String kind : List.of("oidc", "keycloak-oidc")) {
            assertThat(offeredTo(kind))
                    .containsExactlyInAnyOrder(OidcGroupsMapper.PROVIDER_ID, OidcPersonMapper.PROVIDER_ID);
        }
        assertThat(offeredTo("saml"))
                .containsExactlyInAnyOrder(SamlGroupsMapper.PROVIDER_ID, SamlPersonMapper.PROVIDER_ID);
    }

    @Test
    void aMapperOfAProviderThatIsNotThereIsRefused() {
        ObjectNode mapper = Providers.representation("nobody", OidcGroupsMapper.PROVIDER_ID, GROUPS);
        Admin.Answer answer =
                REALM.admin().send("POST", REALM.path("/identity-provider/instances/oidc/mappers"), mapper);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errorMessage").textValue())
                .startsWith("The realm has no identity provider \"nobody\"");
    }

    @Test
    void whatIsCheckedIsWhatIsSavedWhateverTheAddressSays() {
        String alias = "oidc";
        String ours = providers.addMapper(alias, OidcGroupsMapper.PROVIDER_ID, GROUPS);
        String other = providers.addMapper(
                alias, "hardcoded-user-session-attribute-idp-mapper", Map.of("attribute", "a", "attribute.value", "b"));
        try {
            ObjectNode bent = Providers.representation(
                            alias,
                            OidcGroupsMapper.PROVIDER_ID,
                            Map.of("upstream.groups", "a..b", "groups", "nonsense"))
                    .put("id", ours);
            Admin.Answer answer = REALM.admin()
                    .send("PUT", REALM.path("/identity-provider/instances/" + alias + "/mappers/" + other), bent);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(providers.mappers(alias).toString()).doesNotContain("nonsense");
        } finally {
            providers.removeMapper(alias, ours);
            providers.removeMapper(alias, other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ";a=b", "/;a=b", ";", "//"})
    void soItIsWhateverStandsBehindTheAddress(String behind) {
        String ours = providers.addMapper("oidc", OidcGroupsMapper.PROVIDER_ID, GROUPS);
        JsonNode before = providers.mappers("oidc");
        try {
            ObjectNode bent = Providers.representation(
                    "oidc", OidcGroupsMapper.PROVIDER_ID, Map.of("upstream.groups", "a..b", "groups", "nonsense"));
            String mappers = REALM.path("/identity-provider/instances/oidc/mappers");
            // without an id in it Keycloak saves nothing
            assertThat(REALM.admin()
                            .send("PUT", mappers + "/" + ours + behind, bent)
                            .status())
                    .isGreaterThanOrEqualTo(400);
            assertThat(REALM.admin().send("POST", mappers + behind, bent).status())
                    .isIn(400, 404, 405);
            assertThat(REALM.admin()
                            .send("PUT", mappers + "/" + ours + behind, bent.put("id", ours))
                            .status())
                    .isIn(400, 404, 405);
            assertThat(providers.mappers("oidc")).isEqualTo(before);
        } finally {
            providers.removeMapper("oidc", ours);
        }
    }

    @Test
    void whatCanBeCarriedOutIsSaved() {
        Map<String, String> groups = Map.of(
                "upstream.groups",
                "https://malmo.example/groups",
                "groups",
                Providers.table("it's {0}", "/owners", "it's {0}", "/teams/acme-corp", "x", "/a~/b~~c"));
        for (String kind : List.of("oidc", "keycloak-oidc")) {
            String id = providers.addMapper(kind, OidcGroupsMapper.PROVIDER_ID, groups);
            assertThat(providers
                            .tryToChangeMapper(kind, id, OidcGroupsMapper.PROVIDER_ID, GROUPS)
                            .status())
                    .isEqualTo(204);
            providers.removeMapper(kind, id);
            providers.removeMapper(kind, providers.addMapper(kind, OidcPersonMapper.PROVIDER_ID, PERSON));
        }
        providers.removeMapper("saml", providers.addMapper("saml", SamlGroupsMapper.PROVIDER_ID, GROUPS));
        providers.removeMapper("saml", providers.addMapper("saml", SamlPersonMapper.PROVIDER_ID, PERSON));
    }

    @Test
    void mappersOfKeycloakAreSavedAsBefore() {
        Map<String, String> config = Map.of("claim", "a..b", "user.attribute", "x", "syncMode", "LEGACY");
        String id = providers.addMapper("oidc", "oidc-user-attribute-idp-mapper", config);
        assertThat(providers
                        .tryToChangeMapper("oidc", id, "oidc-user-attribute-idp-mapper", config)
                        .status())
                .isEqualTo(204);
        providers.removeMapper("oidc", id);
    }

    @Test
    void aProviderIsSavedWhateverItsMappersAre() {
        String id = providers.addMapper("oidc", OidcGroupsMapper.PROVIDER_ID, GROUPS);
        String path = REALM.path("/identity-provider/instances/oidc");
        ObjectNode provider = (ObjectNode) REALM.admin().get(path);
        ObjectNode disabled = provider.deepCopy().put("enabled", false);
        ((ObjectNode) disabled.get("config")).put("syncMode", "LEGACY");
        assertThat(REALM.admin().send("PUT", path, disabled).status()).isEqualTo(204);
        assertThat(REALM.admin().get(path).get("enabled").booleanValue()).isFalse();
        REALM.admin().put(path, provider);
        providers.removeMapper("oidc", id);
    }

    @Test
    void everyPropertyIsExplained() {
        for (String kind : List.of("oidc", "saml")) {
            JsonNode types = REALM.admin().get(REALM.path("/identity-provider/instances/" + kind + "/mapper-types"));
            types.properties().stream()
                    .filter(type -> type.getKey().startsWith("gatehouse-"))
                    .forEach(type -> {
                        assertThat(type.getValue().get("helpText").textValue()).isNotBlank();
                        for (JsonNode property : type.getValue().get("properties")) {
                            assertThat(property.get("label").textValue())
                                    .as(property.toString())
                                    .isNotBlank();
                            assertThat(property.get("helpText").textValue())
                                    .as(property.toString())
                                    .contains("for example");
                        }
                    });
        }
    }

    @Test
    void whatIsRefusedIsNoAdminEvent() {
        REALM.admin().delete(REALM.path("/admin-events"));
        providers.tryToAddMapper("oidc", OidcGroupsMapper.PROVIDER_ID, Map.of());
        assertThat(REALM.admin().get(REALM.path("/admin-events"))).isEmpty();
    }

    private static List<String> offeredTo(String alias) {
        return REALM.admin()
                .get(REALM.path("/identity-provider/instances/" + alias + "/mapper-types"))
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(type -> type.startsWith("gatehouse-"))
                .toList();
    }

    private static void assertRefused(String alias, String mapper, Map<String, String> config, String message) {
        Admin.Answer answer = providers.tryToAddMapper(alias, mapper, config);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errorMessage").textValue()).startsWith(message);
        assertThat(providers.mappers(alias)).isEmpty();
    }
}
