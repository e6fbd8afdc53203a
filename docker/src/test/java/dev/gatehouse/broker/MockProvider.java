package dev.gatehouse.broker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.server.Http;
import dev.gatehouse.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** An OpenID provider in this JVM that says of people whatever it is told to. */
public final class MockProvider implements AutoCloseable {

    private static final String ISSUER = "mock";
    private static final String CLIENT_ID = "platform";

    private final HttpClient http = Http.client();
    private final MockOAuth2Server server;
    private final int port;
    private final String seenFromServer;

    private MockProvider(MockOAuth2Server server, String seenFromServer) {
        this.server = server;
        this.port = server.baseUrl().port();
        this.seenFromServer = seenFromServer;
    }

    public static MockProvider start(KeycloakServer keycloak) {
        // not its default HTTP server, which is a rule of JUnit 4
        MockOAuth2Server server = new MockOAuth2Server(new OAuth2Config(
                false, null, null, false, new OAuth2TokenProvider(), java.util.Set.of(), new NettyWrapper()));
        try {
            server.start(InetAddress.getByName("0.0.0.0"), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MockProvider(server, keycloak.thisMachine());
    }

    /** As Keycloak is told of it. */
    public ObjectNode representation(Providers providers, String alias) {
        ObjectNode provider = providers.unreachable(alias, "oidc");
        provider.put("trustEmail", true);
        ((ObjectNode) provider.get("config"))
                .put("clientId", CLIENT_ID)
                .put("clientAuthMethod", "client_secret_post")
                .put("authorizationUrl", "http://localhost:" + port + "/" + ISSUER + "/authorize")
                .put("tokenUrl", "http://" + seenFromServer + ":" + port + "/" + ISSUER + "/token")
                .put("jwksUrl", "http://" + seenFromServer + ":" + port + "/" + ISSUER + "/jwks")
                .put("userInfoUrl", "http://" + seenFromServer + ":" + port + "/" + ISSUER + "/userinfo")
                .put("disableUserInfo", "true")
                .put("validateSignature", "true")
                .put("useJwksUrl", "true")
                .put("defaultScope", "openid profile email");
        return provider;
    }

    /** What it says of whoever signs in next. */
    public void says(String subject, Map<String, Object> claims) {
        server.enqueueCallback(new DefaultOAuth2TokenCallback(ISSUER, subject, "JWT", List.of(CLIENT_ID), claims, 300));
    }

    /** Takes back what it was told to say and nobody has asked it for. */
    public void forget() {
        // whoever asks for a token takes the oldest
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + ISSUER + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=openid&client_id=" + CLIENT_ID + "&client_secret=none"))
                .build();
        try {
            http.send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isAt(URI url) {
        return url.getPort() == port;
    }

    /** Signs somebody in at once. @return where it sends the browser */
    public URI answer(URI authorizationRequest) {
        try {
            return URI.create(
                    http.send(HttpRequest.newBuilder(authorizationRequest).build(), BodyHandlers.discarding())
                            .headers()
                            .firstValue("Location")
                            .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
