package dev.gatehouse.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The demo's realm on the server under test, one of its own for each test class: {@code @RegisterExtension} it. */
public final class PlatformRealm implements BeforeAllCallback, AfterAllCallback {

    private final Consumer<ObjectNode> change;
    private final boolean providers;
    private final List<String> upstreams = new ArrayList<>();
    private KeycloakServer server;
    private Admin admin;
    private String name;

    /** As it stands in {@code docker/realms}. */
    public PlatformRealm() {
        this(realm -> {});
    }

    /** @param change made to the realm before it is imported */
    public PlatformRealm(Consumer<ObjectNode> change) {
        this(change, false);
    }

    private PlatformRealm(Consumer<ObjectNode> change, boolean providers) {
        this.change = change;
        this.providers = providers;
    }

    /** As it stands there, with the tenants' identity providers, which are realms of their own and take some seconds. */
    public static PlatformRealm withProviders() {
        return new PlatformRealm(realm -> {}, true);
    }

    /** As it stands there, but with the second factor of admins and owners, which the demo switches off. */
    public static PlatformRealm withSecondFactor() {
        return new PlatformRealm(PlatformRealm::demandSecondFactor);
    }

    /** The change that {@link #withSecondFactor} makes. */
    public static void demandSecondFactor(ObjectNode realm) {
        for (JsonNode flow : realm.get("authenticationFlows")) {
            for (JsonNode execution : flow.get("authenticationExecutions")) {
                if (execution.path("requirement").textValue().equals("DISABLED")) {
                    ((ObjectNode) execution).put("requirement", "CONDITIONAL");
                }
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server = ServerUnderTest.get();
        admin = new Admin(server.url());
        name = "platform-" + context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
        Path pieces = Path.of(System.getProperty("gatehouse.module"), "realms");
        ObjectNode realm = providers
                ? RealmFiles.at(RealmFiles.demoWithProviders(pieces, name), server.url(), server.ownUrl())
                : RealmFiles.demo(pieces, name);
        ((ObjectNode) realm.get("smtpServer"))
                .put("host", server.thisMachine())
                .put("port", Integer.toString(Inbox.get().port()));
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
