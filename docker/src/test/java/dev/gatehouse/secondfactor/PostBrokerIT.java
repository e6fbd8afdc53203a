package dev.gatehouse.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who comes through an identity provider does not pass the browser flow: its post-login flow demands the second factor. */
class PostBrokerIT {

    private static final String UPSTREAM = "upstream";
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(PlatformRealm::demandSecondFactor);

    @BeforeAll
    static void connectAnIdentityProvider() {
        ObjectNode upstream = JSON.createObjectNode().put("realm", UPSTREAM).put("enabled", true);
        upstream.putArray("clients")
                .addObject()
                .put("clientId", "platform")
                .put("secret", "platform-secret")
                .putArray("redirectUris")
                .add(REALM.issuer() + "/broker/" + UPSTREAM + "/endpoint");
        for (String email : new String[] {"adam@acme.example", "dana@acme.example"}) {
            upstream.withArray("users")
                    .addObject()
                    .put("username", email)
                    .put("email", email)
                    .put("emailVerified", true)
                    .put("enabled", true)
                    .put("firstName", "Up")
                    .put("lastName", "Stream")
                    .putArray("credentials")
                    .addObject()
                    .put("type", "password")
                    .put("value", "password");
        }
        REALM.admin().post("", upstream);

        String front = REALM.server().url() + "/realms/" + UPSTREAM + "/protocol/openid-connect";
        String back = REALM.server().ownUrl() + "/realms/" + UPSTREAM + "/protocol/openid-connect";
        ObjectNode provider = JSON.createObjectNode()
                .put("alias", UPSTREAM)
                .put("providerId", "oidc")
                .put("enabled", true)
                .put("postBrokerLoginFlowAlias", "platform post broker");
        provider.putObject("config")
                .put("clientId", "platform")
                .put("clientSecret", "platform-secret")
                .put("clientAuthMethod", "client_secret_post")
                .put("authorizationUrl", front + "/auth")
                .put("tokenUrl", back + "/token")
                .put("disableUserInfo", "true")
                .put("validateSignature", "true")
                .put("useJwksUrl", "true")
                .put("jwksUrl", back + "/certs")
                .put("defaultScope", "openid profile email");
        REALM.admin().post(REALM.path("/identity-provider/instances"), provider);
        for (String email : new String[] {"adam@acme.example", "dana@acme.example"}) {
            JsonNode user = REALM.admin()
                    .get("/" + UPSTREAM + "/users?exact=true&username=" + email)
                    .get(0);
            ObjectNode link = JSON.createObjectNode()
                    .put("identityProvider", UPSTREAM)
                    .put("userId", user.get("id").textValue())
                    .put("userName", email);
            String local = REALM.user(email).get("id").textValue();
            REALM.admin().post(REALM.path("/users/" + local + "/federated-identity/" + UPSTREAM), link);
        }
    }

    @AfterAll
    static void disconnectIt() {
        REALM.admin().delete("/" + UPSTREAM);
    }

    @Test
    void anAdminIsLedToEnrol() throws Exception {
        Person adam = signInThroughTheProvider("adam@acme.example");
        assertThat(adam.seen()).contains("login-config-totp");
    }

    @Test
    void aDeveloperIsNotAsked() throws Exception {
        Person dana = signInThroughTheProvider("dana@acme.example");
        assertThat(dana.seen()).containsExactly("login");
    }

    private static Person signInThroughTheProvider(String email) throws Exception {
        RelyingParty cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        RelyingParty.Login login = cli.login(URI.create("http://127.0.0.1:9/callback"), "openid");
        Person person = Person.of(email);
        URI redirect =
                person.signIn(new Browser(REALM.server().url()), URI.create(login.url() + "&kc_idp_hint=" + UPSTREAM));
        assertThat(cli.redeem(login, redirect).idToken().getStringClaim("email"))
                .isEqualTo(email);
        return person;
    }
}
