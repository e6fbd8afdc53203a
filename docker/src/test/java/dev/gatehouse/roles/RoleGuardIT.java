package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Whoever has no role gets no token, by whichever grant, and somebody who looks finds out why. */
class RoleGuardIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(RoleGuardIT::addAClientThatExchangesTokens);

    private CommandLine cli;
    private Browser browser;

    private static void addAClientThatExchangesTokens(ObjectNode realm) {
        // Keycloak keeps no failed refreshes unless it is told to
        realm.putArray("enabledEventTypes")
                .add("CODE_TO_TOKEN_ERROR")
                .add("REFRESH_TOKEN_ERROR")
                .add("CLIENT_LOGIN_ERROR")
                .add("OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR")
                .add("TOKEN_EXCHANGE_ERROR");
        ObjectNode exchanger = realm.withArray("clients")
                .addObject()
                .put("clientId", "exchanger")
                .put("secret", "exchanger-secret");
        exchanger.putObject("attributes").put("standard.token.exchange.enabled", "true");
        exchanger.putArray("defaultClientScopes").add("basic").add("enclii");
        for (JsonNode client : realm.get("clients")) {
            if (client.get("clientId").textValue().equals("eneo")) {
                ((ObjectNode) client)
                        .putArray("protocolMappers")
                        .addObject()
                        .put("name", "for the exchanger")
                        .put("protocol", "openid-connect")
                        .put("protocolMapper", "oidc-audience-mapper")
                        .putObject("config")
                        .put("included.client.audience", "exchanger")
                        .put("access.token.claim", "true");
            }
        }
    }

    @BeforeEach
    void install() throws Exception {
        cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        browser = new Browser(REALM.server().url());
        REALM.admin().delete(REALM.path("/events"));
    }

    @Test
    void whoIsInNoMappedGroupGetsNoToken() {
        assertRefused(() -> cli.logIn(browser, Person.of("umar@acme.example"), "openid"));
        assertReported("CODE_TO_TOKEN_ERROR", "umar@acme.example");
    }

    @Test
    void whoLosesTheLastGroupLosesTheNextRefresh() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("vera@acme.example"), "openid");
        REALM.leave("vera@acme.example", "/viewers");

        assertRefused(() -> cli.relyingParty().refresh(tokens));
        assertReported("REFRESH_TOKEN_ERROR", "vera@acme.example");

        REALM.join("vera@acme.example", "/viewers");
        assertThat(cli.relyingParty().refresh(tokens).accessToken()).isNotNull();
    }

    @Test
    void anOfflineTokenIsNoWayRound() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("gbg@gbg.se"), "openid offline_access");
        REALM.leave("gbg@gbg.se", "/developers");

        assertRefused(() -> cli.relyingParty().refresh(tokens));
    }

    @Test
    void aServiceAccountNeedsAGroupToo() throws Exception {
        RelyingParty api = RelyingParty.confidentialClient(REALM.issuer(), "enclii-api", "enclii-api-secret");
        assertRefused(api::clientCredentials);
        assertReported("CLIENT_LOGIN_ERROR", "service-account-enclii-api");

        REALM.join("service-account-enclii-api", "/developers");
        assertThat(api.clientCredentials().getTokens().getAccessToken()).isNotNull();
    }

    @Test
    void theDeviceGrantIsNoWayRound() throws Exception {
        var device = cli.relyingParty().authorizeDevice("openid");
        Person.of("umar@acme.example").goOn(browser, browser.open(device.getVerificationURIComplete()));

        assertRefused(() -> cli.relyingParty().redeem(device.getDeviceCode()));
        assertReported("OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR", "umar@acme.example");
    }

    @Test
    void aTokenExchangeIsNoWayRound() throws Exception {
        RelyingParty eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        RelyingParty exchanger = RelyingParty.confidentialClient(REALM.issuer(), "exchanger", "exchanger-secret");
        assertRefused(() -> exchanger.exchange(logIn(eneo, "umar@acme.example")));
        assertReported("TOKEN_EXCHANGE_ERROR", "umar@acme.example");

        browser.cookies().clear();
        assertThat(exchanger.exchange(logIn(eneo, "dana@acme.example")).getTokens())
                .isNotNull();
    }

    @Test
    void aClientThatNeedsNoRoleIsOpenToEverybody() throws Exception {
        RelyingParty eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        assertThat(logIn(eneo, "umar@acme.example").accessToken()).isNotNull();
    }

    private Tokens logIn(RelyingParty eneo, String email) throws Exception {
        RelyingParty.Login login = eneo.login(URI.create("http://localhost:3000/login/callback"), "openid email");
        return eneo.redeem(login, Person.of(email).signIn(browser, login.url()));
    }

    private static void assertRefused(ThrowingCallable grant) {
        assertThatThrownBy(grant).isInstanceOfSatisfying(RelyingParty.OAuthErrorException.class, e -> {
            assertThat(e.error().getHTTPStatusCode()).isEqualTo(400);
            assertThat(e.error().getCode()).isEqualTo("access_denied");
            assertThat(e.error().getDescription()).startsWith("unmapped_groups: ");
        });
    }

    private static void assertReported(String type, String username) {
        String userId = REALM.user(username).get("id").textValue();
        assertThat(REALM.admin().get(REALM.path("/events?type=" + type)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.get("userId").textValue()).isEqualTo(userId);
                    assertThat(event.get("error").textValue()).isEqualTo("access_denied");
                    assertThat(event.at("/details/reason").textValue()).isEqualTo("unmapped_groups");
                });
    }
}
