package dev.gatehouse.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The realm as it is after the import: what Keycloak made of the blueprint, and the ways in beside the password. */
class BlueprintIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = new Browser(REALM.server().url());
    }

    @Test
    void theRealmIsSetAsThePlatformsExpect() {
        JsonNode realm = REALM.admin().get(REALM.path(""));
        Map.ofEntries(
                        Map.entry("sslRequired", "external"),
                        Map.entry("registrationAllowed", "true"),
                        Map.entry("resetPasswordAllowed", "true"),
                        Map.entry("verifyEmail", "true"),
                        Map.entry("loginWithEmailAllowed", "true"),
                        Map.entry("bruteForceProtected", "true"),
                        Map.entry("organizationsEnabled", "true"),
                        Map.entry("eventsEnabled", "true"),
                        Map.entry("adminEventsEnabled", "true"),
                        Map.entry("defaultSignatureAlgorithm", "RS256"),
                        Map.entry("webAuthnPolicyPasswordlessUserVerificationRequirement", "required"),
                        Map.entry("accessTokenLifespan", "900"),
                        Map.entry("ssoSessionIdleTimeout", "3600"),
                        Map.entry("ssoSessionMaxLifespan", "28800"),
                        Map.entry("accessCodeLifespanLogin", "600"),
                        Map.entry("accessCodeLifespanUserAction", "600"),
                        Map.entry("browserFlow", "platform browser"),
                        Map.entry("resetCredentialsFlow", "platform reset credentials"))
                .forEach((setting, value) ->
                        assertThat(realm.path(setting).asText()).as(setting).isEqualTo(value));
    }

    @Test
    void theRealmSignsWithRsaOf2048Bits() {
        JsonNode keys = REALM.admin().get(REALM.path("/keys"));
        String active = keys.at("/active/RS256").textValue();
        assertThat(keys.get("keys"))
                .filteredOn(key -> key.get("kid").asText().equals(active))
                .singleElement()
                .satisfies(key -> {
                    byte[] encoded =
                            Base64.getDecoder().decode(key.get("publicKey").textValue());
                    RSAPublicKey rsa = (RSAPublicKey)
                            KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
                    assertThat(rsa.getModulus().bitLength()).isEqualTo(2048);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIGURE_TOTP",
                "webauthn-register",
                "webauthn-register-passwordless",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "VERIFY_EMAIL",
                "UPDATE_PASSWORD",
                "delete_credential"
            })
    void aPersonCanBeLedTo(String requiredAction) {
        assertThat(REALM.admin().get(REALM.path("/authentication/required-actions")))
                .filteredOn(action -> action.get("alias").textValue().equals(requiredAction))
                .singleElement()
                .satisfies(action ->
                        assertThat(action.get("enabled").booleanValue()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "enclii-cli,     public,       '',   http://127.0.0.1/callback http://localhost/callback",
        "enclii-console, public,       S256, http://localhost:4203/auth/callback",
        "enclii-web,     confidential, '',   https://app.enclii.dev/auth/callback http://localhost:4201/auth/callback",
        "enclii-api,     confidential, '',   ''",
        "certctl,        confidential, S256, https://localhost:8443/auth/oidc/callback",
        "eneo,           confidential, '',   http://localhost:3000/login/callback",
        "eloquent,       public,       S256, http://localhost:3001/api/auth/callback",
        "eloquent-web,   confidential, '',   http://localhost:3001/api/auth/callback/keycloak"
    })
    void everyClientIsSetAsItsPlatformExpects(String clientId, String kind, String pkce, String redirectUris) {
        JsonNode client = client(clientId);
        assertThat(client.get("publicClient").booleanValue()).isEqualTo(kind.equals("public"));
        assertThat(client.at("/attributes/pkce.code.challenge.method").asText(""))
                .isEqualTo(pkce);
        assertThat(client.get("redirectUris").valueStream().map(JsonNode::textValue))
                .containsExactlyInAnyOrderElementsOf(
                        redirectUris.isEmpty() ? List.of() : List.of(redirectUris.split(" ")));
        assertThat(client.get("implicitFlowEnabled").booleanValue()).isFalse();
        assertThat(client.get("directAccessGrantsEnabled").booleanValue()).isFalse();
        assertThat(client.get("fullScopeAllowed").booleanValue()).isFalse();
    }

    @Test
    void noClientGetsATokenForAPassword() {
        assertThat(REALM.admin().get(REALM.path("/clients")))
                .isNotEmpty()
                .noneMatch(client -> client.get("directAccessGrantsEnabled").booleanValue());
    }

    @Test
    void aPasswordMustBeLong() throws Exception {
        JsonNode blueprint = RealmFiles.blueprint(Path.of("realms"));
        assertThat(blueprint.get("passwordPolicy").textValue()).contains("length(12)", "notEmail");
    }

    @Test
    void certctlIsLoggedOutInTheBackChannelWithoutASessionId() {
        JsonNode attributes = client("certctl").get("attributes");
        assertThat(attributes.get("backchannel.logout.url").textValue())
                .isEqualTo("https://localhost:8443/auth/oidc/back-channel-logout");
        assertThat(attributes.get("backchannel.logout.session.required").textValue())
                .isEqualTo("false");
    }

    @Test
    void eneoNeedsNeitherPkceNorNonce() throws Exception {
        RelyingParty eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        RelyingParty.Login login = eneo.login(URI.create("http://localhost:3000/login/callback"), "openid email");
        assertThat(login.url().getQuery()).doesNotContain("code_challenge", "nonce");

        Tokens tokens = eneo.redeem(login, Person.of("sven@sundsvall.se").signIn(browser, login.url()));
        assertThat(tokens.idToken().getAudience()).containsExactly("eneo");
        assertThat(tokens.idToken().getStringClaim("email")).isEqualTo("sven@sundsvall.se");
    }

    @Test
    void certctlIsToldTheGroupsItKnowsAndNoOthers() throws Exception {
        RelyingParty certctl = RelyingParty.confidentialClient(REALM.issuer(), "certctl", "certctl-secret")
                .withPkce();
        RelyingParty.Login login = certctl.login(URI.create("https://localhost:8443/auth/oidc/callback"), "openid");
        Tokens tokens = certctl.redeem(login, Person.of("dana@acme.example").signIn(browser, login.url()));
        assertThat(tokens.idToken().getClaim("groups")).isEqualTo(List.of("certctl-engineers"));
        assertThat(tokens.accessToken().getClaim("groups")).isEqualTo(List.of("certctl-engineers"));
        assertThat(tokens.accessToken().getClaims()).doesNotContainKeys("email", "name", "roles");
    }

    @Test
    void everyPersonOfTheDemoIsAMemberOfTheirOrganizations() {
        Map<String, List<String>> members = Map.of(
                "acme",
                List.of("olivia", "adam", "dana", "vera", "umar", "nora", "audra").stream()
                        .map(name -> name + "@acme.example")
                        .toList(),
                "sundsvall",
                List.of("sven@sundsvall.se"),
                "goteborg",
                List.of("gun@goteborg.se", "gbg@gbg.se"),
                "guild",
                List.of("olivia@acme.example"));
        JsonNode organizations = REALM.admin().get(REALM.path("/organizations?briefRepresentation=false"));
        assertThat(organizations).hasSameSizeAs(members.keySet());
        for (JsonNode organization : organizations) {
            String alias = organization.get("alias").textValue();
            assertThat(REALM.admin()
                            .get(REALM.path(
                                    "/organizations/" + organization.get("id").textValue() + "/members?max=100"))
                            .valueStream()
                            .map(member -> member.get("username").textValue()))
                    .as(alias)
                    .containsExactlyInAnyOrderElementsOf(members.get(alias));
        }
    }

    @Test
    void whoRegistersVerifiesTheAddressAndIsIn() throws Exception {
        RelyingParty eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        RelyingParty.Login login = eneo.login(URI.create("http://localhost:3000/login/callback"), "openid email");
        Page register = browser.open(
                browser.open(login.url()).link("a[href*=registration]").orElseThrow());
        Person nova = new Person("nova@acme.example", "a password of her own");
        Page last = nova.goOn(browser, register);

        assertThat(last.isOutside()).as(last.toString()).isTrue();
        assertThat(nova.seen()).contains("register", "login-verify-email");
        Tokens tokens = eneo.redeem(login, last.url());
        assertThat(tokens.idToken().getStringClaim("email")).isEqualTo("nova@acme.example");
    }

    @Test
    void anUnverifiedAddressIsVerifiedFirst() throws Exception {
        Person nora = Person.of("nora@acme.example");
        Tokens tokens = cli().logIn(browser, nora, "openid");
        assertThat(nora.seen()).contains("gatehouse-verify-email");
        assertThat(tokens.idToken().getBooleanClaim("email_verified")).isTrue();
    }

    @Test
    void whoForgotThePasswordGetsANewOneByMail() throws Exception {
        RelyingParty.Login login = cli().relyingParty().login(SOMEWHERE, "openid");
        Page asked = browser.open(login.url());
        Page password = browser.submit(asked.formWith("username").orElseThrow().fill("username", "gun@goteborg.se"));
        Page forgot = browser.open(password.link("a[href*=reset-credentials]").orElseThrow());
        browser.submit(forgot.formWith("username").orElseThrow().fill("username", "gun@goteborg.se"));
        Person gun = new Person("gun@goteborg.se", "quite another");
        Page last = gun.goOn(
                browser,
                browser.open(Inbox.get().take("gun@goteborg.se").links().get(0)));
        assertThat(last.isOutside()).as(last.toString()).isTrue();

        assertThat(cli().logIn(new Browser(REALM.server().url()), gun, "openid").accessToken())
                .isNotNull();
    }

    @Test
    void aMachineWithoutABrowserGetsItsTokenThroughAnother() throws Exception {
        RelyingParty cli = cli().relyingParty();
        var device = cli.authorizeDevice("openid");
        Page done = Person.of("dana@acme.example").goOn(browser, browser.open(device.getVerificationURIComplete()));
        assertThat(done.text()).contains("Device Login Successful");

        assertThat(cli.redeem(device.getDeviceCode()).accessToken().getClaim("roles"))
                .isEqualTo(List.of("developer"));
    }

    @Test
    void anExpiredLoginStartsAgain() throws Exception {
        letLoginsLast(1);
        try {
            Page page =
                    browser.open(cli().relyingParty().login(SOMEWHERE, "openid").url());
            URI form = page.formWith("username").orElseThrow().action();
            URI step = URI.create(form.toString().replaceAll("(session_code|execution)=[^&]*&", ""));
            Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
            while (page.message().isEmpty() && Instant.now().isBefore(deadline)) {
                page = browser.open(step);
            }
            assertThat(page.message()).contains("Login will start from the beginning");
            assertThat(page.formWith("username"))
                    .as("the form to start again with")
                    .isPresent();
        } finally {
            letLoginsLast(600);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "id_token", "code id_token", "code token"})
    void noTokenIsHandedOutInARedirect(String responseType) throws Exception {
        String url = cli().relyingParty()
                .login(SOMEWHERE, "openid")
                .url()
                .toString()
                .replace("response_type=code", "response_type=" + responseType.replace(" ", "%20"));
        Page page = browser.open(URI.create(url));
        assertThat(page.isOutside()).isTrue();
        assertThat(page.url().toString()).contains("error=").doesNotContain("access_token=", "id_token=");
    }

    private static void letLoginsLast(int seconds) {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        REALM.admin().put(REALM.path(""), realm.put("accessCodeLifespanLogin", seconds));
    }

    private static CommandLine cli() throws Exception {
        return new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
    }

    private static JsonNode client(String clientId) {
        return REALM.admin().get(REALM.path("/clients?clientId=" + clientId)).get(0);
    }
}
