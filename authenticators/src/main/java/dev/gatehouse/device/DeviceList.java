package dev.gatehouse.device;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.util.JsonSerialization;

/** Somebody's devices as JSON, the one that was used last first: what the person and admins may see, and nothing that is kept. */
record DeviceList(Person person) {

    private static final Comparator<TrustedDevice> LAST_USED_FIRST = Comparator.comparing(
                    (TrustedDevice device) -> device.shown().lastUsed())
            .thenComparing(device -> device.shown().created())
            .thenComparing(TrustedDevice::id)
            .reversed();

    /** {@code {"devices": […]}} for an admin. */
    ObjectNode json() {
        ObjectNode json = JsonSerialization.mapper.createObjectNode();
        ArrayNode list = json.putArray("devices");
        devices().forEach(device -> list.add(json(device)));
        return json;
    }

    /** The same for the person, of whose devices one is the session's. @param current its id; null or "" for none */
    ObjectNode json(String current) {
        ObjectNode json = JsonSerialization.mapper.createObjectNode();
        ArrayNode list = json.putArray("devices");
        devices().forEach(device -> list.add(json(device, current)));
        return json;
    }

    ObjectNode json(TrustedDevice device, String current) {
        return json(device).put("current", device.id().equals(current));
    }

    private List<TrustedDevice> devices() {
        return person.devices().stream().sorted(LAST_USED_FIRST).toList();
    }

    private ObjectNode json(TrustedDevice device) {
        TrustedDevice.Shown shown = device.shown();
        boolean trusted = device.distrusted(person.binding(), Instant.ofEpochSecond(Time.currentTime()))
                .isEmpty();
        return JsonSerialization.mapper
                .createObjectNode()
                .put("id", device.id())
                .put("label", device.label())
                .put("browser", shown.browser())
                .put("os", shown.os())
                .put("created", Instant.ofEpochSecond(shown.created()).toString())
                .put(
                        "trusted_until",
                        shown.confirmed() ? Instant.ofEpochSecond(shown.until()).toString() : null)
                .put("last_used", shown.lastUsed())
                .put("trusted", trusted);
    }
}
