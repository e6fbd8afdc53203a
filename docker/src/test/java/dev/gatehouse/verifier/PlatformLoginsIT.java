package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.PlatformClient.CERTCTL;
import static dev.gatehouse.verifier.PlatformClient.ENCLII_CLI;
import static dev.gatehouse.verifier.PlatformClient.ENCLII_CONSOLE;
import static dev.gatehouse.verifier.PlatformClient.ENCLII_WEB;
import static dev.gatehouse.verifier.PlatformClient.ENEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.verifier.CodeFlow.Login;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's people come into the platforms, each platform in its own way and by its own rules. */
class PlatformLoginsIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private static final Map<String, String> CERTCTL_ROLES = Map.of(
            "certctl-engineers", "r-operator",
            "certctl-viewers", "r-viewer",
            "certctl-admins", "r-admin");

    private static CodeFlow flow;
    private Browser browser;

    @BeforeAll
    static void readDiscovery() throws Exception {
        flow = CodeFlow.at(REALM);
    }

    @BeforeEach
    void openABrowser() {
        browser = flow.browser();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "olivia@acme.example",
                "adam@acme.example",
                "dana@acme.example",
                "vera@acme.example",
                "nora@acme.example",
                "sven@sundsvall.se",
                "gun@goteborg.se",
                "gbg@gbg.se"
            })
    void encliiTakesWhoHasARole(String email) throws Exception {
        EncliiApi api = new EncliiApi(flow.provider());
        for (PlatformClient client : List.of(ENCLII_CLI, ENCLII_CONSOLE, ENCLII_WEB)) {
            Login login = flow.logIn(client, browser, email);
            assertAccepted(api.verify(login.accessToken()));
            assertAccepted(api.verify(flow.refresh(login).path("access_token").asText()));
            if (client == ENCLII_WEB) {
                assertAccepted(encliiWeb(login));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"umar@acme.example", "audra@acme.example"})
    void whoHasNoRoleDoesNotComeToEnclii(String email) {
        for (PlatformClient client : List.of(ENCLII_CLI, ENCLII_CONSOLE, ENCLII_WEB)) {
            assertThatThrownBy(() -> flow.logIn(client, browser, email))
                    .hasMessageContaining("page gatehouse-refused")
                    .hasMessageContaining("no role in this application");
        }
    }

    @Test
    void whoOnlyLooksLikeSomebodyOfATenantComesToNoPlatform() throws Exception {
        String mallory = "mallory@sundsvall.se.evil.example";
        for (PlatformClient client : List.of(ENCLII_CLI, ENCLII_CONSOLE, ENCLII_WEB, CERTCTL)) {
            assertThatThrownBy(() -> flow.logIn(client, browser, mallory))
                    .hasMessageContaining("page gatehouse-refused")
                    .hasMessageContaining("not one that may sign in here");
        }
        // Eneo shows a refusal itself
        URI redirect = flow.send(ENEO.start("openid email"), browser, mallory);
        assertThat(Callback.parameters(redirect))
                .containsEntry("error", "access_denied")
                .doesNotContainKey("code");
        assertThat(Callback.parameters(redirect).get("error_description")).startsWith("Email domain not allowed");
    }

    @ParameterizedTest
    @CsvSource({"dana@acme.example, r-operator", "vera@acme.example, r-viewer"})
    void certctlMakesRolesOfTheGroups(String email, String role) throws Exception {
        Certctl.Outcome outcome = certctl(flow.logIn(CERTCTL, browser, email), CERTCTL_ROLES);
        assertAccepted(outcome.verdict());
        assertThat(outcome.roles()).containsExactly(role);
    }

    @Test
    void certctlMakesTheUnionOfRoles() throws Exception {
        REALM.join("adam@acme.example", "/certctl-admins");
        REALM.join("adam@acme.example", "/certctl-viewers");
        Certctl.Outcome outcome = certctl(flow.logIn(CERTCTL, browser, "adam@acme.example"), CERTCTL_ROLES);
        assertAccepted(outcome.verdict());
        assertThat(outcome.roles()).containsExactly("r-admin", "r-viewer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"umar@acme.example", "olivia@acme.example", "sven@sundsvall.se"})
    void whoIsInNoneOfItsGroupsDoesNotComeToCertctl(String email) {
        assertThatThrownBy(() -> flow.logIn(CERTCTL, browser, email))
                .hasMessageContaining("page gatehouse-refused")
                .hasMessageContaining("no role in this application");
    }

    @Test
    void certctlLetsNobodyInWhoseGroupsItHasNotMapped() throws Exception {
        Login vera = flow.logIn(CERTCTL, browser, "vera@acme.example");
        Certctl.Outcome outcome = certctl(vera, Map.of("certctl-engineers", "r-operator"));
        assertThat(outcome.verdict().broken()).containsExactly(CertctlGroupRule.UNMAPPED_GROUPS);
    }

    @Test
    void discoveryPromisesCertctlAnIssuerInTheRedirect() {
        assertThat(flow.provider()
                        .discovery()
                        .path("authorization_response_iss_parameter_supported")
                        .booleanValue())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"no challenge", "plain"})
    void certctlHasNoLoginWithoutS256(String challenge) {
        Sent sent = new Sent(
                Map.of(
                        "response_type", "code",
                        "client_id", "certctl",
                        "redirect_uri", CERTCTL.start("openid").get("redirect_uri"),
                        "scope", "openid",
                        "state", "a state"),
                "");
        URI redirect = flow.send(
                challenge.equals("plain")
                        ? sent.with("code_challenge_method", "plain")
                                .with("code_challenge", "a-challenge-of-forty-three-or-more-characters")
                        : sent,
                browser,
                "dana@acme.example");
        assertThat(redirect.getQuery()).contains("error=invalid_request").doesNotContain("code=");
    }

    @Test
    void aStolenCodeOfCertctlIsWorthNothingWithoutTheVerifier() throws Exception {
        for (String verifier : List.of("", "another-verifier-of-forty-three-or-more-characters")) {
            Sent sent = CERTCTL.start("openid");
            URI redirect = flow.send(sent, browser, "dana@acme.example");
            JsonNode answer = flow.redeem(CERTCTL, sent, redirect, verifier);
            assertThat(answer.path("error").asText()).isEqualTo("invalid_grant");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sven@sundsvall.se,                 sundsvall.se,        accepted",
        "sven@sundsvall.se,                 Sundsvall.SE,        accepted",
        "gun@goteborg.se,                   goteborg.se gbg.se,  accepted",
        "gbg@gbg.se,                        goteborg.se gbg.se,  accepted",
        "umar@acme.example,                 '',                  accepted",
        "sven@sundsvall.se,                 goteborg.se gbg.se,  refused",
        "dana@acme.example,                 sundsvall.se,        refused"
    })
    void eneoTakesWhoseDomainItsTenantAllows(String email, String domains, String outcome) throws Exception {
        Login login = flow.logIn(ENEO, browser, email);
        assertThat(login.sent().get("state")).hasSizeGreaterThan(1000);
        assertThat(login.sent().parameters()).doesNotContainKeys("nonce", "code_challenge");

        Verdict verdict = eneo(login, domains.isEmpty() ? List.of() : List.of(domains.split(" ")));
        assertThat(verdict.broken()).isEqualTo(outcome.equals("accepted") ? List.of() : List.of(EneoRule.DOMAIN));
    }

    @Test
    void theTokenOfOnePlatformIsNoTokenOfAnother() throws Exception {
        Login enclii = flow.logIn(ENCLII_CLI, browser, "dana@acme.example");
        Login eneo = flow.logIn(ENEO, browser, "dana@acme.example");
        Login certctl = flow.logIn(CERTCTL, browser, "dana@acme.example");
        EncliiApi api = new EncliiApi(flow.provider());
        EloquentGateway gateway = new EloquentGateway(flow.provider(), Set.of("eloquent", "eloquent-web"));

        assertThat(api.verify(eneo.accessToken()).broken()).contains(EncliiApiRule.AUDIENCE);
        assertThat(api.verify(certctl.accessToken()).broken()).contains(EncliiApiRule.AUDIENCE);
        assertThat(gateway.verify("GET", "/workflows", enclii.accessToken()).broken())
                .contains(EloquentRule.CLIENT);
        assertThat(eneo(answered(eneo, "id_token", enclii.idToken()), List.of()).broken())
                .contains(EneoRule.AUDIENCE);
        assertThat(certctl(answered(certctl, "id_token", eneo.idToken()), CERTCTL_ROLES)
                        .verdict()
                        .broken())
                .contains(CertctlCheck.AUDIENCE);
    }

    @Test
    void neitherIdTokenNorRefreshTokenIsAnAccessToken() throws Exception {
        Login login = flow.logIn(ENCLII_CLI, browser, "dana@acme.example");
        EncliiApi api = new EncliiApi(flow.provider());
        assertThat(api.verify(login.idToken()).broken()).contains(EncliiApiRule.AUDIENCE);
        assertThat(api.verify(login.answer().path("refresh_token").asText()).broken())
                .containsExactly(EncliiApiRule.ALGORITHM);
    }

    @Test
    void tokensOfAnEarlierLoginAreNoTokensOfThisOne() throws Exception {
        Login earlier = flow.logIn(CERTCTL, browser, "dana@acme.example");
        Login now = flow.logIn(CERTCTL, browser, "dana@acme.example");
        assertThat(certctl(answered(now, "access_token", earlier.accessToken()), CERTCTL_ROLES)
                        .verdict()
                        .broken())
                .containsExactly(CertctlCheck.ACCESS_TOKEN);
        assertThat(certctl(new Login(CERTCTL, now.sent(), now.redirect(), earlier.answer()), CERTCTL_ROLES)
                        .verdict()
                        .broken())
                .containsExactly(CertctlCheck.NONCE);
        Login eneo = flow.logIn(ENEO, browser, "dana@acme.example");
        Login other = flow.logIn(ENEO, browser, "dana@acme.example");
        assertThat(eneo(new Login(ENEO, eneo.sent(), other.redirect(), other.answer()), List.of())
                        .broken())
                .containsExactly(EneoRule.STATE);
    }

    private static Verdict encliiWeb(Login login) {
        return new EncliiWeb(flow.provider(), "enclii-web").logIn(login.sent(), login.redirect(), login.answer());
    }

    private static Verdict eneo(Login login, List<String> allowedDomains) {
        return new Eneo(flow.provider(), "eneo", allowedDomains).logIn(login.sent(), login.redirect(), login.answer());
    }

    private static Certctl.Outcome certctl(Login login, Map<String, String> roles) {
        return new Certctl(flow.provider(), "certctl", "groups", roles)
                .logIn(login.sent(), login.redirect(), login.answer());
    }

    /** The same login with another token in the answer. */
    private static Login answered(Login login, String token, String value) {
        ObjectNode answer = login.answer().deepCopy();
        return new Login(login.client(), login.sent(), login.redirect(), answer.put(token, value));
    }

    private static void assertAccepted(Verdict verdict) {
        assertThat(verdict).asString().isEqualTo("accepted");
    }
}
