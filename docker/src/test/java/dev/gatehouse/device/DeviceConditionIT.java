package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An authenticator app that is asked of unknown devices only, and a step behind the verification that no unknown device would pass. */
class DeviceConditionIT {

    private static final String ASKED = "login-otp";
    private static final String WAITS = "gatehouse-device-wait";
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.verifyingDevices(DeviceConditionIT::change);

    private RelyingParty cli;
    private Somebody dana;
    private Person person;
    private Browser browser;

    private static void change(ObjectNode realm) {
        DeviceSteps.takeLaterCodes(realm);
        for (JsonNode client : realm.get("clients")) {
            if (client.get("clientId").textValue().equals("certctl")) {
                ((ObjectNode) client).putArray("redirectUris").add(Somebody.SOMEWHERE.toString());
            }
        }
        config(realm, "unknown devices", true);
        flow(realm, "app of unknown devices", "auth-otp-form");
        flow(realm, "end of unknown devices", "deny-access-authenticator");
        for (JsonNode flow : realm.get("authenticationFlows")) {
            ArrayNode executions = (ArrayNode) flow.get("authenticationExecutions");
            if (flow.get("alias").textValue().equals("platform browser")) {
                subflow(executions, "app of unknown devices", 50);
                subflow(executions, "end of unknown devices", 70);
            }
            if (flow.get("alias").textValue().equals("platform browser forms")) {
                // else it would ask everybody
                executions.removeIf(
                        execution -> execution.path("flowAlias").asText().equals("platform browser second factor"));
            }
        }
    }

    private static void config(ObjectNode realm, String alias, boolean negate) {
        ((ArrayNode) realm.get("authenticatorConfig"))
                .add(JSON.valueToTree(Map.of("alias", alias, "config", Map.of("negate", Boolean.toString(negate)))));
    }

    private static void flow(ObjectNode realm, String alias, String step) {
        ObjectNode flow = JSON.valueToTree(
                Map.of("alias", alias, "providerId", "basic-flow", "topLevel", false, "builtIn", false));
        ArrayNode executions = flow.putArray("authenticationExecutions");
        // certctl is to lead to a session that is not verified
        execution(executions, "conditional-client-scope", 10).put("authenticatorConfig", "not for certctl");
        execution(executions, "gatehouse-device-condition", 20).put("authenticatorConfig", "unknown devices");
        execution(executions, step, 30);
        ((ArrayNode) realm.get("authenticationFlows")).add(flow);
    }

    private static ObjectNode execution(ArrayNode executions, String authenticator, int priority) {
        return executions
                .addObject()
                .put("authenticator", authenticator)
                .put("requirement", "REQUIRED")
                .put("priority", priority);
    }

    private static void subflow(ArrayNode executions, String alias, int priority) {
        executions
                .addObject()
                .put("flowAlias", alias)
                .put("authenticatorFlow", true)
                .put("requirement", "CONDITIONAL")
                .put("priority", priority);
    }

    @BeforeEach
    void somebodyHasAnApp() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        dana = Somebody.of(REALM);
        person = dana.person();
        browser = new Browser(REALM.server().url());
        // the first login asks for an app, and so leads to setting one up behind the mail
        assertThat(signIn().isOutside()).isTrue();
        assertThat(person.hasAuthenticatorApp()).isTrue();
        person.seen().clear();
    }

    @Test
    void aDeviceThatWasConfirmedIsAskedForNothing() {
        signOut(name -> !name.startsWith("__Host-gatehouse_device_"));
        assertThat(signIn().isOutside()).isTrue();
        assertThat(person.seen()).doesNotContain(ASKED, WAITS);
    }

    @Test
    void neitherIsASessionThatIsVerified() {
        signOut(name -> name.startsWith("__Host-gatehouse_device_"));
        assertThat(signIn().isOutside()).isTrue();
        assertThat(person.seen()).isEmpty();
    }

    @Test
    void anUnknownDeviceIsAskedForTheApp() {
        browser = new Browser(REALM.server().url());
        Page page = signIn();
        assertThat(person.seen()).contains(ASKED);
        assertThat(page.id()).as(page.toString()).isEqualTo(WAITS);
    }

    @Test
    void soIsASessionThatIsNot() throws Exception {
        browser = new Browser(REALM.server().url());
        RelyingParty certctl = RelyingParty.confidentialClient(REALM.issuer(), "certctl", "certctl-secret")
                .withPkce();
        REALM.join(dana.email(), "/certctl-engineers");
        Page in = person.goOn(
                browser,
                browser.open(certctl.login(Somebody.SOMEWHERE, "openid").url()));
        assertThat(person.seen()).as(in.toString()).doesNotContain(ASKED, WAITS);

        signIn();
        assertThat(person.seen()).contains(ASKED);
    }

    @Test
    void aDeviceIsNoLongerKnownOnceThePasswordIsAnother() {
        signOut(name -> !name.startsWith("__Host-gatehouse_device_"));
        REALM.admin()
                .put(
                        REALM.path("/users/" + dana.id() + "/reset-password"),
                        JSON.valueToTree(Map.of("type", "password", "value", "password")));
        signIn();
        assertThat(person.seen()).contains(ASKED);
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefusedOnSave() {
        JsonNode execution = REALM.admin()
                .get(REALM.path("/authentication/flows/platform%20browser/executions"))
                .valueStream()
                .filter(candidate -> candidate.path("providerId").asText().equals("gatehouse-device-condition"))
                .findFirst()
                .orElseThrow();
        Admin.Answer answer = REALM.admin()
                .send(
                        "PUT",
                        REALM.path("/authentication/config/"
                                + execution.get("authenticationConfig").textValue()),
                        JSON.valueToTree(Map.of("alias", "unknown devices", "config", Map.of("negate", "no"))));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains("Write true or false");
    }

    private void signOut(Predicate<String> cookies) {
        browser.cookies().removeIf(cookies);
    }

    /** As far as password, app and, once, the mailbox lead. */
    private Page signIn() {
        Page page = person.goOn(
                browser,
                browser.open(
                        URI.create(cli.login(Somebody.SOMEWHERE, "openid").url().toString())));
        if (!page.isOutside() && page.id().equals(WAITS) && !person.hasAuthenticatorApp()) {
            return person.goOn(
                    browser,
                    browser.submit(page.formWith("code").orElseThrow().fill("code", Somebody.code(dana.mail()))));
        }
        return page;
    }
}
