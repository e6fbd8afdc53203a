package dev.gatehouse.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.PlatformRealm;
import java.util.List;

/** What the realm's event store says of somebody's devices. */
final class DeviceEvents {

    private DeviceEvents() {}

    /** All of the name, the newest first. */
    static List<JsonNode> of(Somebody somebody, String name) {
        return of(somebody.realm(), "user=" + somebody.id(), name);
    }

    /** The reasons of those of the name, the newest first. */
    static List<String> reasons(Somebody somebody, String name) {
        return of(somebody, name).stream()
                .map(event -> event.at("/details/reason").asText())
                .toList();
    }

    /** Those of nobody. */
    static List<JsonNode> anonymous(PlatformRealm realm, String name) {
        return of(realm, "max=50", name).stream()
                .filter(event -> !event.hasNonNull("userId"))
                .toList();
    }

    private static List<JsonNode> of(PlatformRealm realm, String query, String name) {
        return realm.admin()
                .get(realm.path("/events?" + (query.startsWith("max") ? query : "max=10000&" + query)))
                .valueStream()
                .filter(event -> event.at("/details/gatehouse_event").asText().equals(name))
                .toList();
    }
}
