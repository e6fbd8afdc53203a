package dev.gatehouse.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Sets an option of the device verification in a realm that is about to be imported. */
final class DeviceSettings {

    private DeviceSettings() {}

    /** @param options name and value in turn */
    static Consumer<ObjectNode> of(String... options) {
        return realm -> {
            for (JsonNode config : realm.get("authenticatorConfig")) {
                if (config.get("alias").textValue().equals("trusted devices")) {
                    for (int i = 0; i < options.length; i += 2) {
                        ((ObjectNode) config.get("config")).put(options[i], options[i + 1]);
                    }
                }
            }
        };
    }
}
