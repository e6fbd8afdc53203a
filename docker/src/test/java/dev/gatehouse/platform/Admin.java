package dev.gatehouse.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.server.Http;
import dev.gatehouse.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keycloak's admin REST API with the rights of the server's admin, as JSON: what is sent is what stands in a realm file, whatever
 * the version of the server.
 */
public final class Admin {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = Http.client();
    private final URI server;
    private String token;
    private long tokenUntil;

    public Admin(URI server) {
        this.server = server;
    }

    /** @param status of the answer @param body null when the answer has none */
    public record Answer(int status, JsonNode body) {}

    public JsonNode get(String path) {
        return ok("GET", path, null).body();
    }

    /** What the server info page of the admin console shows. */
    public JsonNode serverInfo() {
        return get("/../serverinfo");
    }

    public void post(String path, JsonNode body) {
        ok("POST", path, body);
    }

    public void put(String path, JsonNode body) {
        ok("PUT", path, body);
    }

    public void delete(String path) {
        ok("DELETE", path, null);
    }

    /** Sends whatever it is and answers whatever comes. The path is below {@code /admin/realms}, empty or with a slash. */
    public Answer send(String method, String path, JsonNode body) {
        HttpResponse<String> response = send(request(method, path, body));
        if (response.statusCode() == 401) {
            // the token is too old for a server whose clock was moved
            forgetToken();
            response = send(request(method, path, body));
        }
        try {
            return new Answer(response.statusCode(), response.body().isEmpty() ? null : JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " answered " + response.body(), e);
        }
    }

    private HttpRequest request(String method, String path, JsonNode body) {
        return HttpRequest.newBuilder(
                        URI.create(server + "/admin/realms" + path).normalize())
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
    }

    private Answer ok(String method, String path, JsonNode body) {
        Answer answer = send(method, path, body);
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " answered " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    /** An access token of the server's admin. */
    public synchronized String token() {
        // Keycloak's admin tokens live a minute
        if (token == null || System.nanoTime() - tokenUntil > 0) {
            token = freshToken();
            tokenUntil = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        }
        return token;
    }

    private synchronized void forgetToken() {
        token = null;
    }

    private String freshToken() {
        String form = Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        KeycloakServer.ADMIN,
                        "password",
                        KeycloakServer.ADMIN)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(URI.create(server + "/realms/master/protocol/openid-connect/token"))
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
        try {
            JsonNode token = JSON.readTree(response.body()).path("access_token");
            if (!token.isTextual()) {
                throw new IllegalStateException("the admin cannot log in: " + response.body());
            }
            return token.textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
