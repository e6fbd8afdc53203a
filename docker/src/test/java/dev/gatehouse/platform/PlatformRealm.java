package dev.gatehouse.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.realm.RealmFiles;
import dev.gatehouse.server.KeycloakServer;
import dev.gatehouse.server.ServerUnderTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The demo's realm on the server under test, one of its own for each test class: {@code @RegisterExtension} it. */
public final class PlatformRealm implements BeforeAllCallback, AfterAllCallback {

    private static final Set<String> DOORS = Set.of("gatehouse-domain-gate", "gatehouse-role-gate");

    private final Supplier<? extends KeycloakServer> on;
    private final Consumer<ObjectNode> change;
    private final boolean providers;
    private final boolean devices;
    private final List<String> upstreams = new ArrayList<>();
    private KeycloakServer server;
    private Admin admin;
    private String name;

    /** As it stands in {@code docker/realms}, but that every device is trusted: tests sign in from a new one each time. */
    public PlatformRealm() {
        this(realm -> {});
    }

    /** @param change made to the realm before it is imported */
    public PlatformRealm(Consumer<ObjectNode> change) {
        this(ServerUnderTest::get, change, false, false);
    }

    /** The same on another server than the one under test. */
    public PlatformRealm(Supplier<? extends KeycloakServer> on, Consumer<ObjectNode> change) {
        this(on, change, false, false);
    }

    private PlatformRealm(
            Supplier<? extends KeycloakServer> on, Consumer<ObjectNode> change, boolean providers, boolean devices) {
        this.on = on;
        this.change = change;
        this.providers = providers;
        this.devices = devices;
    }

    /** As it stands there, with the tenants' identity providers, which are realms of their own and take some seconds. */
    public static PlatformRealm withProviders() {
        return new PlatformRealm(ServerUnderTest::get, realm -> {}, true, false);
    }

    /** As it stands there: whoever signs in from a new device confirms it. */
    public static PlatformRealm verifyingDevices(Consumer<ObjectNode> change) {
        return verifyingDevices(ServerUnderTest::get, change);
    }

    /** The same on another server than the one under test. */
    public static PlatformRealm verifyingDevices(Supplier<? extends KeycloakServer> on, Consumer<ObjectNode> change) {
        return new PlatformRealm(on, change, false, true);
    }

    /** As it stands there, with the tenants' identity providers, and whoever signs in from a new device confirms it. */
    public static PlatformRealm withProvidersVerifyingDevices(Consumer<ObjectNode> change) {
        return new PlatformRealm(ServerUnderTest::get, change, true, true);
    }

    /** The second factor of admins and owners, which the demo switches off. */
    public static void demandSecondFactor(ObjectNode realm) {
        require(realm, " of admins", "CONDITIONAL");
    }

    private static void trustEveryDevice(ObjectNode realm) {
        require(realm, " device", "DISABLED");
        ((ObjectNode) realm.get("attributes")).remove("gatehouse.authenticators.devices");
    }

    /** Sets the requirement of all subflows whose name ends so. */
    private static void require(ObjectNode realm, String flows, String requirement) {
        for (JsonNode flow : realm.get("authenticationFlows")) {
            for (JsonNode execution : flow.get("authenticationExecutions")) {
                if (execution.path("flowAlias").asText().endsWith(flows)) {
                    ((ObjectNode) execution).put("requirement", requirement);
                }
            }
        }
    }

    /**
     * As it stands there, but nobody is asked about domains and roles on their way in, and about domains at no token: for what lies
     * behind the doors.
     */
    public static PlatformRealm withoutDoors(Consumer<ObjectNode> change) {
        return new PlatformRealm(realm -> {
            openDoors(realm);
            change.accept(realm);
        });
    }

    /** The change that {@link #withoutDoors} makes. */
    public static void openDoors(ObjectNode realm) {
        ((ObjectNode) realm.get("attributes")).remove("gatehouse.authenticators.domains");
        for (JsonNode flow : realm.get("authenticationFlows")) {
            for (JsonNode execution : flow.get("authenticationExecutions")) {
                if (DOORS.contains(execution.path("authenticator").asText())) {
                    // a flow must not be left without a step that everybody passes
                    ((ObjectNode) execution)
                            .put("authenticator", "allow-access-authenticator")
                            .put("requirement", "REQUIRED");
                }
            }
        }
        for (JsonNode profile : realm.at("/components/org.keycloak.userprofile.UserProfileProvider")) {
            ArrayNode config = (ArrayNode) profile.at("/config/kc.user.profile.config");
            config.set(0, TextNode.valueOf(config.get(0).textValue().replace(",\"gatehouse-email-domain\":{}", "")));
        }
        for (JsonNode flow : realm.get("authenticationFlows")) {
            ((ArrayNode) flow.get("authenticationExecutions"))
                    .removeIf(execution ->
                            execution.path("authenticator").asText().equals("gatehouse-registration-domain"));
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server = on.get();
        admin = new Admin(server.url());
        name = "platform-" + context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
        Path pieces = Path.of(System.getProperty("gatehouse.module"), "realms");
        ObjectNode realm = providers
                ? RealmFiles.at(RealmFiles.demoWithProviders(pieces, name), server.url(), server.ownUrl())
                : RealmFiles.demo(pieces, name);
        ((ObjectNode) realm.get("smtpServer"))
                .put("host", server.thisMachine())
                .put("port", Integer.toString(Inbox.get().port()));
        if (!devices) {
            trustEveryDevice(realm);
        }
        change.accept(realm);
        admin.post("", realm);
        if (providers) {
            for (ObjectNode upstream : RealmFiles.upstreams(pieces, name)) {
                admin.post("", RealmFiles.at(upstream, server.url(), server.ownUrl()));
                upstreams.add(upstream.get("realm").textValue());
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (admin == null) {
            // the server was not to be had
            return;
        }
        upstreams.forEach(upstream -> admin.delete("/" + upstream));
        admin.delete("/" + name);
    }

    public String name() {
        return name;
    }

    public URI issuer() {
        return URI.create(server.url() + "/realms/" + name);
    }

    public KeycloakServer server() {
        return server;
    }

    public Admin admin() {
        return admin;
    }

    /** The path of something in this realm for {@link Admin}: {@code path("/users")}. */
    public String path(String below) {
        return "/" + name + below;
    }

    /** The user as the admin API shows them. */
    public JsonNode user(String username) {
        return admin.get(path("/users?exact=true&username=" + username)).get(0);
    }

    /** Makes somebody a member of a group. */
    public void join(String username, String group) {
        admin.put(membership(username, group), null);
    }

    /** Ends that. */
    public void leave(String username, String group) {
        admin.delete(membership(username, group));
    }

    private String membership(String username, String group) {
        String groupId = admin.get(path("/group-by-path" + group)).get("id").textValue();
        return path("/users/" + user(username).get("id").textValue() + "/groups/" + groupId);
    }

    /** The client scope as the admin API shows it. */
    public JsonNode clientScope(String scope) {
        return admin.get(path("/client-scopes"))
                .valueStream()
                .filter(candidate -> candidate.get("name").textValue().equals(scope))
                .findFirst()
                .orElseThrow();
    }
}
