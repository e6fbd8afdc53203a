package dev.gatehouse.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks the two APIs of devices as whoever holds a token, and knows the clients that tokens come from. */
record DevicesApi(PlatformRealm realm) {

    /** A client whose people manage their account. */
    static final String SETTINGS = "settings";

    /** From where its pages come. */
    static final String ORIGIN = "https://settings.example";

    private static final JsonMapper JSON = new JsonMapper();

    /** A client of people, with all roles that they have. */
    static ObjectNode addClient(ObjectNode realm, String clientId) {
        ObjectNode client = realm.withArray("clients")
                .addObject()
                .put("clientId", clientId)
                .put("publicClient", true)
                .put("fullScopeAllowed", true);
        client.putArray("redirectUris").add(Somebody.SOMEWHERE.toString());
        client.putArray("webOrigins").add(ORIGIN);
        ArrayNode scopes = client.putArray("defaultClientScopes");
        List.of("basic", "roles", "web-origins", "acr").forEach(scopes::add);
        return client;
    }

    /** The same with no role of the account but these. */
    static void addClient(ObjectNode realm, String clientId, String... roles) {
        addClient(realm, clientId).put("fullScopeAllowed", false);
        ArrayNode granted = realm.withObject("/clientScopeMappings")
                .withArray("account")
                .addObject()
                .put("client", clientId)
                .putArray("roles");
        List.of(roles).forEach(granted::add);
    }

    /** A client that acts in its own name, with these roles of another one. */
    static void addServiceAccount(ObjectNode realm, String clientId, String of, String... roles) {
        ObjectNode client = realm.withArray("clients")
                .addObject()
                .put("clientId", clientId)
                .put("secret", clientId + "-secret")
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("fullScopeAllowed", true);
        client.putArray("defaultClientScopes").add("basic").add("roles");
        ArrayNode granted = realm.withArray("users")
                .addObject()
                .put("username", "service-account-" + clientId)
                .put("serviceAccountClientId", clientId)
                .put("enabled", true)
                .putObject("clientRoles")
                .putArray(of);
        List.of(roles).forEach(granted::add);
    }

    String serviceToken(String clientId) throws Exception {
        return RelyingParty.confidentialClient(realm.issuer(), clientId, clientId + "-secret")
                .clientCredentials()
                .getTokens()
                .getAccessToken()
                .getValue();
    }

    /** @param body null when the answer has none */
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {

        String error() {
            return body.path("error").asText();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    /** One's own devices. @param below "" or "/<id>" @param token null for none @param body null for none */
    Answer account(String method, String below, String token, String body, Map<String, String> headers) {
        return send(method, URI.create(realm.issuer() + "/api/v1/devices" + below), token, body, headers);
    }

    Answer account(String method, String below, String token, String body) {
        return account(method, below, token, body, Map.of());
    }

    Answer account(String method, String below, String token) {
        return account(method, below, token, null);
    }

    /** Anything of the realm. */
    Answer realm(String method, String path, String token) {
        return send(method, URI.create(realm.issuer() + path), token, null, Map.of());
    }

    /** Somebody's devices, for admins. */
    Answer admin(String method, String user, String below, String token) {
        return send(
                method,
                URI.create(realm.server().url() + "/admin/realms/" + realm.name() + "/gatehouse/users/" + user
                        + "/devices" + below),
                token,
                null,
                Map.of());
    }

    private static Answer send(String method, URI url, String token, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofMinutes(1))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = Http.client().send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body().isEmpty() ? null : JSON.readTree(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The ids of all devices that the answer lists. */
    static List<String> ids(Answer list) {
        return list.body()
                .get("devices")
                .valueStream()
                .map(device -> device.get("id").textValue())
                .toList();
    }

    /** Somebody's password, among their credentials. */
    String passwordOf(Somebody somebody) {
        return realm.admin()
                .get(realm.path("/users/" + somebody.id() + "/credentials"))
                .valueStream()
                .filter(credential -> credential.get("type").textValue().equals("password"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
    }
}
