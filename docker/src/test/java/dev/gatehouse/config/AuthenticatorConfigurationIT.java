package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of executions in login flows as an admin saves it. */
class AuthenticatorConfigurationIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FLOW = "checked";
    private static final String CONDITION = "gatehouse-second-factor-condition";
    private static final Map<String, String> ADMINS =
            Map.of("client.scope", "enclii", "roles", "admin##owner", "holders", "everybody");

    private String execution;

    @BeforeAll
    static void addAFlow() {
        REALM.admin()
                .post(
                        REALM.path("/authentication/flows"),
                        JSON.createObjectNode()
                                .put("alias", FLOW)
                                .put("providerId", "basic-flow")
                                .put("topLevel", true)
                                .put("builtIn", false));
    }

    @BeforeEach
    void addAnExecution() {
        execution = addExecution(CONDITION);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "client.scope | nowhere        | \"Client scope with the table\" is \"nowhere\". It must be the name of a client scope",
                "client.scope | ``             | \"Client scope with the table\" is \"\". It must be the name of a client scope",
                "client.scope | eneo           | \"Client scope with the table\" is \"eneo\".",
                "roles        | ``             | \"Roles\" is empty. Name some of viewer, developer, admin, owner",
                "roles        | admin##it's{0} | \"Roles\" names \"it's{0}\", which is not in the role order",
                "holders      | some           | \"Of these people\" is \"some\". It is one of everybody, who holds one",
            })
    void whatCouldNotBeCarriedOutIsRefusedWhenItIsSaved(String property, String value, String message) {
        Map<String, String> config = new HashMap<>(ADMINS);
        config.put(property, value);
        assertRefused(create(execution, config), message);
        assertThat(configurationOf(execution)).isNull();

        assertThat(create(execution, ADMINS).status()).isEqualTo(201);
        String id = configurationOf(execution);
        JsonNode before = REALM.admin().get(path("/config/" + id));
        assertRefused(change(id, id, config), message);
        assertRefused(create(execution, config), message);
        assertThat(configurationOf(execution)).isEqualTo(id);
        assertThat(REALM.admin().get(path("/config/" + id))).isEqualTo(before);
    }

    @Test
    void whatCanBeCarriedOutIsSavedAndChanged() {
        assertThat(create(execution, ADMINS).status()).isEqualTo(201);
        String id = configurationOf(execution);
        Map<String, String> config = Map.of("client.scope", "enclii", "roles", "owner");
        assertThat(change(id, id, config).status()).isEqualTo(204);
        assertThat(REALM.admin().get(path("/config/" + id)).get("config")).isEqualTo(JSON.valueToTree(config));
    }

    @Test
    void whatIsCheckedIsWhatIsSavedWhateverIdIsSent() {
        assertThat(create(execution, ADMINS).status()).isEqualTo(201);
        String id = configurationOf(execution);
        assertRefused(change(id, "another", Map.of("client.scope", "nowhere")), "\"Client scope with the table\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ";a=b", "/;a=b", ";", "//"})
    void soItIsWhateverStandsBehindTheIdInTheAddress(String behind) {
        assertThat(create(execution, ADMINS).status()).isEqualTo(201);
        String id = configurationOf(execution);
        Map<String, String> bent = Map.of("client.scope", "nowhere");
        assertThat(change(id + behind, id, bent).status()).isIn(400, 404, 405);
        assertThat(REALM.admin().get(path("/config/" + id)).get("config")).isEqualTo(JSON.valueToTree(ADMINS));

        Admin.Answer made =
                REALM.admin().send("POST", path("/executions/" + execution + "/config" + behind), representation(bent));
        assertThat(made.status()).isIn(400, 404, 405);
        assertThat(configurationOf(execution)).isEqualTo(id);
    }

    @Test
    void aConfigurationOfNobodyIsLookedAtWhenAnExecutionUsesIt() {
        ObjectNode orphan = representation(Map.of("client.scope", "nowhere"));
        assertThat(REALM.admin().send("POST", path("/config"), orphan).status()).isEqualTo(201);
        ObjectNode using = JSON.createObjectNode()
                .put("authenticator", CONDITION)
                .put("authenticatorConfig", orphan.get("alias").textValue())
                .put("requirement", "REQUIRED")
                .put("parentFlow", flow().get("id").textValue());
        assertRefused(REALM.admin().send("POST", path("/executions"), using), "\"Client scope with the table\"");
        assertRefused(
                REALM.admin().send("POST", path("/executions"), using.put("id", "an-id-of-their-own")),
                "\"Client scope with the table\"");
        assertThat(REALM.admin()
                        .send("GET", path("/executions/an-id-of-their-own"), null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void authenticatorsOfKeycloakAreConfiguredAsBefore() {
        String theirs = addExecution("conditional-user-role");
        assertThat(create(theirs, Map.of("condUserRole", "nobody's")).status()).isEqualTo(201);
        String id = configurationOf(theirs);
        assertThat(change(id, id, Map.of("condUserRole", "nobody")).status()).isEqualTo(204);
    }

    private static void assertRefused(Admin.Answer answer, String message) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errorMessage").textValue()).startsWith(message);
    }

    private static String addExecution(String authenticator) {
        REALM.admin()
                .post(
                        path("/flows/" + FLOW + "/executions/execution"),
                        JSON.createObjectNode().put("provider", authenticator));
        JsonNode executions = REALM.admin().get(path("/flows/" + FLOW + "/executions"));
        return executions.get(executions.size() - 1).get("id").textValue();
    }

    private static Admin.Answer create(String execution, Map<String, String> config) {
        return REALM.admin().send("POST", path("/executions/" + execution + "/config"), representation(config));
    }

    private static Admin.Answer change(String id, String sentId, Map<String, String> config) {
        return REALM.admin()
                .send("PUT", path("/config/" + id), representation(config).put("id", sentId));
    }

    private static String configurationOf(String execution) {
        return REALM.admin()
                .get(path("/executions/" + execution))
                .path("authenticatorConfig")
                .textValue();
    }

    private static JsonNode flow() {
        return REALM.admin()
                .get(path("/flows"))
                .valueStream()
                .filter(flow -> flow.get("alias").textValue().equals(FLOW))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode representation(Map<String, String> config) {
        ObjectNode representation = JSON.createObjectNode().put("alias", "configuration " + UUID.randomUUID());
        return representation.set("config", JSON.valueToTree(config));
    }

    private static String path(String below) {
        return REALM.path("/authentication" + below);
    }
}
