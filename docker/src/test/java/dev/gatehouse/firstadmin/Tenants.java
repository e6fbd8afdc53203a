package dev.gatehouse.firstadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tenants with a provider each, which says whatever it is told to, and logins to certctl through them. */
final class Tenants {

    static final String ADMINS = "/certctl-admins";

    private static final String FLOW = "first admin";
    private static final URI CALLBACK = URI.create("https://localhost:8443/auth/oidc/callback");
    private static final JsonMapper JSON = new JsonMapper();

    private final PlatformRealm realm;
    private final MockProvider mock;
    private final Providers providers;
    private final RelyingParty certctl;

    Tenants(PlatformRealm realm, MockProvider mock) throws Exception {
        this.realm = realm;
        this.mock = mock;
        this.providers = new Providers(realm);
        this.certctl = RelyingParty.confidentialClient(realm.issuer(), "certctl", "certctl-secret")
                .withPkce();
    }

    /** Adds a flow for after a login through a provider, with this execution. */
    static void addFlow(ObjectNode realm, String alias, Map<String, String> config) {
        ObjectNode flow = realm.withArray("authenticationFlows")
                .addObject()
                .put("alias", alias)
                .put("providerId", "basic-flow")
                .put("topLevel", true)
                .put("builtIn", false);
        flow.putArray("authenticationExecutions")
                .addObject()
                .put("authenticator", "gatehouse-first-admin")
                .put("authenticatorConfig", alias)
                .put("requirement", "REQUIRED")
                .put("priority", 10);
        config.forEach(realm.withArray("authenticatorConfig")
                .addObject()
                .put("alias", alias)
                .putObject("config")::put);
    }

    /** The one that {@link #add(String)} uses: who is among {@code platform-admins} or in the group of that id is meant. */
    static void addFlow(ObjectNode realm) {
        addFlow(
                realm,
                FLOW,
                Map.of(
                        "upstream.groups", "platform-admins##3f2a8c1e-77aa-4b0e-9c55-0d6a1b2c3d4e",
                        "groups.claim", "groups",
                        "group", ADMINS));
    }

    /** A new tenant with its own provider of the same name. */
    void add(String alias) {
        add(alias, FLOW);
    }

    void add(String alias, String flow) {
        addProvider(alias, flow);
        ObjectNode organization =
                JSON.createObjectNode().put("name", alias).put("alias", alias).put("enabled", true);
        organization.putArray("domains").addObject().put("name", alias + ".example");
        realm.admin().post(realm.path("/organizations"), organization);
        realm.admin().post(path(alias) + "/identity-providers", TextNode.valueOf(alias));
    }

    /** A provider of nobody's. */
    void addProvider(String alias, String flow) {
        ObjectNode provider = mock.representation(providers, alias).put("postBrokerLoginFlowAlias", flow);
        providers.add(provider);
    }

    Providers providers() {
        return providers;
    }

    /** Of the organization, for the admin API. */
    String path(String tenant) {
        JsonNode organization = realm.admin()
                .get(realm.path("/organizations?search=" + tenant))
                .valueStream()
                .filter(candidate -> candidate.get("alias").textValue().equals(tenant))
                .findFirst()
                .orElseThrow();
        return realm.path("/organizations/" + organization.get("id").textValue());
    }

    /** A login that is as far as the provider's answer. */
    record Answered(RelyingParty.Login login, Browser browser, URI answer) {}

    /** Begins a login of somebody whom the provider knows by this name, with these groups. */
    Answered begin(String provider, String name, List<String> groups) throws Exception {
        return beginSaying(provider, name, Map.of("groups", groups));
    }

    Answered beginSaying(String provider, String name, Map<String, Object> more) throws Exception {
        RelyingParty.Login login = certctl.login(CALLBACK, "openid");
        Browser browser = new Browser(realm.server().url());
        Page page = browser.open(URI.create(login.url() + "&kc_idp_hint=" + provider));
        if (!page.isOutside() || !mock.isAt(page.url())) {
            throw new AssertionError("the provider " + provider + " was not reached: " + page);
        }
        mock.says(name, claims(provider, name, more));
        return new Answered(login, browser, mock.answer(page.url()));
    }

    private static Map<String, Object> claims(String provider, String name, Map<String, Object> more) {
        Map<String, Object> claims = new HashMap<>(Map.of(
                "email",
                name + "@" + provider + ".example",
                "email_verified",
                true,
                "preferred_username",
                name + "@" + provider + ".example",
                "given_name",
                "Up",
                "family_name",
                "Stream"));
        claims.putAll(more);
        return claims;
    }

    /** Where the login ends: outside with a code, or on a page. */
    static Page finish(Answered login, Person person) {
        return person.goOn(login.browser(), login.browser().open(login.answer()));
    }

    /** Ends the login. @throws AssertionError for one that does not succeed */
    Page logIn(Answered login) {
        Page page = finish(login, Person.of("nobody@upstream.example"));
        if (!page.isOutside() || !page.url().getQuery().contains("code=")) {
            throw new AssertionError("the login came no further than " + page);
        }
        return page;
    }

    Page logIn(String provider, String name, String... groups) throws Exception {
        return logIn(begin(provider, name, List.of(groups)));
    }

    Tokens tokens(Answered login) throws Exception {
        return certctl.redeem(login.login(), logIn(login).url());
    }

    /** The id of the user that a login has made. */
    String user(String provider, String name) {
        return realm.user(name + "@" + provider + ".example").get("id").textValue();
    }

    boolean isAdmin(String provider, String name) {
        return realm.admin()
                .get(realm.path("/users/" + user(provider, name) + "/groups"))
                .valueStream()
                .anyMatch(group -> group.get("path").textValue().equals(ADMINS));
    }

    /** The grants to people of the tenant that events tell of. */
    List<JsonNode> events(String tenant) {
        return realm.admin()
                .get(realm.path("/events?type=IDENTITY_PROVIDER_POST_LOGIN&max=1000"))
                .valueStream()
                .filter(event -> event.path("details").path("action").asText().equals("bootstrap.oidc_first_admin"))
                .filter(event -> event.path("details").path("tenant").asText().equals(tenant))
                .toList();
    }
}
