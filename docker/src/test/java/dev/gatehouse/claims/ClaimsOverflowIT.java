package dev.gatehouse.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody in more teams than a token may name: no token is silently short of one. */
class ClaimsOverflowIT {

    private static final int TEAMS = 230;

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(ClaimsOverflowIT::putPeopleIntoManyTeams);

    private static void putPeopleIntoManyTeams(ObjectNode realm) {
        realm.putArray("enabledEventTypes")
                .add("CODE_TO_TOKEN")
                .add("CODE_TO_TOKEN_ERROR")
                .add("REFRESH_TOKEN")
                .add("REFRESH_TOKEN_ERROR")
                .add("USER_INFO_REQUEST");
        named(realm.get("groups"), "name", "teams")
                .withArray("subGroups")
                .addAll(teams().map(team -> realm.objectNode().put("name", team))
                        .toList());
        for (String email : List.of("dana@acme.example", "umar@acme.example")) {
            ObjectNode member = named(realm.get("users"), "username", email);
            teams().forEach(team -> member.withArray("groups").add("/teams/" + team));
        }
        named(realm.get("users"), "username", "dana@acme.example")
                .withArray("groups")
                .add("/owners");
        ObjectNode scope = named(realm.get("clientScopes"), "name", "enclii");
        // roles, of which there are few: only the lowest has a place
        config(scope, "roles").put("max.values", "1");
        config(scope, "teams").put("lightweight.claim", "true");
        addAResourceServer(realm);
        addALightweightClient(realm);
    }

    /** Keycloak lets only a client that is in the token's audience introspect it. */
    private static void addAResourceServer(ObjectNode realm) {
        realm.withArray("clients")
                .addObject()
                .put("clientId", "enclii")
                .put("secret", "enclii-secret")
                .put("standardFlowEnabled", false);
    }

    private static void addALightweightClient(ObjectNode realm) {
        ObjectNode lightweight =
                named(realm.get("clients"), "clientId", "enclii-web").deepCopy();
        lightweight.put("clientId", "lightweight").put("secret", "lightweight-secret");
        lightweight.withObject("attributes").put("client.use.lightweight.access.token.enabled", "true");
        // by which the relying party here knows whose token it is
        lightweight
                .withArray("protocolMappers")
                .addObject()
                .put("name", "sub")
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-sub-mapper")
                .withObject("config")
                .put("lightweight.claim", "true");
        realm.withArray("clients").add(lightweight);
    }

    private static ObjectNode config(ObjectNode scope, String mapper) {
        return (ObjectNode) named(scope.get("protocolMappers"), "name", mapper).get("config");
    }

    private static ObjectNode named(JsonNode list, String property, String value) {
        return (ObjectNode) StreamSupport.stream(list.spliterator(), false)
                .filter(element -> element.get(property).textValue().equals(value))
                .findFirst()
                .orElseThrow();
    }

    /** In the order of their characters; the blueprint's own team stands before them. */
    private static Stream<String> teams() {
        return IntStream.range(0, TEAMS).mapToObj("team-%03d"::formatted);
    }

    private static final List<String> HELD =
            Stream.concat(Stream.of("acme-corp"), teams()).limit(200).toList();

    private CommandLine cli;
    private Browser browser;

    @BeforeEach
    void install() throws Exception {
        cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        browser = new Browser(REALM.server().url());
        REALM.admin().delete(REALM.path("/events"));
    }

    @Test
    void everyKindOfTokenHoldsTheFirstAndNamesWhatWasCut() throws Exception {
        Tokens tokens = logIn("dana@acme.example");
        assertCut(tokens.accessToken());
        assertCut(tokens.idToken());
        assertCut(cli.relyingParty().userInfo(tokens));

        RelyingParty api = RelyingParty.confidentialClient(REALM.issuer(), "enclii", "enclii-secret");
        assertThat(api.introspect(tokens))
                .containsEntry("teams", HELD)
                .containsEntry("roles", List.of("developer"))
                .containsEntry("claims_overflow", List.of("roles", "teams"));
    }

    @Test
    void aLightweightTokenNamesWhatItHoldsItself() throws Exception {
        RelyingParty web = RelyingParty.confidentialClient(REALM.issuer(), "lightweight", "lightweight-secret");
        RelyingParty.Login login = web.login(URI.create("http://localhost:4201/auth/callback"), "openid");
        Tokens tokens = web.redeem(login, Person.of("dana@acme.example").signIn(browser, login.url()));
        assertThat(tokens.accessToken().getClaim("teams")).isEqualTo(HELD);
        assertThat(tokens.accessToken().getClaim("roles")).isNull();
        assertThat(tokens.accessToken().getClaim("claims_overflow")).isEqualTo(List.of("teams"));
    }

