package dev.gatehouse.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked once more at every token, where no door stands. */
class DomainGuardIT {

    private static final String MALLORY = "mallory@sundsvall.se.evil.example";

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(DomainGuardIT::prepare);

    private static void prepare(ObjectNode realm) {
        realm.put("verifyEmail", false);
        realm.putArray("enabledEventTypes")
                .add("CODE_TO_TOKEN_ERROR")
                .add("CODE_TO_TOKEN")
                .add("REFRESH_TOKEN_ERROR")
                .add("LOGIN_ERROR")
                .add("LOGIN");
        ObjectNode direct = realm.withArray("clients")
                .addObject()
                .put("clientId", "direct")
                .put("publicClient", true)
                .put("directAccessGrantsEnabled", true);
        direct.putArray("defaultClientScopes").add("basic").add("email");
    }

    private CommandLine cli;
    private Browser browser;

    @BeforeEach
    void shutTheLastDoor() throws Exception {
        attribute("gatehouse.authenticators.domains", "enforce");
        cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        browser = new Browser(REALM.server().url());
    }

    @AfterEach
    void giveTheDomainsBack() {
        domains("goteborg", "goteborg.se", "gbg.se");
        attribute("gatehouse.authenticators.domains_at_refresh", "true");
    }

    @Test
    void aFlowThatSomebodyForgotToGateLeaksNoToken() {
        assertRefused(() -> cli.logIn(browser, Person.of(MALLORY), "openid"), "domain_not_allowed");
        JsonNode event = Events.last(REALM, "CODE_TO_TOKEN_ERROR");
        assertThat(event.at("/details/reason").textValue()).isEqualTo("domain_not_allowed");
        assertThat(event.at("/details/email_domain").textValue()).isEqualTo("sundsvall.se.evil.example");
        assertThat(event.at("/details/correlation_id").textValue()).isNotEmpty();
    }

    @Test
    void anUnverifiedAddressIsNone() {
        assertRefused(() -> cli.logIn(browser, Person.of("nora@acme.example"), "openid"), "email_unverified");
    }

    @Test
    void aPasswordGrantIsNoWayRound() throws Exception {
        assertThat(DirectGrant.of(REALM, "direct", MALLORY)
                        .path("error_description")
                        .asText())
                .startsWith("domain_not_allowed");
        assertThat(DirectGrant.of(REALM, "direct", "dana@acme.example").has("access_token"))
                .isTrue();
    }

    @Test
    void aDomainThatIsTakenAwayEndsTheNextRefresh() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("gbg@gbg.se"), "openid");
        domains("goteborg", "goteborg.se");
        assertRefused(() -> cli.relyingParty().refresh(tokens), "domain_not_allowed");
        assertThat(Events.last(REALM, "REFRESH_TOKEN_ERROR")
                        .at("/details/tenant")
                        .textValue())
                .isEqualTo("goteborg");
    }

    @Test
    void orByChoiceOnlyTheNextLogin() throws Exception {
        attribute("gatehouse.authenticators.domains_at_refresh", "false");
        Tokens tokens = cli.logIn(browser, Person.of("gbg@gbg.se"), "openid");
        domains("goteborg", "goteborg.se");
        assertThat(cli.relyingParty().refresh(tokens).accessToken()).isNotNull();
        assertRefused(() -> cli.logIn(browser, Person.of("gbg@gbg.se"), "openid"), "domain_not_allowed");
    }

    @Test
    void whereRefusalsAreOnlyReportedEverybodyGetsInAndAnEventSaysWhoWouldNot() throws Exception {
        attribute("gatehouse.authenticators.domains", "report");
        assertThat(cli.logIn(browser, Person.of(MALLORY), "openid").accessToken())
                .isNotNull();
        JsonNode event = REALM.admin()
                .get(REALM.path("/events?max=20&type=CODE_TO_TOKEN"))
                .valueStream()
                .filter(candidate ->
                        candidate.at("/details/report_only").asText().equals("true"))
                .findFirst()
                .orElseThrow();
        assertThat(event.get("error").textValue()).isEqualTo("domain_not_allowed");
        assertThat(event.at("/details/reason").textValue()).isEqualTo("domain_not_allowed");
    }

    @Test
    void aServiceAccountHasNoAddressAndNeedsNone() throws Exception {
        RelyingParty ci = RelyingParty.confidentialClient(REALM.issuer(), "enclii-ci", "enclii-ci-secret");
        assertThat(ci.clientCredentials("read").getTokens().getAccessToken()).isNotNull();
    }

    @Test
    void whatWouldBeRefusedIsExplained() {
        JsonNode explained =
                REALM.admin().get(REALM.path("/gatehouse/explain?client=enclii-cli&scope=openid&user=" + MALLORY));
        assertThat(explained.at("/refused/reason").textValue()).isEqualTo("domain_not_allowed");
        assertThat(explained.at("/refused/by").textValue()).isEqualTo("gatehouse-domain-guard");
        assertThat(explained.at("/access_token").isNull()).isTrue();
    }

    private static void assertRefused(ThrowingCallable grant, String reason) {
        assertThatThrownBy(grant).isInstanceOfSatisfying(RelyingParty.OAuthErrorException.class, e -> {
            assertThat(e.error().getCode()).isEqualTo("access_denied");
            assertThat(e.error().getDescription()).startsWith(reason + ": ");
        });
    }

    private static void domains(String alias, String... names) {
        JsonNode found =
                REALM.admin().get(REALM.path("/organizations?search=" + alias)).get(0);
        String path = REALM.path("/organizations/" + found.get("id").textValue());
        ObjectNode organization = (ObjectNode) REALM.admin().get(path);
        ArrayNode domains = organization.putArray("domains");
        for (String name : names) {
            domains.addObject().put("name", name).put("verified", true);
        }
        REALM.admin().put(path, organization);
    }

    private static void attribute(String name, String value) {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        realm.withObject("attributes").put(name, value);
        REALM.admin().put(REALM.path(""), realm);
    }
}
