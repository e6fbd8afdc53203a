package dev.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Enclii's command line does, from the login to the logout. */
class EncliiCliIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private CommandLine cli;
    private Browser browser;

    @BeforeEach
    void install() throws Exception {
        cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        browser = new Browser(REALM.server().url());
    }

    @Test
    void aDeveloperGetsTheTokenThatEncliiExpects() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("dana@acme.example"), "openid profile email");

        JWTClaimsSet access = tokens.accessToken();
        assertThat(access.getIssuer()).isEqualTo(REALM.issuer().toString());
        assertThat(access.getSubject()).isEqualTo(userId("dana@acme.example"));
        assertThat(access.getStringClaim("email")).isEqualTo("dana@acme.example");
        assertThat(access.getStringClaim("name")).isEqualTo("Dana Developer");
        assertThat(access.getClaim("aud")).isEqualTo(List.of("enclii"));
        assertThat(seconds(access.getExpirationTime()) - seconds(access.getIssueTime()))
                .isEqualTo(900);
        assertThat(access.getClaim("roles")).isEqualTo(List.of("developer"));
        assertThat(access.getClaim("teams")).isEqualTo(List.of("acme-corp"));

        JWTClaimsSet id = tokens.idToken();
        assertThat(id.getAudience()).containsExactly("enclii-cli");
        assertThat(id.getStringClaim("email")).isEqualTo("dana@acme.example");
        assertThat(id.getBooleanClaim("email_verified")).isTrue();
        assertThat(id.getStringClaim("name")).isEqualTo("Dana Developer");
        assertThat(id.getStringClaim("preferred_username")).isEqualTo("dana@acme.example");
        assertThat(id.getClaim("roles")).isEqualTo(List.of("developer"));
    }

    @Test
    void permissionsFollowTheRoleAndThoseBelowIt() throws Exception {
        List<String> viewer = permissions("vera@acme.example");
        List<String> developer = permissions("dana@acme.example");
        List<String> admin = permissions("adam@acme.example");
        List<String> owner = permissions("olivia@acme.example");

        assertThat(viewer)
                .containsExactly(
                        "services:read",
                        "logs:read",
                        "project:read",
                        "service:read",
                        "deployment:read",
                        "build:read",
                        "domain:read");
        assertThat(developer).containsAll(viewer).contains("services:deploy", "deployment:rollback", "domain:verify");
        assertThat(developer).doesNotContain("domain:delete", "service:delete", "admin:access");
        assertThat(admin).containsAll(developer).contains("admin:access", "user:list", "project:delete");
        assertThat(owner).isEqualTo(admin);
    }

    private List<String> permissions(String email) throws Exception {
        browser.cookies().clear();
        return cli.logIn(browser, Person.of(email), "openid").accessToken().getStringListClaim("permissions");
    }

    @Test
    void tokensHoldExactlyTheClaimsOfTheContract() throws Exception {
        for (String scope : List.of("openid", "openid profile email", "openid profile email organization")) {
            Tokens tokens = cli.logIn(browser, Person.of("dana@acme.example"), scope);
            assertThat(tokens.accessToken().getClaims().keySet())
                    .as("access token for " + scope)
                    .containsExactlyInAnyOrder(
                            "iss",
                            "sub",
                            "aud",
                            "azp",
                            "iat",
                            "exp",
                            "jti",
                            "sid",
                            "typ",
                            "auth_time",
                            "scope",
                            "email",
                            "email_verified",
                            "name",
                            "roles",
                            "teams",
                            "permissions",
                            "tenant",
                            "tenant_id");
            assertThat(tokens.idToken().getClaims().keySet())
                    .as("ID token for " + scope)
                    .containsExactlyInAnyOrder(
                            "iss",
                            "sub",
                            "aud",
                            "azp",
                            "iat",
                            "exp",
                            "jti",
                            "sid",
                            "typ",
                            "auth_time",
                            "nonce",
                            "at_hash",
                            "email",
                            "email_verified",
                            "name",
                            "preferred_username",
                            "roles",
                            "teams",
                            "tenant");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "olivia@acme.example, owner",
        "adam@acme.example, admin",
        "dana@acme.example, developer",
        "vera@acme.example, viewer",
        "sven@sundsvall.se, developer",
        "gbg@gbg.se, developer"
    })
    void rolesIsAnArrayForEverybody(String email, String role) throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of(email), "openid");

        assertThat(tokens.accessToken().getClaim("roles")).isEqualTo(List.of(role));
        assertThat(tokens.idToken().getClaim("roles")).isEqualTo(List.of(role));
    }

    @Test
    void aRefreshNeedsOnlyTheClientIdAndGivesTheSameClaims() throws Exception {
        Tokens first = cli.logIn(browser, Person.of("dana@acme.example"), "openid profile email");
        Tokens second = cli.relyingParty().refresh(first);

        assertThat(lasting(second.accessToken())).isEqualTo(lasting(first.accessToken()));
        assertThat(lasting(second.idToken())).isEqualTo(lasting(first.idToken()));
    }

    @Test
    void anOfflineSessionLasts29Days() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("dana@acme.example"), "openid offline_access");

        // counted from the start of the session, which may lie in the second before
        long days29 = 29L * 24 * 60 * 60;
        assertThat((Long) tokens.response().get("refresh_expires_in")).isBetween(days29 - 5, days29);
        assertThat(cli.relyingParty().refresh(tokens).accessToken().getClaim("roles"))
                .isEqualTo(List.of("developer"));
    }

    @Test
    void afterLogoutTheSessionIsGoneForTokensAndForTheBrowser() throws Exception {
        Tokens tokens = cli.logIn(browser, Person.of("dana@acme.example"), "openid");
        URI back = URI.create("http://127.0.0.1/callback");

        Page page = browser.open(cli.relyingParty().logout(tokens, back));

        assertThat(page.isOutside()).as(page.toString()).isTrue();
        assertThat(page.url().toString()).startsWith(back.toString());
        assertThatThrownBy(() -> cli.relyingParty().refresh(tokens))
                .isInstanceOf(RelyingParty.OAuthErrorException.class)
                .hasMessageContaining("invalid_grant");
        assertThat(browser.open(cli.relyingParty().login(back, "openid").url()).isOutside())
                .as("signed in again without being asked")
                .isFalse();
    }

    @Test
    void aSecondLoginNeedsNoPassword() throws Exception {
        cli.logIn(browser, Person.of("dana@acme.example"), "openid");
        Person nobody = new Person("nobody@acme.example", "wrong");

        assertThat(cli.logIn(browser, nobody, "openid").accessToken().getSubject())
                .isEqualTo(userId("dana@acme.example"));
        assertThat(nobody.seen()).isEmpty();
    }

    @Test
    void aWrongPasswordStaysOnTheLoginPage() {
        RelyingParty.Login login = cli.relyingParty().login(URI.create("http://127.0.0.1:9/callback"), "openid");
        Page page = new Person("dana@acme.example", "wrong").goOn(browser, browser.open(login.url()));

        assertThat(page.isOutside()).isFalse();
        assertThat(page.message()).contains("Invalid username or password");
    }

    @Test
    void pkceIsDemanded() throws Exception {
        RelyingParty withoutPkce = RelyingParty.confidentialClient(REALM.issuer(), "enclii-cli", "none");
        Page page = browser.open(withoutPkce
                .login(URI.create("http://127.0.0.1:9/callback"), "openid")
                .url());

        assertThat(page.isOutside()).isTrue();
        assertThat(page.url().getQuery()).contains("error=invalid_request", "code_challenge_method");
    }

    @Test
    void pkceMustBeS256() {
        URI url = cli.relyingParty()
                .login(URI.create("http://127.0.0.1:9/callback"), "openid")
                .url();
        Page page = browser.open(
                URI.create(url.toString().replace("code_challenge_method=S256", "code_challenge_method=plain")));

        assertThat(page.isOutside()).isTrue();
        assertThat(page.url().getQuery()).contains("error=invalid_request");
    }

    @Test
    void aRedirectThatIsNotRegisteredIsNeverFollowed() {
        for (String uri : List.of(
                "http://127.0.0.1:9999/elsewhere",
                "http://192.0.2.1:9999/callback",
                "https://127.0.0.1.evil.example/callback")) {
            Page page = browser.open(
                    cli.relyingParty().login(URI.create(uri), "openid").url());
            assertThat(page.isOutside()).as(uri).isFalse();
            assertThat(page.status()).isEqualTo(400);
        }
    }

    private static Map<String, Object> lasting(JWTClaimsSet claims) {
        JWTClaimsSet.Builder rest = new JWTClaimsSet.Builder(claims);
        for (String passing : List.of("iat", "exp", "jti", "nonce", "at_hash")) {
            rest.claim(passing, null);
        }
        return rest.build().getClaims();
    }

    private static String userId(String email) {
        return REALM.user(email).get("id").textValue();
    }

    private static long seconds(Date date) {
        return date.getTime() / 1000;
    }
}
