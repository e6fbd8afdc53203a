package dev.gatehouse.wayin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.gatehouse.broker.KeycloakProvider;
import dev.gatehouse.broker.Providers;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A login that names its tenant goes to the tenant's identity provider, and never round in circles. */
class TenantWayInIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");
    private static final String ULLA = "ulla@sundsvall.se";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(TenantWayInIT::change);

    private static Providers providers;
    private static KeycloakProvider upstream;

    private RelyingParty cli;
    private Browser browser;

    private static void change(ObjectNode realm) {
        realm.withArray("clients")
                .addObject()
                .put("clientId", "plain")
                .put("secret", "plain-secret")
                .put("standardFlowEnabled", true)
                .putArray("redirectUris")
                .add(SOMEWHERE.toString());
        ((ObjectNode) realm.get("clients").get(realm.get("clients").size() - 1)).putArray("optionalClientScopes");
        for (JsonNode organization : realm.get("organizations")) {
            ObjectNode attributes = ((ObjectNode) organization).withObject("attributes");
            attributes.remove("gatehouse.listed");
            if (organization.get("alias").textValue().equals("guild")) {
                attributes.putArray("gatehouse.listed").add("true");
            }
        }
    }

    @BeforeAll
    static void giveTenantsTheirProviders() {
        providers = new Providers(REALM);
        upstream = KeycloakProvider.create(REALM);
        upstream.addUser(ULLA, "engineers");
        upstream.addUser("gert@goteborg.se", "engineers");
        connect("onegate", "sundsvall", "sundsvall.se");
        connect("okta", "goteborg", "goteborg.se");
        connect("adfs", "goteborg", "gbg.se");
    }

    private static void connect(String alias, String tenant, String domain) {
        ObjectNode provider = upstream.oidc(providers, alias).put("postBrokerLoginFlowAlias", "platform post broker");
        ((ObjectNode) provider.get("config"))
                .put("loginHint", "true")
                .put("kc.org.domain", domain)
                .put("kc.org.broker.redirect.mode.email-matches", "true")
                .put("kc.org.broker.login.hide-when-org-not-resolved", "true");
        providers.add(provider);
        providers.addMapper(
                alias,
                "gatehouse-broker-groups-mapper",
                Map.of("upstream.groups", "groups", "groups", Providers.table("engineers", "/developers")));
        REALM.admin().post(organizationPath(tenant) + "/identity-providers", TextNode.valueOf(alias));
    }

    @AfterAll
    static void takeThemAway() {
        upstream.close();
    }

    @BeforeEach
    void openABrowser() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
        REALM.admin().delete(REALM.path("/events"));
    }

    @Test
    void aScopeThatNamesATenantLeadsToItsProvider() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid organization:sundsvall");
        Page page = browser.open(login.url());

        assertUpstream(page);
        assertTenant(finish(login, page), "sundsvall");
    }

    @Test
    void aParameterThatNamesATenantLeadsThereTooAndBindsTheLogin() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = browser.open(with(login, "tenant=sundsvall"));

        assertUpstream(page);
        Tokens tokens = finish(login, page);
        assertTenant(tokens, "sundsvall");
        assertThat(tokens.response().get("scope").toString().split(" ")).contains("organization:sundsvall");
        assertTenant(cli.refresh(tokens), "sundsvall");
    }

    @Test
    void anAddressThatIsTypedLeadsThereWithTheAddress() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = type(browser.open(login.url()), ULLA);

        assertUpstream(page);
        assertThat(typed(page)).isEqualTo(ULLA);
        assertTenant(finish(login, page), "sundsvall");
    }

    @Test
    void theHintOfTheClientGoesUpstream() {
        Page page = browser.open(with(login("openid"), "tenant=sundsvall&login_hint=" + ULLA));

        assertUpstream(page);
        assertThat(typed(page)).isEqualTo(ULLA);
    }

    @Test
    void whoHasAPasswordHereGetsThePasswordFormAndTheProvidersButton() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = browser.open(with(login, "tenant=sundsvall&login_hint=sven@sundsvall.se"));

        assertThat(page.formWith("password")).isPresent();
        assertThat(buttons(page)).containsExactly("onegate");
        Page end = Person.of("sven@sundsvall.se").goOn(browser, page);
        assertTenant(cli.redeem(login, end.url()), "sundsvall");
    }

    @Test
    void ofSeveralProvidersThePersonChooses() {
        Page page = browser.open(with(login("openid"), "tenant=goteborg"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(buttons(page)).containsExactlyInAnyOrder("okta", "adfs");
        assertUpstream(press(page, "adfs"));
    }

    @Test
    void aTenantWithoutProviderAsksForTheAddress() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = browser.open(with(login, "tenant=guild"));

        assertThat(page.formWith("username")).isPresent();
        assertThat(buttons(page)).isEmpty();
        // she is asked for no choice
        Page end = Person.of("olivia@acme.example").goOn(browser, page);
        assertTenant(cli.redeem(login, end.url()), "guild");
    }

    @Test
    void whoIsNoMemberOfWhatTheParameterNamesIsRefused() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page end = Person.of("dana@acme.example").goOn(browser, browser.open(with(login, "tenant=guild")));

        assertThat(end.id()).as(end.toString()).isEqualTo("gatehouse-refused");
        assertThat(end.text()).contains("another organization");
    }

    @Test
    void theParameterBindsWhoIsSignedInAlready() throws Exception {
        RelyingParty.Login first = cli.login(SOMEWHERE, "openid");
        Page end = Person.of("olivia@acme.example").goOn(browser, browser.open(first.url()));
        assertThat(cli.redeem(first, end.url()).accessToken().getClaims()).doesNotContainKey("tenant");

        RelyingParty.Login second = cli.login(SOMEWHERE, "openid");
        assertTenant(
                cli.redeem(second, browser.open(with(second, "tenant=guild")).url()), "guild");
    }

    @Test
    void whoIsSignedInThroughTheProviderIsNotSentThereAgain() throws Exception {
        signIn();
        RelyingParty.Login second = cli.login(SOMEWHERE, "openid organization:sundsvall");
        assertTenant(
                cli.redeem(second, browser.open(with(second, "prompt=none")).url()), "sundsvall");
    }

    @Test
    void afterALogoutThePersonSeesAPageOnceAndChooses() throws Exception {
        signOut(signIn());

        // the provider would still let her in without a question
        for (String more : List.of("", "&login_hint=" + ULLA)) {
            Page page = browser.open(with(login("openid"), "tenant=sundsvall" + more));
            assertChoice(page);
            assertThat(typed(page)).isEqualTo(more.startsWith("&login") ? ULLA : "");
        }
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = press(browser.open(with(login, "tenant=sundsvall")), "onegate");
        assertTenant(cli.redeem(login, page.url()), "sundsvall");

        // her session ends without a logout
        REALM.admin().post(REALM.path("/users/" + REALM.user(ULLA).get("id").textValue() + "/logout"), null);
        RelyingParty.Login later = cli.login(SOMEWHERE, "openid");
        assertTenant(
                cli.redeem(later, browser.open(with(later, "tenant=sundsvall")).url()), "sundsvall");
    }

    @Test
    void afterALogoutAnAddressThatIsTypedIsAChoice() throws Exception {
        signOut(signIn());

        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = type(browser.open(with(login, "login_hint=somebody@sundsvall.se")), ULLA);
        assertTenant(cli.redeem(login, page.url()), "sundsvall");
    }

    @Test
    void nothingThatIsTypedIsNoAddress() throws Exception {
        signOut(signIn());

        Page page = type(browser.open(with(login("openid"), "tenant=sundsvall&login_hint=" + ULLA)), " ");
        assertChoice(page);
        assertThat(page.message()).isNotEmpty();
    }

    @Test
    void afterAnErrorOfTheProviderThePersonSeesItAndChooses() {
        for (String more : List.of("", "&login_hint=" + ULLA)) {
            Page failed = cancel(browser.open(with(login("openid"), "tenant=sundsvall" + more)));
            assertChoice(failed);
            assertThat(failed.text()).contains("Access denied");
            assertUpstream(press(failed, "onegate"));
        }
        // without a tenant Keycloak alone would go round in circles
        Page failed = cancel(browser.open(with(login("openid"), "login_hint=new@sundsvall.se")));
        assertThat(failed.text()).contains("Access denied");
        assertThat(failed.formWith("username")).isPresent();
        // nor does an address that was typed lead round
        failed = cancel(type(failed, "newer@sundsvall.se"));
        assertThat(failed.text()).contains("Access denied");
        assertThat(failed.formWith("username")).isPresent();
    }

    @Test
    void afterAnErrorOfTheProviderWhoIsKnownGetsTheButtonOfTheirs() throws Exception {
        signIn();
        browser.cookies().clear();

        Page failed = cancel(browser.open(with(login("openid"), "login_hint=" + ULLA)));
        assertChoice(failed);
        assertThat(failed.text()).contains("Access denied");
        assertThat(failed.document().select("#kc-attempted-username").val()).isEqualTo(ULLA);
        assertUpstream(press(failed, "onegate"));
    }

    @Test
    void whoComesBackFromTheProviderSeesAPage() {
        Page page = browser.open(with(login("openid"), "tenant=sundsvall&login_hint=" + ULLA));
        assertUpstream(page);
        String tab = query(page.url()).get("state").get(0).split("\\.")[1];

        assertChoice(browser.open(
                URI.create(REALM.issuer() + "/login-actions/authenticate?client_id=enclii-cli&tab_id=" + encode(tab))));
    }

    @Test
    void aClientThatWantsThePersonAskedGetsThemAsked() throws Exception {
        assertAsked("login", "select_account", "login%20consent");
        signIn();
        // to select one of several is nothing that Keycloak knows of who is signed in
        assertAsked("login", "login%20consent");
    }

    private void assertAsked(String... prompts) {
        for (String prompt : List.of("login", "select_account", "login%20consent")) {
            for (String more : List.of("", "&login_hint=" + ULLA)) {
                if (!prompt.startsWith("login") && browser.cookies().names().contains("KEYCLOAK_IDENTITY")) {
                    continue; // Keycloak keeps who is signed in
                }
                assertChoice(browser.open(with(login("openid"), "tenant=sundsvall&prompt=" + prompt + more)));
            }
        }
    }

    @Test
    void aSessionThatIsTooOldIsNotRenewedWithoutAPage() throws Exception {
        signIn();
        Page page = browser.open(with(login("openid"), "tenant=sundsvall&max_age=0"));
        // Keycloak counts whole seconds: until the next one the session is new enough
        for (long end = System.nanoTime() + SECONDS.toNanos(20); page.isOutside() && System.nanoTime() < end; ) {
            page = browser.open(with(login("openid"), "tenant=sundsvall&max_age=0"));
        }
        assertChoice(page);
    }

    @Test
    void aProviderThatIsChosenIsToldToAskToo() throws Exception {
        signIn();
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        Page page = press(browser.open(with(login, "tenant=sundsvall&prompt=login")), "onegate");

        assertUpstream(page);
        assertThat(query(page.url()).get("prompt")).containsExactly("login");
        assertTenant(finish(login, page), "sundsvall");
    }

    @Test
    void aSilentCheckNeverShowsAPage() throws Exception {
        for (String more : List.of("tenant=sundsvall", "tenant=goteborg", "login_hint=" + ULLA)) {
            assertLoginRequired(browser.open(with(login("openid"), more + "&prompt=none")));
        }
        signOut(signIn());
        for (String more : List.of("tenant=sundsvall", "tenant=sundsvall&login_hint=" + ULLA)) {
            assertLoginRequired(browser.open(with(login("openid"), more + "&prompt=none")));
        }
    }

    @Test
    void aSilentCheckIsPassedOnToAProviderThatTakesItButNotAfterALogout() throws Exception {
        configure("onegate", "acceptsPromptNoneForwardFromClient", "true");
        try {
            assertLoginRequired(browser.open(with(login("openid"), "tenant=sundsvall&prompt=none")));

            signIn();
            REALM.admin().post(REALM.path("/users/" + REALM.user(ULLA).get("id").textValue() + "/logout"), null);
            RelyingParty.Login silent = cli.login(SOMEWHERE, "openid");
            Tokens tokens = cli.redeem(
                    silent,
                    browser.open(with(silent, "tenant=sundsvall&prompt=none")).url());
            assertTenant(tokens, "sundsvall");

            signOut(tokens);
            assertLoginRequired(browser.open(with(login("openid"), "tenant=sundsvall&prompt=none")));
        } finally {
            configure("onegate", "acceptsPromptNoneForwardFromClient", "false");
        }
    }

    @Test
    void whatNobodyMayKnowOfLooksLikeWhatThereIsNot() {
        String unknown = refused("nowhere");
        assertThat(unknown).contains("tenant_unknown");
        for (String tenant :
                List.of("acme", "ACME", "Sundsvall", "*", "acme organization:guild", "%00", "a".repeat(300))) {
            assertThat(refused(tenant)).as(tenant).isEqualTo(unknown);
        }
        enable("guild", false);
        enable("sundsvall", false);
        try {
            assertThat(refused("guild")).isEqualTo(unknown);
            assertThat(refused("sundsvall")).isEqualTo(unknown);
        } finally {
            enable("guild", true);
            enable("sundsvall", true);
        }
        assertThat(REALM.admin().get(REALM.path("/events?type=LOGIN_ERROR")))
                .hasSize(10)
                .allSatisfy(event -> {
                    assertThat(event.get("error").textValue()).isEqualTo("access_denied");
                    assertThat(event.get("clientId").textValue()).isEqualTo("enclii-cli");
                    assertThat(event.at("/details/reason").textValue()).isEqualTo("tenant_unknown");
                });
    }

    /** The page, without what belongs to this one login. */
    private String refused(String tenant) {
        Page page = new Browser(REALM.server().url()).open(with(login("openid"), "tenant=" + encode(tenant)));
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.id()).isEqualTo("error");
        return page.document()
                .outerHtml()
                .replaceAll("(tab_id|client_data|session_code|execution)=[^&\"']*", "$1=…")
                .replaceAll("(checkAuthSession|startSessionPolling)\\([^)]*\\)", "$1(…)")
                // each request has its own
                .replaceAll("(<code class=\"gatehouse-correlation-id\"[^>]*>)[^<]*", "$1…");
    }

    @Test
    void aDisabledProviderIsNoWayIn() {
        setProvider("onegate", "enabled", false);
        try {
            Page page = browser.open(login("openid organization:sundsvall").url());
            assertThat(page.formWith("username")).isPresent();
            assertThat(buttons(page)).isEmpty();
            // it is not listed either
            assertThat(refused("sundsvall")).isEqualTo(refused("nowhere"));
        } finally {
            setProvider("onegate", "enabled", true);
        }
    }

    @Test
    void aHiddenProviderIsNoWayIn() {
        setProvider("adfs", "hideOnLogin", true);
        try {
            assertUpstream(browser.open(with(login("openid"), "tenant=goteborg")));
        } finally {
            setProvider("adfs", "hideOnLogin", false);
        }
    }

    @Test
    void aLoginForTwoTenantsAtOnceIsRefused() {
        Page page = browser.open(with(login("openid organization:acme"), "tenant=sundsvall"));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("tenant_mismatch");
        assertThat(REALM.admin().get(REALM.path("/events?type=LOGIN_ERROR")))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.at("/details/reason").textValue()).isEqualTo("tenant_mismatch"));
        assertUpstream(browser.open(with(login("openid organization:sundsvall"), "tenant=sundsvall")));
        assertUpstream(browser.open(with(login("openid organization:*"), "tenant=sundsvall")));
        assertUpstream(browser.open(with(login("openid organization"), "tenant=sundsvall")));
    }

    @Test
    void toAClientThatMayNotAskForOrganizationsTheParameterMeansNothing() throws Exception {
        RelyingParty plain = RelyingParty.confidentialClient(REALM.issuer(), "plain", "plain-secret");
        for (String tenant : List.of("sundsvall", "nowhere")) {
            Page page =
                    new Browser(REALM.server().url()).open(with(plain.login(SOMEWHERE, "openid"), "tenant=" + tenant));
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            assertThat(page.formWith("username")).isPresent();
            assertThat(buttons(page)).isEmpty();
        }
    }

    @Test
    void eachOfTwoTabsGetsTheTenantThatWasChosenInIt() throws Exception {
        RelyingParty.Login guild = cli.login(SOMEWHERE, "openid organization");
        RelyingParty.Login acme = cli.login(SOMEWHERE, "openid organization");
        Page guilds = olivia("guild").goOn(browser, browser.open(guild.url()));
        Page acmes = olivia("acme").goOn(browser, browser.open(acme.url()));

        Tokens tokens = cli.redeem(guild, guilds.url());
        assertTenant(tokens, "guild");
        assertTenant(cli.redeem(acme, acmes.url()), "acme");
        assertTenant(cli.refresh(tokens), "guild");
        assertTenant(cli.refresh(tokens, "openid organization"), "guild");
        assertThat(tokens.response().get("scope").toString().split(" ")).contains("organization:guild");
    }

    @Test
    void consentIsGivenToTheTenantThatWasChosen() throws Exception {
        setClient("eloquent", "consentRequired", true);
        try {
            RelyingParty eloquent = RelyingParty.publicClient(REALM.issuer(), "eloquent");
            URI callback = URI.create("http://localhost:3001/api/auth/callback");
            for (String tenant : List.of("guild", "acme")) {
                RelyingParty.Login login = eloquent.login(callback, "openid organization");
                Page end = olivia(tenant).goOn(browser, browser.open(login.url()));
                Tokens tokens = redeem(eloquent, login, end);
                assertThat(tokens.accessToken().getStringClaim("org")).isEqualTo(tenant);
                assertThat(eloquent.refresh(tokens).accessToken().getStringClaim("org"))
                        .isEqualTo(tenant);
            }
        } finally {
            setClient("eloquent", "consentRequired", false);
        }
    }

    private static Person olivia(String tenant) {
        return Person.of("olivia@acme.example").choosing(tenant);
    }

    private RelyingParty.Login login(String scope) {
        return cli.login(SOMEWHERE, scope);
    }

    private static URI with(RelyingParty.Login login, String parameters) {
        return URI.create(login.url() + "&" + parameters);
    }

    /** Ulla signs in through the provider of her tenant. */
    private Tokens signIn() throws Exception {
        RelyingParty.Login login = cli.login(SOMEWHERE, "openid");
        return finish(login, browser.open(with(login, "tenant=sundsvall")));
    }

    private Tokens finish(RelyingParty.Login login, Page page) throws Exception {
        return redeem(cli, login, Person.of(ULLA).goOn(browser, page));
    }

    private static Tokens redeem(RelyingParty client, RelyingParty.Login login, Page end) throws Exception {
        assertThat(end.isOutside()).as(end.toString()).isTrue();
        return client.redeem(login, end.url());
    }

    private void signOut(Tokens tokens) throws Exception {
        assertThat(browser.open(cli.logout(tokens, SOMEWHERE)).isOutside()).isTrue();
    }

    private Page type(Page page, String address) {
        return browser.submit(page.formWith("username").orElseThrow().fill("username", address));
    }

    private static String typed(Page page) {
        return page.document().select("[name=username]").val();
    }

    private static List<String> buttons(Page page) {
        return page.document().select("a[id^=social-]").eachAttr("id").stream()
                .map(id -> id.substring("social-".length()))
                .toList();
    }

    private Page press(Page page, String alias) {
        return browser.open(page.link("#social-" + alias).orElseThrow());
    }

    /** The person presses "cancel" at the provider. */
    private Page cancel(Page page) {
        assertUpstream(page);
        Map<String, List<String>> query = query(page.url());
        return browser.open(URI.create(query.get("redirect_uri").get(0) + "?error=access_denied&state="
                + encode(query.get("state").get(0))));
    }

    private static Map<String, List<String>> query(URI url) {
        return URLUtils.parseParameters(url.getRawQuery());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private static void assertUpstream(Page page) {
        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(page.url().getPath()).as(page.toString()).startsWith("/realms/upstream-of-");
    }

    /** A page of the realm with the button of the one provider. */
    private static void assertChoice(Page page) {
        assertThat(page.isOutside()).as(page.toString()).isFalse();
        assertThat(page.url().toString()).as(page.toString()).startsWith(REALM.issuer() + "/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(buttons(page)).as(page.toString()).containsExactly("onegate");
    }

    private static void assertLoginRequired(Page page) {
        assertThat(page.isOutside()).as(page.toString()).isTrue();
        assertThat(query(page.url()).get("error")).containsExactly("login_required");
    }

    private static void assertTenant(Tokens tokens, String alias) throws Exception {
        assertThat(tokens.accessToken().getStringClaim("tenant")).isEqualTo(alias);
        assertThat(tokens.idToken().getStringClaim("tenant")).isEqualTo(alias);
    }

    private static void configure(String alias, String property, String value) {
        String path = REALM.path("/identity-provider/instances/" + alias);
        ObjectNode provider = (ObjectNode) REALM.admin().get(path);
        ((ObjectNode) provider.get("config")).put(property, value);
        REALM.admin().put(path, provider);
    }

    private static void setProvider(String alias, String property, boolean value) {
        String path = REALM.path("/identity-provider/instances/" + alias);
        REALM.admin().put(path, ((ObjectNode) REALM.admin().get(path)).put(property, value));
    }

    private static void setClient(String clientId, String property, boolean value) {
        ObjectNode client = (ObjectNode)
                REALM.admin().get(REALM.path("/clients?clientId=" + clientId)).get(0);
        REALM.admin().put(REALM.path("/clients/" + client.get("id").textValue()), client.put(property, value));
    }

    private static void enable(String alias, boolean enabled) {
        ObjectNode organization = (ObjectNode) REALM.admin().get(organizationPath(alias));
        REALM.admin().put(organizationPath(alias), organization.put("enabled", enabled));
    }

    private static String organizationPath(String alias) {
        return REALM.admin()
                .get(REALM.path("/organizations"))
                .valueStream()
                .filter(candidate -> candidate.get("alias").textValue().equals(alias))
                .map(found -> REALM.path("/organizations/" + found.get("id").textValue()))
                .findFirst()
                .orElseThrow();
    }
}
