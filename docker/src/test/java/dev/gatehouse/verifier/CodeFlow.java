package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The authorization code flow at a real server, without a library: what is sent is what the platform sends, and no more. */
final class CodeFlow {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = Http.client();
    private final URI server;
    private final Provider provider;

    private CodeFlow(PlatformRealm realm) throws IOException, InterruptedException {
        server = realm.server().url();
        JsonNode discovery =
                send(HttpRequest.newBuilder(URI.create(realm.issuer() + "/.well-known/openid-configuration"))
                        .timeout(Duration.ofMinutes(1))
                        .build());
        Keys keys = Keys.refetchedOnAMiss(
                Keys.at(URI.create(discovery.path("jwks_uri").asText())), Clock.systemUTC());
        provider = new Provider(realm.issuer().toString(), discovery, keys, Clock.systemUTC());
    }

    static CodeFlow at(PlatformRealm realm) throws IOException, InterruptedException {
        return new CodeFlow(realm);
    }

    /**
     * One login from its start to its end.
     *
     * @param redirect where the browser came back to
     * @param answer of the token endpoint, be it tokens or an error
     */
    record Login(PlatformClient client, Sent sent, URI redirect, JsonNode answer) {

        String accessToken() {
            return answer.path("access_token").asText();
        }

        String idToken() {
            return answer.path("id_token").asText();
        }
    }

    /** What a client knows of the server's realm. */
    Provider provider() {
        return provider;
    }

    Browser browser() {
        return new Browser(server);
    }

    Login logIn(PlatformClient client, Browser browser, String email) throws IOException, InterruptedException {
        return logIn(client, browser, email, "openid profile email");
    }

    Login logIn(PlatformClient client, Browser browser, String email, String scope)
            throws IOException, InterruptedException {
        Sent sent = client.start(scope);
        URI redirect = send(sent, browser, email);
        return new Login(client, sent, redirect, redeem(client, sent, redirect, sent.verifier()));
    }

    /** Sends the browser there. @return where it came back to */
    URI send(Sent sent, Browser browser, String email) {
        return Person.of(email)
                .signIn(
                        browser,
                        sent.to(provider.discovery()
                                .path("authorization_endpoint")
                                .asText()));
    }

    /** @param verifier empty: none is sent */
    JsonNode redeem(PlatformClient client, Sent sent, URI redirect, String verifier)
            throws IOException, InterruptedException {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code(redirect));
        form.put("redirect_uri", sent.get("redirect_uri"));
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        return token(client, form);
    }

    private static String code(URI redirect) {
        String code = Callback.parameters(redirect).get("code");
        if (code == null) {
            throw new AssertionError("no code came back in " + redirect);
        }
        return code;
    }

    JsonNode refresh(Login login) throws IOException, InterruptedException {
        return token(
                login.client(),
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        login.answer().path("refresh_token").asText()));
    }

    /** A client with a secret sends it in the form (client_secret_post). */
    private JsonNode token(PlatformClient client, Map<String, String> grant) throws IOException, InterruptedException {
        Map<String, String> form = new HashMap<>(grant);
        form.put("client_id", client.id());
        if (!client.secret().isEmpty()) {
            form.put("client_secret", client.secret());
        }
        return send(HttpRequest.newBuilder(
                        URI.create(provider.discovery().path("token_endpoint").asText()))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Sent.form(form)))
                .build());
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return JSON.readTree(response.body());
    }
}
