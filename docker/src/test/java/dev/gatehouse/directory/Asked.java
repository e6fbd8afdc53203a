package dev.gatehouse.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The whole answer to one request without credentials. */
record Asked(int status, Map<String, String> headers, String text) {

    /** Sent with every request, so that answers can be compared. */
    static final String CORRELATION_ID = "the-one-of-this-test";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = Http.client();

    /** @param origin of the script that asks; null for none */
    static Asked send(String method, URI url, String origin) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofMinutes(1))
                .header("X-Correlation-ID", CORRELATION_ID)
                .method(method, BodyPublishers.noBody());
        if (origin != null) {
            request.header("Origin", origin);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            Map<String, String> headers = new TreeMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new Asked(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Asked get(URI url) {
        return send("GET", url, null);
    }

    JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(status + " " + text, e);
        }
    }

    /** The code of an error. */
    String error() {
        return json().path("error").asText();
    }

    /** A query with these parameters; a null value leaves one out. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    /** The parameters of an address. */
    static Map<String, String> parameters(URI url) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : url.getRawQuery().split("&")) {
            String[] pair = parameter.split("=", 2);
            String value = URLDecoder.decode(pair[1], UTF_8);
            if (parameters.put(pair[0], value) != null) {
                throw new AssertionError(pair[0] + " twice in " + url);
            }
        }
        return parameters;
    }
}
