package dev.gatehouse.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code gatehouse/tenants} of a realm, and what an admin sees of what it does. */
record TenantApi(PlatformRealm realm) {

    static final String SECRET = "the-secret-of-the-tenant";
    static final String GATED = "gated post broker";

    private static final JsonMapper JSON = new JsonMapper();

    /** The flows that federations are made with, and who is told by default which. */
    static void addFlows(ObjectNode realm) {
        step(flow(realm, GATED, true), LoginFlows.DOMAIN_GATE, "REQUIRED");
        subflow(flow(realm, "gated below", true), "gated below, below", "REQUIRED");
        step(flow(realm, "gated below, below", false), LoginFlows.DOMAIN_GATE, "REQUIRED");
        step(flow(realm, "ungated", true), "allow-access-authenticator", "REQUIRED");
        step(flow(realm, "alternative gate", true), LoginFlows.DOMAIN_GATE, "ALTERNATIVE");
        step(flow(realm, "disabled gate", true), LoginFlows.DOMAIN_GATE, "DISABLED");
        subflow(flow(realm, "conditional gate", true), "conditional gate, below", "CONDITIONAL");
        step(flow(realm, "conditional gate, below", false), LoginFlows.DOMAIN_GATE, "REQUIRED");
    }

    private static ObjectNode flow(ObjectNode realm, String alias, boolean topLevel) {
        return realm.withArray("authenticationFlows")
                .addObject()
                .put("alias", alias)
                .put("providerId", "basic-flow")
                .put("topLevel", topLevel)
                .put("builtIn", false);
    }

    private static void step(ObjectNode flow, String authenticator, String requirement) {
        flow.withArray("authenticationExecutions")
                .addObject()
                .put("authenticator", authenticator)
                .put("requirement", requirement)
                .put("priority", 10);
    }

    private static void subflow(ObjectNode flow, String alias, String requirement) {
        flow.withArray("authenticationExecutions")
                .addObject()
                .put("flowAlias", alias)
                .put("authenticatorFlow", true)
                .put("requirement", requirement)
                .put("priority", 10);
    }

    /** A client whose service account has the roles of {@code realm-management}; see {@link #send}. */
    static void addAdmin(ObjectNode realm, String name, List<String> roles) {
        ObjectNode client = realm.withArray("clients")
                .addObject()
                .put("clientId", name)
                .put("secret", name + "-secret")
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("fullScopeAllowed", true);
        client.putArray("defaultClientScopes").add("basic");
        ArrayNode granted = realm.withArray("users")
                .addObject()
                .put("username", "service-account-" + name)
                .put("serviceAccountClientId", name)
                .put("enabled", true)
                .putObject("clientRoles")
                .putArray("realm-management");
        roles.forEach(granted::add);
    }

    /** What is needed at least, of a provider that is never asked. */
    static ObjectNode body(String domain) {
        ObjectNode body = JSON.createObjectNode()
                .put("provider", "generic_oidc")
                .put("canonical_public_origin", "https://" + domain)
                .put("issuer", "https://id." + domain)
                .put("authorization_endpoint", "https://id." + domain + "/authorize")
                .put("token_endpoint", "https://id." + domain + "/token")
                .put("jwks_uri", "https://id." + domain + "/keys")
                .put("client_id", "platform")
                .put("client_secret", SECRET)
                .put("platform_client", "eneo")
                .put("post_broker_login_flow", GATED);
        body.putArray("allowed_domains").add(domain);
        return body;
    }

    Admin.Answer put(String tenant, JsonNode body) {
        return realm.admin().send("PUT", path(tenant), body);
    }

    JsonNode made(String tenant, JsonNode body) {
        Admin.Answer answer = put(tenant, body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
        return answer.body();
    }

    Admin.Answer get(String tenant) {
        return realm.admin().send("GET", path(tenant), null);
    }

    Admin.Answer delete(String tenant, String query) {
        return realm.admin().send("DELETE", path(tenant) + query, null);
    }

    private String token(String admin) throws Exception {
        return RelyingParty.confidentialClient(realm.issuer(), admin, admin + "-secret")
                .clientCredentials()
                .getTokens()
                .getAccessToken()
                .getValue();
    }

    /** Sends it with the rights of an {@link #addAdmin}. */
    HttpResponse<String> send(String admin, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.server().url() + "/admin/realms" + path))
                .header("Authorization", "Bearer " + token(admin))
                .header("Content-Type", "application/json")
                .method(method, method.equals("PUT") ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
                .build();
        return Http.client().send(request, BodyHandlers.ofString());
    }

    String path(String tenant) {
        return realm.path("/gatehouse/tenants/" + tenant + "/federation");
    }

    JsonNode provider(String alias) {
        return realm.admin()
                .send("GET", realm.path("/identity-provider/instances/" + alias), null)
                .body();
    }

    JsonNode mappers(String alias) {
        return realm.admin().get(realm.path("/identity-provider/instances/" + alias + "/mappers"));
    }

    JsonNode client(String clientId) {
        return realm.admin().get(realm.path("/clients?clientId=" + clientId)).get(0);
    }

    Optional<JsonNode> organization(String alias) {
        return realm.admin()
                .get(realm.path("/organizations?max=100"))
                .valueStream()
                .filter(organization -> organization.get("alias").textValue().equals(alias))
                .findFirst()
                .map(found -> realm.admin()
                        .get(realm.path("/organizations/" + found.get("id").textValue())));
    }

    JsonNode adminEvents() {
        return realm.admin().get(realm.path("/admin-events?max=1000"));
    }

    /** Everything that a call could change, by what it is, and how many admin events there are; lists in one order. */
    Map<String, JsonNode> everything() {
        Map<String, JsonNode> all = new TreeMap<>();
        for (String what : List.of("/clients", "/identity-provider/instances", "/organizations")) {
            for (JsonNode one : realm.admin().get(realm.path(what + "?max=100"))) {
                String id = what.equals("/identity-provider/instances") ? "alias" : "id";
                String path = what + "/" + one.get(id).textValue();
                all.put(path, sorted(realm.admin().get(realm.path(path))));
                if (id.equals("alias")) {
                    all.put(path + "/mappers", mappers(one.get(id).textValue()));
                }
            }
        }
        all.put("admin events", IntNode.valueOf(adminEvents().size()));
        return all;
    }

    /** What is not as it was before, in a few words. */
    List<String> changedSince(Map<String, JsonNode> before) {
        Map<String, JsonNode> now = everything();
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(before.get(key), now.get(key)))
                .map(key -> key + ": " + before.get(key) + " became " + now.get(key))
                .toList();
    }

    private static JsonNode sorted(JsonNode object) {
        for (JsonNode value : object) {
            if (value.isArray() && value.valueStream().allMatch(JsonNode::isTextual)) {
                ArrayNode array = (ArrayNode) value;
                List<String> texts =
                        array.valueStream().map(JsonNode::textValue).sorted().toList();
                array.removeAll();
                texts.forEach(array::add);
            }
        }
        return object;
    }
}
