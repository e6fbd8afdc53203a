package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each platform gets of each person of the demo, whole: the ID token, the access token, the token endpoint's answer, userinfo
 * and introspection, or the refusal. A file in {@code src/test/resources/dev/gatehouse/golden} holds it for each platform, with what
 * differs from login to login masked. After a change that is meant, {@code -Dgatehouse.golden.write=true} writes the files anew, for a
 * person to read the difference.
 */
class GoldenIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FILES = Path.of("src/test/resources/dev/gatehouse/golden");

    private static final int MOST_ATTEMPTS = 20;

    private static final List<String> PEOPLE = List.of(
            "olivia@acme.example",
            "adam@acme.example",
            "dana@acme.example",
            "vera@acme.example",
            "umar@acme.example",
            "sven@sundsvall.se",
            "gun@goteborg.se",
            "gbg@gbg.se",
            "nora@acme.example",
            "mallory@sundsvall.se.evil.example",
            "audra@acme.example");

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    /**
     * A platform and how its client logs in.
     *
     * <p>The scopes are those that its people ask for; who is in several organizations asks for each of them too.
     */
    enum Platform {
        ENCLII(
                "enclii-cli",
                "http://127.0.0.1:9/callback",
                "enclii-api",
                "openid profile email",
                "read logs deploy secrets admin"),
        CERTCTL(
                "certctl",
                "https://localhost:8443/auth/oidc/callback",
                "certctl",
                "openid profile email",
                "organization:acme"),
        ENEO("eneo", "http://localhost:3000/login/callback", "eneo", "openid email profile", "organization:sundsvall"),
        ELOQUENT(
                "eloquent",
                "http://localhost:3001/api/auth/callback",
                "eloquent-web",
                "openid profile email",
                "write:workflows write:agents write:entities");

        private final String clientId;
        private final URI redirectUri;
        private final String introspector;
        private final String scope;
        private final String more;

        Platform(String clientId, String redirectUri, String introspector, String scope, String more) {
            this.clientId = clientId;
            this.redirectUri = URI.create(redirectUri);
            this.introspector = introspector;
            this.scope = scope;
            this.more = more;
        }

        private String file() {
            return name().toLowerCase(Locale.ROOT) + ".json";
        }

        private RelyingParty client() throws Exception {
            return switch (this) {
                case ENCLII, ELOQUENT -> RelyingParty.publicClient(REALM.issuer(), clientId);
                case CERTCTL ->
                    RelyingParty.confidentialClient(REALM.issuer(), clientId, clientId + "-secret")
                            .withPkce();
                case ENEO -> RelyingParty.confidentialClient(REALM.issuer(), clientId, clientId + "-secret");
            };
        }

        private Stream<String> scopes(String person) {
            return person.startsWith("olivia")
                    ? Stream.of(
                            scope,
                            scope + " " + more,
                            scope + " organization:acme",
                            scope + " organization:guild",
                            scope + " organization:sundsvall")
                    : Stream.of(scope, scope + " " + more);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyGetsExactlyWhatThePlatformExpects(Platform platform) throws Exception {
        RelyingParty client = platform.client();
        RelyingParty introspector = RelyingParty.confidentialClient(
                REALM.issuer(), platform.introspector, platform.introspector + "-secret");
        ObjectNode all = JSON.createObjectNode();
        for (String person : PEOPLE) {
            for (String scope : platform.scopes(person).toList()) {
                all.set(person + " asks for " + scope, outcome(platform, client, introspector, person, scope));
            }
        }
        compare(platform.file(), all);
    }

    @Test
    void aPipelineGetsExactlyWhatEncliiExpects() throws Exception {
        RelyingParty ci = RelyingParty.confidentialClient(REALM.issuer(), "enclii-ci", "enclii-ci-secret");
        Mask mask = mask("service-account-enclii-ci");
        ObjectNode all = JSON.createObjectNode();
        for (String scope : List.of("deploy read", "read", "openid deploy read", "admin")) {
            ObjectNode outcome = JSON.createObjectNode();
            try {
                var response = ci.clientCredentials(scope);
                outcome.set("response", mask.response(response.toJSONObject()));
                outcome.set(
                        "access_token",
                        mask.token(response.getTokens().getAccessToken().getValue()));
            } catch (RelyingParty.OAuthErrorException e) {
                outcome.put("refused", e.getMessage());
            }
            all.set("enclii-ci asks for " + scope, outcome);
        }
        compare("enclii-ci.json", all);
    }

    private static ObjectNode outcome(
            Platform platform, RelyingParty client, RelyingParty introspector, String person, String scope)
            throws Exception {
        RelyingParty.Login login = client.login(platform.redirectUri, scope);
        Page page = arrive(person, login);
        for (int i = 0; i < MOST_ATTEMPTS && !page.isOutside() && page.id().equals("login"); i++) {
            // Keycloak takes nobody's password while it is still counting their last login, which it does on the side
            page = arrive(person, login);
        }
        ObjectNode outcome = JSON.createObjectNode();
        if (!page.isOutside()) {
            // nobody else shall find a mail that was sent
            Inbox.get().empty(person);
            return outcome.put("page", page.id());
        }
        Tokens tokens;
        try {
            tokens = client.redeem(login, page.url());
        } catch (RelyingParty.OAuthErrorException e) {
            return outcome.put("refused", e.getMessage().replaceFirst("(Correlation id: ).*", "$1<id>"));
        }
        Mask mask = mask(person);
        ObjectNode first = tokens(mask, tokens);
        Tokens refreshed = client.refresh(tokens);
        ObjectNode again = tokens(mask, refreshed);
        outcome.setAll(first.deepCopy());
        // which a refreshed ID token should not have (OpenID Connect Core 1.0, section 12.2)
        ((ObjectNode) first.at("/id_token/claims")).remove("nonce");
        outcome.set("refresh", again.equals(first) ? JSON.valueToTree("the same, without nonce") : again);
        outcome.set("userinfo", mask.claims(client.userInfo(refreshed).toJSONObject()));
        outcome.set("introspection", mask.claims(introspector.introspect(refreshed)));
        return outcome;
    }

    private static Page arrive(String person, RelyingParty.Login login) {
        Browser browser = new Browser(REALM.server().url());
        return Person.of(person).withoutMailbox().goOn(browser, browser.open(login.url()));
    }

    private static ObjectNode tokens(Mask mask, Tokens tokens) throws Exception {
        ObjectNode result = JSON.createObjectNode();
        result.set("response", mask.response(tokens.response()));
        result.set("id_token", mask.token(tokens.rawIdToken()));
        result.set("access_token", mask.token(tokens.rawAccessToken()));
        return result;
    }

    private static Mask mask(String username) {
        Mask mask = new Mask()
                .hide(REALM.issuer().toString(), "<issuer>")
                .hide(REALM.user(username).get("id").textValue(), "<id of the person>");
        REALM.admin()
                .get(REALM.path("/organizations"))
                .forEach(organization -> mask.hide(
                        organization.get("id").textValue(),
                        "<id of " + organization.get("alias").textValue() + ">"));
        return mask;
    }

    private static void compare(String file, ObjectNode all) throws IOException {
        Path golden = FILES.resolve(file);
        String actual = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
        if (Boolean.getBoolean("gatehouse.golden.write")) {
            Files.createDirectories(FILES);
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
