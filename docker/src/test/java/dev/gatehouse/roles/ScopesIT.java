package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scope that the person's role does not grant is left out, whatever the client asks for. */
class ScopesIT {

    private static final URI CALLBACK = URI.create("http://127.0.0.1:9/callback");
    private static final URI ELOQUENT = URI.create("http://localhost:3001/api/auth/callback");
    private static final String ENCLII_SCOPES = "openid read logs deploy secrets admin";
    private static final String ELOQUENT_SCOPES = "openid write:workflows write:agents write:entities";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private RelyingParty enclii;
    private RelyingParty eloquent;
    private Browser browser;

    @BeforeEach
    void install() throws Exception {
        enclii = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        eloquent = RelyingParty.publicClient(REALM.issuer(), "eloquent");
        browser = new Browser(REALM.server().url());
    }

    @ParameterizedTest
    @CsvSource({
        "vera,   read logs",
        "dana,   read logs deploy",
        "adam,   read logs deploy secrets admin",
        "olivia, read logs deploy secrets admin"
    })
    void encliiGrantsByRole(String person, String granted) throws Exception {
        Tokens tokens = logIn(enclii, CALLBACK, person + "@acme.example", ENCLII_SCOPES);
        assertThat(asked(tokens)).containsExactlyInAnyOrder(granted.split(" "));
        assertThat(asked(enclii.refresh(tokens))).containsExactlyInAnyOrder(granted.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "dana,   organization:acme,  user,  write:workflows",
        "adam,   organization:acme,  admin, write:workflows write:agents write:entities",
        "olivia, organization:acme,  user,  write:workflows",
        "olivia, organization:guild, user,  write:workflows",
        "olivia, email,              ,      ''",
        "umar,   email,              user,  write:workflows"
    })
    void eloquentGrantsByTheRoleInTheOrganization(String person, String scope, String role, String granted)
            throws Exception {
        Tokens tokens = logIn(eloquent, ELOQUENT, person + "@acme.example", ELOQUENT_SCOPES + " " + scope);
        List<String> scopes = granted.isEmpty() ? List.of() : List.of(granted.split(" "));
        assertThat(asked(tokens)).containsExactlyInAnyOrderElementsOf(scopes);
        assertThat(tokens.accessToken().getClaim("permissions")).isEqualTo(scopes);
        assertThat(tokens.accessToken().getStringClaim("org_role")).isEqualTo(role);
        assertThat(tokens.idToken().getStringClaim("org_role")).isEqualTo(role);
        assertThat(tokens.accessToken().getStringClaim("org"))
                .isEqualTo(role == null ? null : scope.equals("organization:guild") ? "guild" : "acme");
    }

    @Test
    void whatIsNotAskedForIsNotGranted() throws Exception {
        assertThat(asked(logIn(enclii, CALLBACK, "adam@acme.example", "openid")))
                .isEmpty();
        assertThat(asked(logIn(enclii, CALLBACK, "adam@acme.example", "openid deploy")))
                .containsExactly("deploy");
    }

    @Test
    void whoIsDemotedLosesTheScopeAtTheNextRefreshEverywhere() throws Exception {
        RelyingParty api = RelyingParty.confidentialClient(REALM.issuer(), "enclii-api", "enclii-api-secret");
        Tokens tokens = logIn(enclii, CALLBACK, "gun@goteborg.se", ENCLII_SCOPES);
        assertThat(asked(tokens)).contains("deploy");
        REALM.join("gun@goteborg.se", "/viewers");
        REALM.leave("gun@goteborg.se", "/developers");

        Tokens refreshed = enclii.refresh(tokens);
        assertThat(asked(refreshed)).containsExactlyInAnyOrder("read", "logs");
        assertThat(words(api.introspect(refreshed).get("scope"))).doesNotContain("deploy");
        assertThat(words(api.introspect(tokens).get("scope"))).doesNotContain("deploy");
    }

