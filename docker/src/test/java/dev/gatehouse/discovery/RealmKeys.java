package dev.gatehouse.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.PlatformRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The keys of a realm, as an admin adds, changes and removes them: each by the id of its key provider. */
final class RealmKeys {

    private final PlatformRealm realm;
    private final List<String> added = new ArrayList<>();

    RealmKeys(PlatformRealm realm) {
        this.realm = realm;
    }

    /**
     * Adds a key, enabled and active unless the settings say otherwise.
     *
     * @param provider its kind: {@code rsa-generated}, …
     * @return its id
     */
    String add(String provider, Map<String, String> settings) {
        String name = provider + "-" + UUID.randomUUID();
        ObjectNode component = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("providerId", provider)
                .put("providerType", "org.keycloak.keys.KeyProvider");
        ObjectNode config = component.putObject("config");
        settings.forEach((setting, value) -> config.putArray(setting).add(value));
        realm.admin().post(realm.path("/components"), component);
        String id = realm.admin()
                .get(realm.path("/components?name=" + name))
                .get(0)
                .get("id")
                .textValue();
        added.add(id);
        return id;
    }

    void set(String id, String setting, String value) {
        ObjectNode component = (ObjectNode) realm.admin().get(realm.path("/components/" + id));
        component.withObject("/config").putArray(setting).add(value);
        realm.admin().put(realm.path("/components/" + id), component);
    }

    void remove(String id) {
        realm.admin().delete(realm.path("/components/" + id));
        added.remove(id);
    }

    /** Removes what {@link #add} added and is still there. */
    void removeAdded() {
        List.copyOf(added).forEach(this::remove);
    }

    /** The key that signs with RS256 now. */
    String signing() {
        JsonNode keys = realm.admin().get(realm.path("/keys"));
        String kid = keys.at("/active/RS256").textValue();
        return first(keys, key -> key.get("kid").asText().equals(kid))
                .get("providerId")
                .textValue();
    }

    /** The {@code kid} by which tokens name a key. */
    String kid(String id) {
        return key(id).get("kid").textValue();
    }

    int priority(String id) {
        return key(id).get("providerPriority").intValue();
    }

    private JsonNode key(String id) {
        return first(
                realm.admin().get(realm.path("/keys")),
                key -> key.get("providerId").asText().equals(id));
    }

    private static JsonNode first(JsonNode keys, Predicate<JsonNode> wanted) {
        return keys.get("keys").valueStream().filter(wanted).findFirst().orElseThrow();
    }
}
