package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other mappers of the scope {@code enclii} refuse what could not be carried out, when it is saved. */
class MapperConfigurationIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "teams         | groups              | teams/*                                  | Group \"teams/*\": a group path starts with \"/\"",
                "teams         | claim.name          | scope                                    | The token claim name \"scope\" would overwrite",
                "permissions   | client.scope        | nowhere                                  | The client scope \"nowhere\" has no mapper \"Gatehouse: roles by group\"",
                "permissions   | client.scope        | eneo                                     | The client scope \"eneo\" has no mapper \"Gatehouse: roles by group\"",
                "permissions   | permissions         | [{\"key\":\"editor\",\"value\":\"a:b\"}] | \"Permissions by role\" has the role \"editor\", which the role order",
                "exactly these | access.token.claims | email##email                             | \"Claims of the access token\" names \"email\" twice"
            })
    void refuses(String mapper, String property, String value, String message) {
        JsonNode scope = REALM.clientScope("enclii");
        String mappers = REALM.path("/client-scopes/" + scope.get("id").textValue() + "/protocol-mappers/models");
        ObjectNode changed = (ObjectNode) REALM.admin()
                .get(mappers)
                .valueStream()
                .filter(candidate -> candidate.get("name").textValue().equals(mapper))
                .findFirst()
                .orElseThrow();
        String path = mappers + "/" + changed.get("id").textValue();
        assertThat(REALM.admin().send("PUT", path, changed).status())
                .as("as it stands in the blueprint")
                .isEqualTo(204);

        ((ObjectNode) changed.get("config")).put(property, value);
        Admin.Answer answer = REALM.admin().send("PUT", path, changed);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("error_description").textValue()).startsWith(message);
    }
}
