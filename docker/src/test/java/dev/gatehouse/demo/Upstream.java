package dev.gatehouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tenant with an identity provider of its own.
 *
 * @param tenant alias of the organization
 * @param name what people call the tenant
 * @param person address of somebody who can sign in there
 */
record Upstream(String tenant, String name, String person) {

    private static final JsonMapper JSON = new JsonMapper();

    /** @param upstreams the realm files of the identity providers */
    static List<Upstream> of(Path realmFile, List<Path> upstreams) throws IOException {
        JsonNode organizations = JSON.readTree(realmFile.toFile()).path("organizations");
        List<Upstream> tenants = new ArrayList<>();
        for (Path file : upstreams) {
            JsonNode upstream = JSON.readTree(file.toFile());
            for (JsonNode organization : organizations) {
                String alias = organization.path("alias").textValue();
                if (upstream.path("realm").textValue().endsWith("-upstream-" + alias)) {
                    tenants.add(new Upstream(
                            alias,
                            organization.path("name").textValue(),
                            upstream.at("/users/0/email").textValue()));
                }
            }
        }
        return tenants;
    }
}
