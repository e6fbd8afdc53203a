package dev.gatehouse.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Clients that differ in what they want of devices, and what they do. All may manage the account of whoever signs in. */
final class DeviceClients {

    /** Wants a confirmed device, as the realm does. */
    static final String STRICT = "strict";

    /** Wants none; its logins are verified all the same. */
    static final String OPTIONAL = "optional";

    /** Wants none, and its logins are exempt. */
    static final String EXEMPT = "exempt";

    private static final JsonMapper JSON = new JsonMapper();

    private DeviceClients() {}

    /** Adds them to a realm that is about to be imported. */
    static void addTo(ObjectNode realm) {
        add(realm, STRICT, null);
        add(realm, OPTIONAL, "optional");
        add(realm, EXEMPT, "optional");
        DeviceSettings.of("exempt.clients", EXEMPT).accept(realm);
    }

    private static void add(ObjectNode realm, String id, String devices) {
        ObjectNode client = realm.withArray("clients")
                .addObject()
                .put("clientId", id)
                .put("publicClient", true)
                .put("directAccessGrantsEnabled", true);
        client.putArray("redirectUris").add("http://127.0.0.1/*").add("http://127.0.0.1:9/*");
        client.putArray("defaultClientScopes")
                .add("basic")
                .add("email")
                .add("roles")
                .add("acr");
        client.putArray("optionalClientScopes").add("offline_access");
        if (devices != null) {
            client.putObject("attributes").put("gatehouse.devices", devices);
        }
    }

    static RelyingParty of(PlatformRealm realm, String client) throws Exception {
        return RelyingParty.publicClient(realm.issuer(), client);
    }

    /** Somebody who may manage their account and sign in to certctl too. */
    static Somebody somebody(PlatformRealm realm) {
        Somebody somebody = Somebody.of(realm);
        JsonNode role = realm.admin().get(realm.path("/roles/default-roles-platform"));
        realm.admin()
                .post(
                        realm.path("/users/" + somebody.id() + "/role-mappings/realm"),
                        JSON.createArrayNode().add(role));
        realm.join(somebody.email(), "/certctl-engineers");
        return somebody;
    }

    /** Enables a required action or disables it. @return whether it was enabled */
    static boolean enable(PlatformRealm realm, String alias, boolean enabled) {
        String path = realm.path("/authentication/required-actions");
        boolean missing = realm.admin()
                .get(path)
                .valueStream()
                .noneMatch(action -> action.get("alias").textValue().equals(alias));
        if (missing) {
            realm.admin()
                    .post(
                            realm.path("/authentication/register-required-action"),
                            Somebody.json(Map.of("providerId", alias, "name", alias)));
        }
        ObjectNode action = (ObjectNode) realm.admin().get(path + "/" + alias);
        boolean before = !missing && action.get("enabled").booleanValue();
        realm.admin().put(path + "/" + alias, action.put("enabled", enabled));
        return before;
    }

    /** A login by password without a browser (RFC 6749, section 4.3). @return tokens, or an error */
    static JsonNode directGrant(Somebody somebody, String client) throws IOException, InterruptedException {
        return form(
                URI.create(somebody.realm().issuer() + "/protocol/openid-connect/token"),
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        client,
                        "scope",
                        "openid",
                        "username",
                        somebody.email(),
                        "password",
                        "password"));
    }

    private static JsonNode form(URI url, Map<String, String> fields) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        return JSON.readTree(Http.client()
                .send(
                        HttpRequest.newBuilder(url)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    /** What the REST API of the account answers. */
    record Answer(int status, JsonNode body) {}

    /** @param body null for none */
    static Answer account(PlatformRealm realm, String accessToken, String method, String path, JsonNode body)
            throws IOException, InterruptedException {
        var response = Http.client()
                .send(
                        HttpRequest.newBuilder(URI.create(realm.issuer() + "/account" + path))
                                .header("Authorization", "Bearer " + accessToken)
                                .header("Accept", "application/json")
                                .header("Content-Type", "application/json")
                                .method(
                                        method,
                                        body == null
                                                ? BodyPublishers.noBody()
                                                : BodyPublishers.ofString(body.toString()))
                                .build(),
                        BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body().isEmpty() ? null : JSON.readTree(response.body()));
    }

    static void assertRefused(ThrowingCallable grant, String reason) {
        Assertions.assertThatThrownBy(grant).isInstanceOfSatisfying(RelyingParty.OAuthErrorException.class, e -> {
            Assertions.assertThat(e.error().getCode()).isEqualTo("access_denied");
            Assertions.assertThat(e.error().getDescription()).startsWith(reason + ": ");
        });
    }

    /** The session is gone. */
    static void assertEnded(ThrowingCallable refresh) {
        Assertions.assertThatThrownBy(refresh)
                .isInstanceOfSatisfying(
                        RelyingParty.OAuthErrorException.class,
                        e -> Assertions.assertThat(e.error().getCode()).isEqualTo("invalid_grant"));
    }
}
