package dev.gatehouse.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A public document of the server under test, as one request without credentials found it. */
record Published(int status, Map<String, String> headers, String text) {

    /** Where a script in a browser says that it comes from. */
    static final String ORIGIN = "https://console.example";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = Http.client();

    static Published get(URI url) {
        return send(HttpRequest.newBuilder(url).header("Origin", ORIGIN).GET());
    }

    static Published head(URI url) {
        return send(HttpRequest.newBuilder(url).header("Origin", ORIGIN).method("HEAD", BodyPublishers.noBody()));
    }

    /** What a browser asks before it lets a script ask. */
    static Published preflight(URI url) {
        return send(HttpRequest.newBuilder(url)
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    private static Published send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
            Map<String, String> headers = new TreeMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new Published(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The document without some of its members. */
    JsonNode jsonWithout(Iterable<String> members) {
        ObjectNode json = (ObjectNode) json();
        members.forEach(json::remove);
        return json;
    }

    /** The headers that say who may read it in a browser, by name. */
    Map<String, String> cors() {
        Map<String, String> cors = new TreeMap<>(headers);
        cors.keySet().removeIf(name -> !name.startsWith("access-control-") && !name.equals("vary"));
        return cors;
    }
}
