package dev.gatehouse.doors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.PlatformRealm;

/** What the realm's event store holds. */
final class Events {

    private Events() {}

    /** The newest event of a type. */
    static JsonNode last(PlatformRealm realm, String type) {
        JsonNode events = realm.admin().get(realm.path("/events?max=1&type=" + type));
        if (events.isEmpty()) {
            throw new AssertionError("there is no event " + type);
        }
        return events.get(0);
    }

    /** The newest of the realm's own events about a refusal with this correlation id. */
    static JsonNode correlated(PlatformRealm realm, String correlationId) {
        return realm.admin()
                .get(realm.path("/events?max=50"))
                .valueStream()
                .filter(event -> event.at("/details/correlation_id").asText().equals(correlationId)
                        && event.at("/details").has("reason"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event with the correlation id " + correlationId));
    }
}
