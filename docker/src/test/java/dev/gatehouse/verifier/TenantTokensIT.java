package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.EloquentRule.ORG;
import static dev.gatehouse.verifier.EloquentRule.ORG_ID;
import static dev.gatehouse.verifier.EloquentRule.ORG_ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.verifier.CodeFlow.Login;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The organization of a login at the platforms that read it: Enclii and Eloquent. */
class TenantTokensIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {});

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
    @CsvSource({
        "dana@acme.example,  openid email profile,                                             GET,    /workflows,   accepted",
        "umar@acme.example,  openid email profile,                                             GET,    /agents,      accepted",
        "dana@acme.example,  openid email profile write:workflows,                             POST,   /workflows,   accepted",
        "dana@acme.example,  openid email profile,                                             POST,   /workflows,   ROUTE",
        "dana@acme.example,  openid email profile write:workflows write:agents,                POST,   /agents,      ROUTE",
        "dana@acme.example,  openid email profile write:workflows write:entities,              PUT,    /entities/7,  ROUTE",
        "sven@sundsvall.se,  openid email profile write:workflows,                             PUT,    /workflows/7, accepted",
        "adam@acme.example,  openid email profile write:workflows write:agents write:entities, DELETE, /workflows/7, accepted",
        "adam@acme.example,  openid email profile write:workflows write:agents write:entities, POST,   /agents,      accepted",
        "adam@acme.example,  openid email profile write:workflows write:agents write:entities, PUT,    /entities/7,  accepted",
        "adam@acme.example,  openid email profile write:agents,                                PUT,    /entities/7,  ROUTE"
    })
    void eloquentLetsMembersDoWhatTheirRoleMay(String email, String scope, String method, String path, String outcome)
            throws Exception {
        Login login = flow.logIn(PlatformClient.ELOQUENT, browser, email, scope);
        assertThat(gateway().verify(method, path, login.accessToken()).broken())
                .isEqualTo(outcome.equals("accepted") ? List.of() : List.of(EloquentRule.valueOf(outcome)));
    }

    @Test
    void eloquentLetsNobodyInWithoutAnOrganization() throws Exception {
        Login login = flow.logIn(PlatformClient.ELOQUENT, browser, "mallory@sundsvall.se.evil.example");
        assertThat(gateway().verify("GET", "/workflows", login.accessToken()).broken())
                .containsExactly(ORG, ORG_ID, ORG_ROLE);
    }

    @ParameterizedTest
    @CsvSource({"acme", "guild"})
    void aTokenOfEloquentIsBoundToOneOrganization(String alias) throws Exception {
        Login login = flow.logIn(
                PlatformClient.ELOQUENT, browser, "olivia@acme.example", "openid email profile organization:" + alias);
        assertThat(gateway().verify("GET", "/workflows", login.accessToken()))
                .asString()
                .isEqualTo("accepted");
        assertBoundTo(alias, login.accessToken(), "org", "org_id");
        assertBoundTo(alias, flow.refresh(login).path("access_token").asText(), "org", "org_id");
    }

    @ParameterizedTest
    @CsvSource({
        "dana@acme.example,   openid email profile,                    acme",
        "sven@sundsvall.se,   openid email profile,                    sundsvall",
        "gbg@gbg.se,          openid email profile,                    goteborg",
        "olivia@acme.example, openid email profile organization:acme,  acme",
        "olivia@acme.example, openid email profile organization:guild, guild"
    })
    void encliiIsToldTheTenant(String email, String scope, String alias) throws Exception {
        Login login = flow.logIn(PlatformClient.ENCLII_CLI, browser, email, scope);
        for (String token : List.of(
                login.accessToken(), flow.refresh(login).path("access_token").asText())) {
            assertThat(new EncliiApi(flow.provider()).verify(token)).asString().isEqualTo("accepted");
            assertBoundTo(alias, token, "tenant", "tenant_id");
        }
    }

    @Test
    void encliiIsToldNoTenantOfWhoHasNone() throws Exception {
        Login login = flow.logIn(PlatformClient.ENCLII_CLI, browser, "mallory@sundsvall.se.evil.example");
        assertThat(new EncliiApi(flow.provider()).verify(login.accessToken()))
                .asString()
                .isEqualTo("accepted");
        CompactToken token = CompactToken.parse(login.accessToken());
        assertThat(token.claims().has("tenant")).isFalse();
        assertThat(token.claims().has("tenant_id")).isFalse();
    }

    private static EloquentGateway gateway() {
        return new EloquentGateway(flow.provider(), Set.of("eloquent", "eloquent-web"));
    }

    private static void assertBoundTo(String alias, String accessToken, String aliasClaim, String idClaim) {
        JsonNode organization = REALM.admin()
                .get(REALM.path("/organizations"))
                .valueStream()
                .filter(candidate -> candidate.get("alias").textValue().equals(alias))
                .findFirst()
                .orElseThrow();
        CompactToken token = CompactToken.parse(accessToken);
        assertThat(token.string(aliasClaim)).isEqualTo(alias);
        assertThat(token.string(idClaim)).isEqualTo(organization.get("id").textValue());
    }
}
