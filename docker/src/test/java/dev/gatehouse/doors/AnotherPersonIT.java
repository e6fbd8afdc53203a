package dev.gatehouse.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * In the middle of one login another person takes over, through a provider: Keycloak keeps the steps that the first one has passed.
 * Nobody comes in by what somebody else was let in with.
 */
class AnotherPersonIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");
    private static final String PROVIDER = "onegate";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private static MockProvider mock;
    private static int people;

    private RelyingParty cli;
    private RelyingParty.Login login;
    private Browser browser;
    private String subject;
    private String email;

    @BeforeAll
    static void giveATenantItsProvider() {
        mock = MockProvider.start(REALM.server());
        Providers providers = new Providers(REALM);
        providers.add(mock.representation(providers, PROVIDER)
                .put("trustEmail", true)
                .put("postBrokerLoginFlowAlias", "platform post broker"));
        providers.addMapper(PROVIDER, "oidc-hardcoded-group-idp-mapper", Map.of("group", "/developers"));
        REALM.admin()
                .post(
                        REALM.path("/organizations/" + organizationId("sundsvall") + "/identity-providers"),
                        TextNode.valueOf(PROVIDER));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @BeforeEach
    void somebodyIsLinkedAlready() throws Exception {
        people++;
        subject = "first-" + people;
        email = subject + "@sundsvall.se";
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        login = cli.login(SOMEWHERE, "openid");
        assertThat(browser.open(answer(atProvider(), subject, email)).isOutside())
                .isTrue();
        browser.cookies().clear();
        login = cli.login(SOMEWHERE, "openid");
    }

    @Test
    void whoComesSecondThroughTheProviderIsJudgedThemselves() throws Exception {
        link("dana@acme.example", "second-" + people);
        // the first one passes the flow after the provider, and does not go on
        URI flow = browser.sentTo(answer(atProvider(), subject, email));
        URI done = browser.sentTo(flow);
        assertThat(done.getPath()).endsWith("/after-post-broker-login");

        URI again = browser.sentTo(URI.create(
                done.toString().replace("/broker/after-post-broker-login", "/broker/" + PROVIDER + "/login")));
        assertThat(mock.isAt(again)).as(again.toString()).isTrue();
        Page page = browser.open(answer(again, "second-" + people, "dana@acme.example"));

        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(page.id()).isEqualTo("gatehouse-refused");
        assertThat(Events.correlated(
                                REALM,
                                page.document()
                                        .select("#gatehouse-correlation-id")
                                        .text())
                        .at("/details/reason")
                        .textValue())
                .isEqualTo("domain_not_allowed");
    }

    @Test
    void whoComesThroughAProviderDoesNotGoOnInTheFlowOfAPassword() throws Exception {
        Page last = takesOver("mallory@sundsvall.se.evil.example");
        assertThat(last.isOutside()).as(last.toString()).isFalse();
        assertThat(last.formWith("username")).as(last.toString()).isPresent();
    }

    @Test
    void aGateThatLetInTheFirstHasNotLetInTheSecond() throws Exception {
        // whom the domain gate lets in, and the role gate behind it does not
        Page last = takesOver("umar@acme.example");
        assertThat(last.isOutside()).as(last.toString()).isFalse();
        assertThat(last.status()).isEqualTo(400);
        JsonNode event = Events.last(REALM, "LOGIN_ERROR");
        assertThat(event.at("/error").textValue()).isEqualTo("access_denied");
        assertThat(event.at("/details/reason").textValue()).isEqualTo("person_changed");
        assertThat(event.at("/details/correlation_id").textValue()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(event.get("userId")).isEqualTo(REALM.user(email).get("id"));
    }

    /** Somebody signs in with a password and is refused, and in their place goes on who comes through the provider. */
    private Page takesOver(String refused) {
        Page page = Person.of(refused).goOn(browser, browser.open(login.url()));
        assertThat(page.id()).isEqualTo("gatehouse-refused");
        URI restart = page.link("#gatehouse-other-account").orElseThrow();

        // any form of the login has a code that leads to the provider
        Page other = browser.open(
                URI.create(restart.toString().replace("/login-actions/restart", "/login-actions/reset-credentials")));
        URI form = other.forms().get(0).action();
        URI at = browser.sentTo(URI.create(form.toString()
                .replaceFirst("/login-actions/reset-credentials", "/broker/" + PROVIDER + "/login")
                .replaceFirst("execution=[^&]*&", "")));
        assertThat(mock.isAt(at)).as(at.toString()).isTrue();
        URI flow = browser.sentTo(answer(at, subject, email));
        assertThat(flow.getPath()).endsWith("/post-broker-login");
        return browser.open(
                URI.create(flow.toString().replace("/login-actions/post-broker-login", "/login-actions/authenticate")));
    }

    @Test
    void theScopeOfEveryOrganizationTellsNothingOfOthers() throws Exception {
        REALM.admin()
                .post(
                        REALM.path("/organizations/" + organizationId("goteborg") + "/members"),
                        REALM.user(email).get("id"));
        login = cli.login(SOMEWHERE, "openid organization:*");
        Page page = browser.open(answer(atProvider(), subject, email));
        Tokens tokens = cli.redeem(login, page.url());
        assertThat(tokens.accessToken().getClaims().toString()).doesNotContain("goteborg");
    }

    private URI atProvider() {
        Page at = browser.open(URI.create(login.url() + "&kc_idp_hint=" + PROVIDER));
        assertThat(at.isOutside() && mock.isAt(at.url())).as(at.toString()).isTrue();
        return at.url();
    }

    private static URI answer(URI at, String subject, String email) {
        mock.says(
                subject,
                Map.of("preferred_username", subject, "given_name", "Up", "family_name", "Stream", "email", email));
        // the provider here would ask on a page of its own
        return mock.answer(URI.create(at.toString().replace("prompt=login", "")));
    }

    private static void link(String email, String subject) {
        REALM.admin()
                .post(
                        REALM.path("/users/" + REALM.user(email).get("id").textValue() + "/federated-identity/"
                                + PROVIDER),
                        JSON.createObjectNode().put("userId", subject).put("userName", subject));
    }

    private static String organizationId(String alias) {
        return REALM.admin()
                .get(REALM.path("/organizations?search=" + alias))
                .get(0)
                .get("id")
                .textValue();
    }
}
