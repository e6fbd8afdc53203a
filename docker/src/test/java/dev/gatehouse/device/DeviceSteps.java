package dev.gatehouse.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.PlatformRealm;

/** The realm's steps about devices: how a test has them configured, and how it switches them while the realm is there. */
final class DeviceSteps {

    private static final String SWITCH = "gatehouse.authenticators.devices";

    private DeviceSteps() {}

    /** The configuration of all of them, before the realm is imported. */
    static ObjectNode config(ObjectNode realm) {
        for (JsonNode config : realm.get("authenticatorConfig")) {
            if (config.get("alias").textValue().equals("trusted devices")) {
                return (ObjectNode) config.get("config");
            }
        }
        throw new AssertionError("the realm has no configuration of its devices");
    }

    /** Has authenticator apps give more codes than half a minute has, before the realm is imported. */
    static void takeLaterCodes(ObjectNode realm) {
        realm.put("otpPolicyType", "totp")
                .put("otpPolicyAlgorithm", "HmacSHA1")
                .put("otpPolicyInitialCounter", 0)
                .put("otpPolicyDigits", 6)
                .put("otpPolicyPeriod", 30)
                .put("otpPolicyLookAheadWindow", 5);
    }

    /** Makes it as if nobody had ever thought of devices, or so no longer. */
    static void use(PlatformRealm realm, boolean on) {
        String executions = realm.path("/authentication/flows/platform%20browser/executions");
        realm.admin()
                .get(executions)
                .valueStream()
                .filter(execution -> execution.path("displayName").asText().equals("platform browser device"))
                .forEach(execution -> realm.admin()
                        .put(executions, ((ObjectNode) execution).put("requirement", on ? "CONDITIONAL" : "DISABLED")));
        ObjectNode changed = (ObjectNode) realm.admin().get(realm.path(""));
        ObjectNode attributes = (ObjectNode) changed.get("attributes");
        if (on) {
            attributes.put(SWITCH, "required");
        } else {
            attributes.remove(SWITCH);
        }
        realm.admin().put(realm.path(""), changed);
    }

    /** How many events of a device, by their own name, tell of a person. */
    static long events(PlatformRealm realm, Somebody somebody, String name) {
        return realm.admin()
                .get(realm.path("/events?max=200&user=" + somebody.id()))
                .valueStream()
                .filter(event -> event.at("/details/gatehouse_event").asText().equals(name))
                .count();
    }

    /** The newest of these events. */
    static JsonNode event(PlatformRealm realm, Somebody somebody, String name) {
        return realm.admin()
                .get(realm.path("/events?max=200&user=" + somebody.id()))
                .valueStream()
                .filter(event -> event.at("/details/gatehouse_event").asText().equals(name)
                        || event.path("error").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event " + name + " of " + somebody.email()));
    }
}
