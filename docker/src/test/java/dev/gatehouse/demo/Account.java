package dev.gatehouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Somebody who can sign in.
 *
 * @param roles in Enclii
 * @param organizations the names of those the person belongs to
 */
record Account(
        String email,
        String name,
        String password,
        List<String> roles,
        List<String> organizations,
        boolean emailVerified) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The people of a realm file, in its order. */
    static List<Account> of(Path realmFile) throws IOException {
        JsonNode realm = JSON.readTree(realmFile.toFile());
        Map<String, String> roles = roles(realm);
        List<Account> accounts = new ArrayList<>();
        for (JsonNode user : realm.path("users")) {
            if (user.has("serviceAccountClientId")) {
                continue;
            }
            accounts.add(new Account(
                    user.path("email").textValue(),
                    user.path("firstName").textValue() + " "
                            + user.path("lastName").textValue(),
                    user.at("/credentials/0/value").textValue(),
                    texts(user.path("groups"))
                            .map(roles::get)
                            .filter(role -> role != null)
                            .distinct()
                            .toList(),
                    organizations(realm, user.path("username").textValue()),
                    user.path("emailVerified").booleanValue()));
        }
        return accounts;
    }

    /** The role of each group, from the configuration of Enclii's role mapper. */
    private static Map<String, String> roles(JsonNode realm) throws IOException {
        Map<String, String> roles = new LinkedHashMap<>();
        for (JsonNode scope : realm.path("clientScopes")) {
            if (!scope.path("name").asText().equals("enclii")) {
                continue;
            }
            for (JsonNode mapper : scope.path("protocolMappers")) {
                if (mapper.path("protocolMapper").asText().equals("gatehouse-group-role-mapper")) {
                    for (JsonNode rule :
                            JSON.readTree(mapper.at("/config/rules").textValue())) {
                        roles.put(
                                rule.path("key").textValue(), rule.path("value").textValue());
                    }
                }
            }
        }
        return roles;
    }

    private static List<String> organizations(JsonNode realm, String username) {
        return realm.path("organizations")
                .valueStream()
                .filter(organization -> organization
                        .path("members")
                        .valueStream()
                        .anyMatch(member -> member.path("username").asText().equals(username)))
                .map(organization -> organization.path("name").textValue())
                .toList();
    }

    private static Stream<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::textValue);
    }
}