    @Test
    void theSameAreThereAtTheNextRefresh() throws Exception {
        Tokens before = logIn("dana@acme.example");
        Tokens after = cli.relyingParty().refresh(before);
        assertCut(after.accessToken());
        assertCut(after.idToken());
    }

    @Test
    void whoeverFitsIsToldNothing() throws Exception {
        Tokens tokens = logIn("vera@acme.example");
        assertThat(tokens.accessToken().getClaim("teams")).isEqualTo(List.of());
        assertThat(tokens.accessToken().getClaims()).doesNotContainKey("claims_overflow");
        assertThat(tokens.idToken().getClaims()).doesNotContainKey("claims_overflow");
        assertThat(events("CODE_TO_TOKEN", "claims_overflow")).isEmpty();
    }

    @Test
    void decisionsAreMadeByAllRolesNotByThoseThatFit() throws Exception {
        JWTClaimsSet token = logIn("dana@acme.example").accessToken();
        assertThat(token.getClaim("roles")).isEqualTo(List.of("developer"));
        assertThat(token.getStringListClaim("permissions")).contains("admin:access");
    }

    @Test
    void oneEventForEachRequestSaysItAndNoneSaysThatTheRequestFailed() throws Exception {
        Tokens tokens = logIn("dana@acme.example");
        cli.relyingParty().refresh(tokens);
        cli.relyingParty().userInfo(tokens);

        for (String type : List.of("CODE_TO_TOKEN", "REFRESH_TOKEN")) {
            assertThat(events(type, null)).as("Keycloak's own %s", type).hasSize(1);
            assertThat(events(type, "claims_overflow")).singleElement().satisfies(event -> {
                assertThat(event.get("userId").textValue())
                        .isEqualTo(REALM.user("dana@acme.example").get("id").textValue());
                assertThat(event.get("clientId").textValue()).isEqualTo("enclii-cli");
                assertThat(event.get("sessionId").textValue())
                        .isEqualTo(tokens.idToken().getStringClaim("sid"));
                assertThat(event.at("/details/reason").textValue()).isEqualTo("claims_overflow");
                assertThat(event.at("/details/claims").textValue())
                        .isEqualTo("roles: 1 of 2::teams: 200 of " + (TEAMS + 1));
            });
            assertThat(events(type + "_ERROR", "claims_overflow")).isEmpty();
        }
        assertThat(events("USER_INFO_REQUEST", null)).hasSize(1);
        assertThat(events("USER_INFO_REQUEST", "claims_overflow")).isEmpty();
    }

    @Test
    void whoGetsNoTokenHasNoListThatWasCut() {
        assertThatThrownBy(() -> logIn("umar@acme.example")).hasMessageStartingWith("access_denied: unmapped_groups");
        assertThat(events("CODE_TO_TOKEN_ERROR", "access_denied")).hasSize(1);
        assertThat(events("CODE_TO_TOKEN", "claims_overflow")).isEmpty();
    }

    @Test
    void theLogSaysItOnceForEachRequestAndNamesNobody() throws Exception {
        logIn("vera@acme.example");
        int before = warnings().size();
        Tokens tokens = logIn("dana@acme.example");
        assertThat(warnings()).hasSize(before + 1);
        cli.relyingParty().refresh(tokens);
        assertThat(warnings()).hasSize(before + 2);
        assertThat(warnings())
                .allSatisfy(line -> assertThat(line)
                        .contains("the claim \"teams\" would have " + (TEAMS + 1)
                                + " values and is cut to the 200 it may have")
                        .doesNotContain("dana"));
    }

    private static List<String> warnings() {
        String id = REALM.clientScope("enclii")
                .get("protocolMappers")
                .valueStream()
                .filter(mapper -> mapper.get("name").textValue().equals("teams"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
        return REALM.server()
                .log()
                .lines()
                .filter(line -> line.contains("Mapper \"teams\" (" + id + ")"))
                .toList();
    }

    private static void assertCut(JWTClaimsSet token) {
        assertThat(token.getClaim("teams")).isEqualTo(HELD);
        assertThat(token.getClaim("roles")).isEqualTo(List.of("developer"));
        assertThat(token.getClaim("claims_overflow")).isEqualTo(List.of("roles", "teams"));
    }

    /** @param error null for events without one */
    private static List<JsonNode> events(String type, String error) {
        return REALM.admin()
                .get(REALM.path("/events?type=" + type))
                .valueStream()
                .filter(event -> error == null
                        ? !event.has("error")
                        : error.equals(event.path("error").textValue()))
                .toList();
    }

    private Tokens logIn(String email) throws Exception {
        browser.cookies().clear();
        return cli.logIn(browser, Person.of(email), "openid");
    }
}