    @Test
    void anAdminOfOneOrganizationIsNoneInAnother() throws Exception {
        String acme = organization("acme");
        JsonNode admins = REALM.admin()
                .get(REALM.path("/organizations/" + acme + "/groups"))
                .get(0);
        assertThat(admins.get("name").textValue()).isEqualTo("admins");
        String olivia = REALM.user("olivia@acme.example").get("id").textValue();
        String membership = REALM.path(
                "/organizations/" + acme + "/groups/" + admins.get("id").textValue() + "/members/" + olivia);
        REALM.admin().put(membership, null);
        try {
            Tokens inAcme = logIn(eloquent, ELOQUENT, "olivia@acme.example", ELOQUENT_SCOPES + " organization:acme");
            Tokens inGuild = logIn(eloquent, ELOQUENT, "olivia@acme.example", ELOQUENT_SCOPES + " organization:guild");
            assertThat(inAcme.accessToken().getStringClaim("org_role")).isEqualTo("admin");
            assertThat(asked(inAcme)).hasSize(3);
            assertThat(inGuild.accessToken().getStringClaim("org_role")).isEqualTo("user");
            assertThat(asked(inGuild)).containsExactly("write:workflows");
        } finally {
            REALM.admin().delete(membership);
        }
    }

    @Test
    void aPipelineDeploysAndReadsAndNoMore() throws Exception {
        RelyingParty ci = RelyingParty.confidentialClient(REALM.issuer(), "enclii-ci", "enclii-ci-secret");
        AccessTokenResponse response = ci.clientCredentials("deploy read");
        JWTClaimsSet token =
                ci.verifyAccessToken(response.getTokens().getAccessToken().getValue());
        assertThat(words(token.getClaim("scope"))).contains("deploy", "read").doesNotContain("admin", "logs");
        assertThat(response.getTokens().getAccessToken().getScope().toStringList())
                .contains("deploy", "read");
        assertThat(response.getTokens().getRefreshToken()).isNull();
        assertThat(token.getClaim("roles")).isEqualTo(List.of("developer"));
        assertThat(token.getAudience()).containsExactly("enclii");
        // Enclii takes these for strings
        assertThat(token.getStringClaim("email")).isEqualTo("enclii-ci@service-account.invalid");
        assertThat(token.getStringClaim("name")).isEqualTo("Enclii CI");
        for (String scope : List.of("admin", "logs", "secrets", "offline_access")) {
            assertThatThrownBy(() -> ci.clientCredentials(scope)).hasMessageStartingWith("invalid_scope");
        }

        REALM.leave("service-account-enclii-ci", "/developers");
        REALM.join("service-account-enclii-ci", "/viewers");
        assertThat(words(ci.verifyAccessToken(ci.clientCredentials("deploy read")
                                .getTokens()
                                .getAccessToken()
                                .getValue())
                        .getClaim("scope")))
                .contains("read")
                .doesNotContain("deploy");
    }

    private Tokens logIn(RelyingParty client, URI callback, String email, String scope) throws Exception {
        browser.cookies().clear();
        RelyingParty.Login login = client.login(callback, scope);
        return client.redeem(login, Person.of(email).signIn(browser, login.url()));
    }

    /** What was granted of the scopes that roles grant, in the token and in the answer alike. */
    private static List<String> asked(Tokens tokens) throws Exception {
        List<String> inToken = words(tokens.accessToken().getClaim("scope"));
        assertThat(words(tokens.response().get("scope"))).containsExactlyInAnyOrderElementsOf(inToken);
        return Stream.of(ENCLII_SCOPES, ELOQUENT_SCOPES)
                .flatMap(scopes -> words(scopes).stream())
                .filter(scope -> !scope.equals("openid") && inToken.contains(scope))
                .toList();
    }

    private static List<String> words(Object scope) {
        return List.of(scope.toString().split(" "));
    }

    private static String organization(String alias) {
        return REALM.admin()
                .get(REALM.path("/organizations"))
                .valueStream()
                .filter(candidate -> candidate.get("alias").textValue().equals(alias))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
    }
}
