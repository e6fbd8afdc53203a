package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A token is for one organization at most, the one that the login is for, and stays so. */
class TenantIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(TenantIT::addAClientThatExchangesTokens);

    private CommandLine cli;
    private RelyingParty api;
    private Browser browser;

    private static void addAClientThatExchangesTokens(ObjectNode realm) {
        ObjectNode exchanger =
                realm.withArray("clients").addObject().put("clientId", "enclii").put("secret", "exchanger-secret");
        exchanger.putObject("attributes").put("standard.token.exchange.enabled", "true");
        exchanger.putArray("defaultClientScopes").add("basic").add("enclii");
        exchanger.putArray("optionalClientScopes").add("organization");
    }

    @BeforeEach
    void install() throws Exception {
        cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        api = RelyingParty.confidentialClient(REALM.issuer(), "enclii-api", "enclii-api-secret");
        browser = new Browser(REALM.server().url());
        REALM.admin().delete(REALM.path("/events"));
    }

    @Test
    void theOnlyMembershipIsTheTenant() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("dana@acme.example"), "openid");
        assertThat(tokens.accessToken().getStringClaim("tenant")).isEqualTo("acme");
        assertThat(tokens.accessToken().getStringClaim("tenant_id"))
                .isEqualTo(organization("acme").get("id").textValue());
        assertThat(tokens.idToken().getStringClaim("tenant")).isEqualTo("acme");
        assertThat(tokens.accessToken().getClaims()).doesNotContainKey("organization");
    }

    @Test
    void whoIsAMemberOfNoneHasNone() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("mallory@sundsvall.se.evil.example"), "openid");
        assertThat(tokens.accessToken().getClaims()).doesNotContainKeys("tenant", "tenant_id");
        assertThat(tokens.idToken().getClaims()).doesNotContainKey("tenant");
    }

    @Test
    void ofSeveralMembershipsNoneIsGuessed() throws Exception {
        Tokens tokens = cli.logIn(browser, olivia(), "openid");
        assertThat(tokens.accessToken().getClaims()).doesNotContainKeys("tenant", "tenant_id");
        assertThat(cli.relyingParty().refresh(tokens).accessToken().getClaims()).doesNotContainKey("tenant");
    }

    @Test
    void aScopeNamesTheTenantAndAnotherLoginSwitchesIt() throws Exception {
        Tokens guild = cli.logIn(browser, olivia(), "openid organization:guild");
        Tokens acme = cli.logIn(browser, olivia(), "openid organization:acme");

        assertTenant(guild.accessToken(), "guild");
        assertTenant(acme.accessToken(), "acme");
        // both live in one session: each refresh, userinfo and introspection is about the token at hand
        Tokens refreshed = cli.relyingParty().refresh(guild);
        assertTenant(refreshed.accessToken(), "guild");
        assertTenant(refreshed.idToken(), "guild");
        assertTenant(cli.relyingParty().refresh(acme).accessToken(), "acme");
        assertTenant(cli.relyingParty().userInfo(guild), "guild");
        assertTenant(cli.relyingParty().userInfo(acme), "acme");
        assertThat(api.introspect(guild)).containsEntry("tenant", "guild");
        assertThat(api.introspect(acme)).containsEntry("tenant", "acme");
        assertThat(api.introspect(refreshed)).containsEntry("tenant", "guild");
    }

    @Test
    void aRefreshNeverChangesTheTenant() throws Exception {
        Tokens tokens = cli.logIn(browser, olivia(), "openid organization:guild");
        for (String scope : new String[] {"openid", "openid organization:acme", "openid organization:guild"}) {
            assertTenant(cli.relyingParty().refresh(tokens, scope).accessToken(), "guild");
        }
        Tokens offline = cli.logIn(browser, olivia(), "openid offline_access organization:guild");
        Tokens refreshed = cli.relyingParty().refresh(offline);
        assertTenant(refreshed.accessToken(), "guild");
        assertTenant(refreshed.idToken(), "guild");
    }

    @Test
    void whoGetsOnlyOneMembershipLaterKeepsATokenWithoutTenant() throws Exception {
        Tokens tokens = cli.logIn(browser, olivia(), "openid");
        assertThat(tokens.accessToken().getClaims()).doesNotContainKey("tenant");
        leave("olivia@acme.example", "guild");
        try {
            assertThat(cli.relyingParty().refresh(tokens).accessToken().getClaims())
                    .doesNotContainKey("tenant");
        } finally {
            join("olivia@acme.example", "guild");
        }
    }

    @Test
    void thePersonChoosesOnKeycloaksPage() throws Exception {
        Tokens tokens = cli.logIn(browser, olivia().choosing("guild"), "openid organization");
        assertTenant(tokens.accessToken(), "guild");
        assertTenant(cli.relyingParty().refresh(tokens).accessToken(), "guild");
        assertTenant(cli.relyingParty().userInfo(tokens), "guild");
        assertThat(api.introspect(tokens)).containsEntry("tenant", "guild");
        // an earlier choice is not one for a login that offers none
        Tokens later = cli.logIn(browser, olivia(), "openid");
        assertThat(later.accessToken().getClaims()).doesNotContainKey("tenant");
    }

    @Test
    void whoIsNotAMemberOfWhatTheScopeNamesGetsNoTokenRatherThanAnother() {
        assertRefused(() -> cli.logIn(browser, Person.of("dana@acme.example"), "openid organization:guild"));
        // Keycloak 26.6 does not even take such a scope
        assertThatThrownBy(() -> cli.logIn(
                        browser, Person.of("dana@acme.example"), "openid organization:acme organization:guild"))
                .isInstanceOf(RelyingParty.OAuthErrorException.class);
        assertReported("CODE_TO_TOKEN_ERROR", "dana@acme.example", "tenant_mismatch");
        // a member of several others gets none either
        assertRefused(() -> cli.logIn(new Browser(REALM.server().url()), olivia(), "openid organization:sundsvall"));
    }

    @Test
    void aDisabledOrganizationIsNobodysTenant() throws Exception {
        Tokens tokens = cli.logIn(browser, olivia(), "openid organization:guild");
        enable("guild", false);
        try {
            assertThatThrownBy(() -> cli.relyingParty().refresh(tokens))
                    .isInstanceOf(RelyingParty.OAuthErrorException.class);
            assertThat(api.introspect(tokens)).doesNotContainKeys("tenant", "tenant_id");
            assertTenant(cli.logIn(browser, olivia(), "openid").accessToken(), "acme");
            assertThatThrownBy(() -> cli.logIn(browser, olivia(), "openid organization:guild"))
                    .isInstanceOf(RelyingParty.OAuthErrorException.class);
        } finally {
            enable("guild", true);
        }
    }

    @Test
    void whoLeavesTheOrganizationLosesTheNextRefresh() throws Exception {
        Tokens tokens = cli.logIn(browser, olivia(), "openid organization:guild");
        leave("olivia@acme.example", "guild");
        try {
            assertThatThrownBy(() -> cli.relyingParty().refresh(tokens))
                    .isInstanceOfSatisfying(
                            RelyingParty.OAuthErrorException.class,
                            e -> assertThat(e.error().getHTTPStatusCode()).isEqualTo(400));
            assertThat(api.introspect(tokens)).doesNotContainKeys("tenant", "tenant_id");
        } finally {
            join("olivia@acme.example", "guild");
        }
    }

    @Test
    void twoTabsOfOneBrowserEachGetTheTenantTheyNamed() throws Exception {
        RelyingParty.Login guild = cli.relyingParty().login(SOMEWHERE, "openid organization:guild");
        RelyingParty.Login acme = cli.relyingParty().login(SOMEWHERE, "openid organization:acme");
        URI guildsCode = olivia().signIn(browser, guild.url());
        URI acmesCode = olivia().signIn(browser, acme.url());

        assertTenant(cli.relyingParty().redeem(guild, guildsCode).accessToken(), "guild");
        assertTenant(cli.relyingParty().redeem(acme, acmesCode).accessToken(), "acme");
    }

    @Test
    void aTokenExchangeKeepsTheTenant() throws Exception {
        RelyingParty exchanger = RelyingParty.confidentialClient(REALM.issuer(), "enclii", "exchanger-secret");
        Tokens tokens = cli.logIn(browser, olivia(), "openid organization:guild");

        assertTenant(exchanged(exchanger, exchanger.exchange(tokens)), "guild");
        assertTenant(exchanged(exchanger, exchanger.exchange(tokens, "organization:guild")), "guild");
        assertRefused(() -> exchanger.exchange(tokens, "organization:acme"));
        // Keycloak's own choice by a scope without a name is none here
        assertTenant(exchanged(exchanger, exchanger.exchange(tokens, "organization")), "guild");
    }

    @Test
    void aTokenThatKeycloakReadsInItsOwnWayKeepsItsTenant() throws Exception {
        Tokens tokens = cli.logIn(browser, olivia(), "openid organization:guild");
        // Keycloak takes control characters out before it reads a token
        Tokens odd = new Tokens(
                tokens.rawIdToken(),
                tokens.idToken(),
                tokens.rawAccessToken() + "\n",
                tokens.accessToken(),
                tokens.refreshToken() + "\n",
                tokens.response());
        assertTenant(cli.relyingParty().refresh(odd).accessToken(), "guild");
        RelyingParty exchanger = RelyingParty.confidentialClient(REALM.issuer(), "enclii", "exchanger-secret");
        assertTenant(exchanged(exchanger, exchanger.exchange(odd)), "guild");
        assertRefused(() -> exchanger.exchange(odd, "organization:acme"));
    }

    @Test
    void aTokenWithoutTenantIsExchangedForOneWithout() throws Exception {
        RelyingParty exchanger = RelyingParty.confidentialClient(REALM.issuer(), "enclii", "exchanger-secret");
        Tokens tokens = cli.logIn(browser, olivia(), "openid");
        assertThat(exchanged(exchanger, exchanger.exchange(tokens)).getClaims()).doesNotContainKey("tenant");
        assertRefused(() -> exchanger.exchange(tokens, "organization:acme"));
    }

    @Test
    void offlineTokensOfTwoTenantsLiveInOneSession() throws Exception {
        cli.logIn(browser, olivia(), "openid");
        Tokens guild = cli.logIn(browser, olivia(), "openid offline_access organization:guild");
        Tokens acme = cli.logIn(browser, olivia(), "openid offline_access organization:acme");
        assertTenant(cli.relyingParty().refresh(guild).accessToken(), "guild");
        assertTenant(cli.relyingParty().refresh(acme).accessToken(), "acme");
        assertTenant(cli.relyingParty().refresh(acme).idToken(), "acme");
    }

    @Test
    void whereAmbiguityIsRefusedTheScopeMustSay() throws Exception {
        JsonNode mapper = mapper("tenant");
        configure(mapper, "ambiguous", "refuse");
        try {
            assertThatThrownBy(() -> cli.logIn(browser, olivia(), "openid"))
                    .isInstanceOf(RelyingParty.OAuthErrorException.class)
                    .hasMessageStartingWith("access_denied: tenant_ambiguous: ");
            assertReported("CODE_TO_TOKEN_ERROR", "olivia@acme.example", "tenant_ambiguous");
            assertTenant(
                    cli.logIn(browser, olivia(), "openid organization:acme").accessToken(), "acme");
        } finally {
            configure(mapper, "ambiguous", "omit");
        }
    }

    private static Person olivia() {
        return Person.of("olivia@acme.example");
    }

    private static JWTClaimsSet exchanged(RelyingParty client, AccessTokenResponse response) throws Exception {
        return client.verifyAccessToken(response.getTokens().getAccessToken().getValue());
    }

    private static void assertTenant(JWTClaimsSet claims, String alias) throws Exception {
        assertThat(claims.getStringClaim("tenant")).isEqualTo(alias);
    }

    private static void assertRefused(ThrowingCallable grant) {
        assertThatThrownBy(grant).isInstanceOfSatisfying(RelyingParty.OAuthErrorException.class, e -> {
            assertThat(e.error().getHTTPStatusCode()).isEqualTo(400);
            assertThat(e.error().getCode()).isEqualTo("access_denied");
            assertThat(e.error().getDescription()).startsWith("tenant_mismatch: ");
        });
    }

    private static void assertReported(String type, String username, String reason) {
        String userId = REALM.user(username).get("id").textValue();
        assertThat(REALM.admin().get(REALM.path("/events?type=" + type)))
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.get("userId").textValue()).isEqualTo(userId);
                    assertThat(event.get("error").textValue()).isEqualTo("access_denied");
                    assertThat(event.at("/details/reason").textValue()).isEqualTo(reason);
                });
    }

    private static JsonNode organization(String alias) {
        return REALM.admin()
                .get(REALM.path("/organizations?briefRepresentation=false"))
                .valueStream()
                .filter(candidate -> candidate.get("alias").textValue().equals(alias))
                .findFirst()
                .orElseThrow();
    }

    private static void enable(String alias, boolean enabled) {
        ObjectNode organization = (ObjectNode) organization(alias);
        REALM.admin()
                .put(
                        REALM.path("/organizations/" + organization.get("id").textValue()),
                        organization.put("enabled", enabled));
    }

    private static void leave(String username, String alias) {
        REALM.admin()
                .delete(member(alias) + "/" + REALM.user(username).get("id").textValue());
    }

    private static void join(String username, String alias) {
        REALM.admin().post(member(alias), REALM.user(username).get("id"));
    }

    private static String member(String alias) {
        return REALM.path("/organizations/" + organization(alias).get("id").textValue() + "/members");
    }

    private static JsonNode mapper(String name) {
        return REALM.clientScope("enclii")
                .get("protocolMappers")
                .valueStream()
                .filter(mapper -> mapper.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void configure(JsonNode mapper, String property, String value) {
        ((ObjectNode) mapper.get("config")).put(property, value);
        REALM.admin()
                .put(
                        REALM.path("/client-scopes/"
                                + REALM.clientScope("enclii").get("id").textValue() + "/protocol-mappers/models/"
                                + mapper.get("id").textValue()),
                        mapper);
    }
}
