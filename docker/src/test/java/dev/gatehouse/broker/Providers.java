package dev.gatehouse.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import java.util.List;
import java.util.Map;

/** The identity providers of a realm and their mappers, as an admin sets them up. */
public final class Providers {

    private static final JsonMapper JSON = new JsonMapper();

    private final PlatformRealm realm;

    public Providers(PlatformRealm realm) {
        this.realm = realm;
    }

    /** One that nobody can log in through: for what is only saved. */
    ObjectNode unreachable(String alias, String kind) {
        ObjectNode provider = JSON.createObjectNode()
                .put("alias", alias)
                .put("providerId", kind)
                .put("enabled", true);
        provider.putObject("config")
                .put("clientId", "platform")
                .put("clientSecret", "platform-secret")
                .put("authorizationUrl", "http://localhost:9/auth")
                .put("tokenUrl", "http://localhost:9/token")
                .put("singleSignOnServiceUrl", "http://localhost:9/saml")
                .put("syncMode", "FORCE");
        return provider;
    }

    void add(JsonNode provider) {
        realm.admin().post(realm.path("/identity-provider/instances"), provider);
    }

    void remove(String alias) {
        realm.admin().delete(realm.path("/identity-provider/instances/" + alias));
    }

    /** Saves a mapper. @return its id */
    String addMapper(String alias, String mapper, Map<String, String> config) {
        Admin.Answer answer = tryToAddMapper(alias, mapper, config);
        if (answer.status() != 201) {
            throw new IllegalStateException("the mapper was refused: " + answer.status() + " " + answer.body());
        }
        return mappers(alias)
                .valueStream()
                .filter(saved -> saved.get("name").textValue().equals(name(mapper, config)))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
    }

    Admin.Answer tryToAddMapper(String alias, String mapper, Map<String, String> config) {
        return realm.admin().send("POST", path(alias), representation(alias, mapper, config));
    }

    Admin.Answer tryToChangeMapper(String alias, String id, String mapper, Map<String, String> config) {
        return realm.admin()
                .send(
                        "PUT",
                        path(alias) + "/" + id,
                        representation(alias, mapper, config).put("id", id));
    }

    void removeMapper(String alias, String id) {
        realm.admin().delete(path(alias) + "/" + id);
    }

    JsonNode mappers(String alias) {
        return realm.admin().get(path(alias));
    }

    static ObjectNode representation(String alias, String mapper, Map<String, String> config) {
        ObjectNode representation = JSON.createObjectNode()
                .put("name", name(mapper, config))
                .put("identityProviderAlias", alias)
                .put("identityProviderMapper", mapper);
        ObjectNode values = representation.putObject("config").put("syncMode", "INHERIT");
        config.forEach(values::put);
        return representation;
    }

    private static String name(String mapper, Map<String, String> config) {
        return mapper + " " + config.hashCode();
    }

    private String path(String alias) {
        return realm.path("/identity-provider/instances/" + alias + "/mappers");
    }

    /** A table as the admin console stores it, of pairs left, right, left, right. */
    static String table(String... pairs) {
        ArrayNode table = JSON.createArrayNode();
        for (List<String> pair = List.of(pairs); !pair.isEmpty(); pair = pair.subList(2, pair.size())) {
            table.addObject().put("key", pair.get(0)).put("value", pair.get(1));
        }
        return table.toString();
    }
}
