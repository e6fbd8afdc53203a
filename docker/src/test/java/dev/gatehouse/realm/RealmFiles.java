package dev.gatehouse.realm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes one realm representation of the pieces in a folder of {@code docker/realms}.
 *
 * <p>Objects are merged; in lists, entries of the same key ({@code clientId}, {@code username}, {@code alias}, …) are merged,
 * others added. Two pieces of one folder may not contradict each other; a later folder may overrule an earlier one. Where
 * Keycloak's representation takes only text (the configuration of mappers, authenticators, components and identity providers, the
 * attributes of the realm, of clients and of client scopes), a piece may hold a list, an object, a number or a boolean: a list of words is joined by
 * Keycloak's delimiter {@code ##}, anything else becomes its JSON.
 */
public final class RealmFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    /** What tells the entries of a list apart, the most telling first. */
    private static final List<String> KEYS =
            List.of("clientId", "username", "alias", "flowAlias", "authenticator", "name");

    private static final String PLATFORM = "platform";

    private RealmFiles() {}

    /**
     * Writes the blueprint as {@code platform/platform-realm.json}, the demo's as {@code demo/platform-realm.json}, and beside that
     * those of its tenants' identity providers. The demo's do not know yet where their server is: see {@link #at}.
     */
    public static void main(String[] args) throws IOException {
        Path pieces = Path.of(args[0]);
        Path files = Path.of(args[1]);
        write(blueprint(pieces), files.resolve("platform"));
        for (ObjectNode upstream : upstreams(pieces, PLATFORM)) {
            write(upstream, files.resolve("demo"));
        }
        // last, for whoever looks at its time
        write(demoWithProviders(pieces, PLATFORM), files.resolve("demo"));
    }

    private static void write(ObjectNode realm, Path folder) throws IOException {
        Files.createDirectories(folder);
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(
                        folder.resolve(realm.get("realm").textValue() + "-realm.json")
                                .toFile(),
                        realm);
    }

    /** The realm {@code platform} as an admin imports it: no people, no secrets. */
    public static ObjectNode blueprint(Path pieces) throws IOException {
        return read(pieces.resolve(PLATFORM));
    }

    /** The same with the demo's people, secrets and inbox. */
    public static ObjectNode demo(Path pieces) throws IOException {
        return demo(pieces, PLATFORM);
    }

    /** The same by another name. */
    public static ObjectNode demo(Path pieces, String name) throws IOException {
        return named(name, read(pieces.resolve(PLATFORM), pieces.resolve("demo")));
    }

    /** The same with the tenants' identity providers, which are the {@link #upstreams}. */
    public static ObjectNode demoWithProviders(Path pieces, String name) throws IOException {
        ObjectNode realm = read(pieces.resolve(PLATFORM), pieces.resolve("demo"), pieces.resolve("tenants"));
        return named(name, replace(realm, Map.of("${realm}", name)));
    }

    /**
     * The realms of those identity providers.
     *
     * @param name of the realm whose identity providers they are
     */
    public static List<ObjectNode> upstreams(Path pieces, String name) throws IOException {
        List<ObjectNode> upstreams = new ArrayList<>();
        for (Path piece : pieces(pieces.resolve("upstream"))) {
            upstreams.add(replace((ObjectNode) JSON.readTree(piece.toFile()), Map.of("${realm}", name)));
        }
        return upstreams;
    }

    /**
     * A realm of a server whose address is known now.
     *
     * @param server where browsers find it
     * @param ownServer where it finds itself
     */
    public static ObjectNode at(ObjectNode realm, URI server, URI ownServer) throws IOException {
        return replace(realm, Map.of("${server}", server.toString(), "${own.server}", ownServer.toString()));
    }

    private static ObjectNode replace(ObjectNode realm, Map<String, String> values) throws IOException {
        String text = realm.toString();
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return (ObjectNode) JSON.readTree(text);
    }

    private static ObjectNode named(String name, ObjectNode realm) {
        realm.put("realm", name);
        realm.path("organizations").forEach(organization -> identifyGroups(name, organization));
        return realm;
    }

    /** Keycloak wants a member's groups of an organization as ids, which are unique in a server: a piece names their paths. */
    private static void identifyGroups(String realm, JsonNode organization) {
        Map<String, String> ids = new HashMap<>();
        String prefix = realm + '/' + organization.path("alias").textValue();
        identifyGroups(prefix, "", organization.path("groups"), ids);
        for (JsonNode member : organization.path("members")) {
            if (member.get("groups") instanceof ArrayNode groups) {
                for (int i = 0; i < groups.size(); i++) {
                    String path = groups.get(i).textValue();
                    if (!ids.containsKey(path)) {
                        throw new IllegalArgumentException(prefix + " has no group " + path);
                    }
                    groups.set(i, TextNode.valueOf(ids.get(path)));
                }
            }
        }
    }

    private static void identifyGroups(String prefix, String parent, JsonNode groups, Map<String, String> ids) {
        for (JsonNode group : groups) {
            String path = parent + '/' + group.get("name").textValue();
            String id = UUID.nameUUIDFromBytes((prefix + path).getBytes(UTF_8)).toString();
            ids.put(path, id);
            ((ObjectNode) group).put("id", id);
            identifyGroups(prefix, path, group.path("subGroups"), ids);
        }
    }

    static ObjectNode read(Path... folders) throws IOException {
        ObjectNode realm = JSON.createObjectNode();
        for (Path folder : folders) {
            ObjectNode layer = JSON.createObjectNode();
            for (Path piece : pieces(folder)) {
                merge(layer, (ObjectNode) JSON.readTree(piece.toFile()), piece.toString(), false);
            }
            merge(realm, layer, folder.toString(), true);
        }
        asText(realm.path("attributes"));
        for (String list : Set.of("clients", "clientScopes")) {
            for (JsonNode entry : realm.path(list)) {
                asText(entry.path("attributes"));
                entry.path("protocolMappers").forEach(mapper -> asText(mapper.path("config")));
            }
        }
        for (String list : Set.of("identityProviders", "identityProviderMappers")) {
            realm.path(list).forEach(entry -> asText(entry.path("config")));
        }
        realm.path("authenticatorConfig").forEach(entry -> asText(entry.path("config")));
        realm.path("components").forEach(kind -> kind.forEach(RealmFiles::asTexts));
        return realm;
    }

    private static List<Path> pieces(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static void merge(ObjectNode target, ObjectNode source, String where, boolean overrule) {
        source.properties().forEach(field -> {
            JsonNode old = target.get(field.getKey());
            JsonNode value = field.getValue();
            String place = where + ", " + field.getKey();
            if (old instanceof ObjectNode object && value instanceof ObjectNode more) {
                merge(object, more, place, overrule);
            } else if (old instanceof ArrayNode list && value instanceof ArrayNode more) {
                more.forEach(entry -> merge(list, entry, place, overrule));
            } else if (old == null || overrule) {
                target.set(field.getKey(), value);
            } else if (!old.equals(value)) {
                throw new IllegalArgumentException(place + " is " + value + ", but another piece says " + old);
            }
        });
    }

    private static void merge(ArrayNode list, JsonNode entry, String where, boolean overrule) {
        for (JsonNode old : list) {
            if (old.equals(entry)) {
                return;
            }
            if (old instanceof ObjectNode object && entry instanceof ObjectNode more && sameKey(old, entry)) {
                merge(object, more, where, overrule);
                return;
            }
        }
        list.add(entry);
    }

    private static boolean sameKey(JsonNode a, JsonNode b) {
        for (String key : KEYS) {
            if (a.has(key) || b.has(key)) {
                return a.path(key).equals(b.path(key));
            }
        }
        return false;
    }

    private static void asText(JsonNode values) {
        if (values instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(TextNode.valueOf(text(field.getValue()))));
        }
    }

    /** A component's configuration has a list of texts for each key. */
    private static void asTexts(JsonNode component) {
        for (JsonNode values : component.path("config")) {
            ArrayNode list = (ArrayNode) values;
            for (int i = 0; i < list.size(); i++) {
                list.set(i, TextNode.valueOf(text(list.get(i))));
            }
        }
    }

    private static String text(JsonNode value) {
        if (value.isArray() && value.valueStream().allMatch(JsonNode::isTextual)) {
            StringJoiner words = new StringJoiner("##");
            value.forEach(word -> words.add(word.textValue()));
            return words.toString();
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}
