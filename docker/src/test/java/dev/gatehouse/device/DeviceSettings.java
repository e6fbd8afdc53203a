package dev.gatehouse.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import java.util.function.Consumer;

/** Sets options of the device verification, in a realm that is about to be imported or in one that is there. */
final class DeviceSettings {

    private DeviceSettings() {}

    /** @param options name and value in turn */
    static Consumer<ObjectNode> of(String... options) {
        return realm -> {
            for (JsonNode config : realm.get("authenticatorConfig")) {
                if (config.get("alias").textValue().equals("trusted devices")) {
                    put((ObjectNode) config.get("config"), options);
                }
            }
        };
    }

    /** As an admin saves it in the console: what the step of the browser's flow is configured with, and all others with it. */
    static ObjectNode saved(PlatformRealm realm) {
        String id = realm.admin()
                .get(realm.path("/authentication/flows/platform%20browser/executions"))
                .valueStream()
                .filter(execution -> execution.path("providerId").asText().equals("gatehouse-device-verification"))
                .findFirst()
                .orElseThrow()
                .get("authenticationConfig")
                .textValue();
        return (ObjectNode) realm.admin().get(realm.path("/authentication/config/" + id));
    }

    /** @param options name and value in turn @return what the server says to it */
    static Admin.Answer save(PlatformRealm realm, ObjectNode saved, String... options) {
        ObjectNode changed = saved.deepCopy();
        put((ObjectNode) changed.get("config"), options);
        return realm.admin()
                .send(
                        "PUT",
                        realm.path("/authentication/config/" + saved.get("id").textValue()),
                        changed);
    }

    private static void put(ObjectNode config, String... options) {
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
    }
}
