package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mappers of the scope {@code enclii} refuse what could not be carried out, and take what is merely large. */
class MapperConfigurationIT {

    @RegisterExtension
    static final PlatformRealm REALM =
            new PlatformRealm(realm -> realm.put("adminEventsEnabled", true).put("adminEventsDetailsEnabled", true));

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "teams         | groups              | teams/*                                  | Group \"teams/*\": a group path starts with \"/\"",
                "teams         | groups              | /teams/*##/teams/*                       | Group \"/teams/*\" stands in the list twice",
                "teams         | groups              | ``                                       | \"Groups\" is empty",
                "teams         | claim.name          | scope                                    | The token claim name \"scope\" would overwrite",
                "teams         | claim.name          | claims_overflow                          | The token claim name \"claims_overflow\" would overwrite",
                "teams         | claim.name          | roles                                    | The token claim name \"roles\" is taken: the mapper \"roles\" beside it",
                "teams         | claim.name          | roles.mine                               | The token claim name \"roles.mine\" is taken: the mapper \"roles\" beside it",
                "teams         | max.values          | 0                                        | \"Most values\" is \"0\", which is no whole number from 1 to 10000",
                "teams         | id.token.claim      | yes                                      | \"id.token.claim\" is \"yes\", which is neither true nor false",
                "permissions   | client.scope        | nowhere                                  | The client scope \"nowhere\" has no mapper \"Gatehouse: roles by group\"",
                "permissions   | client.scope        | eneo                                     | The client scope \"eneo\" has no mapper \"Gatehouse: roles by group\"",
                "permissions   | permissions         | [{\"key\":\"editor\",\"value\":\"a:b\"}] | \"Permissions by role\" has the role \"editor\", which the role order",
                "permissions   | permissions         | [{\"key\":\"viewer\",\"value\":\"\"}]   | Line \"viewer → \" of \"Permissions by role\" lacks its right side",
                "permissions   | claim.name          | email                                    | The token claim name \"email\" would overwrite",
                "tenant        | ambiguous           | guess                                    | \"When several would do\" is \"guess\", which is unknown",
                "tenant        | alias.claim         | organization                             | The token claim name \"organization\" would overwrite",
                "tenant        | alias.claim         | roles                                    | The token claim name \"roles\" is taken",
                "scopes        | client.scope        | nowhere                                  | The client scope \"nowhere\" has no mapper",
                "scopes        | scopes              | [{\"key\":\"admin\",\"value\":\"openid\"}] | \"Scopes by role\" has \"openid\", which Keycloak itself acts on",
                "exactly these | id.token.claims     | email##                                  | \"Claims of the ID token\" has an entry \"\" that is empty",
                "exactly these | access.token.claims | email##email                             | \"Claims of the access token\" names \"email\" twice"
            })
    void refuses(String mapper, String property, String value, String message) {
        ObjectNode changed = mapper(mapper);
        String path = path(changed);
        assertThat(REALM.admin().send("PUT", path, changed).status())
                .as("as it stands in the blueprint")
                .isEqualTo(204);

        ((ObjectNode) changed.get("config")).put(property, value);
        Admin.Answer answer = REALM.admin().send("PUT", path, changed);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("error_description").textValue()).startsWith(message);
    }

    @Test
    void aMapperWithoutAnIdIsRefusedLikeOneWithIt() {
        ObjectNode another = mapper("teams");
        another.remove("id");
        another.put("name", "another");
        Admin.Answer answer = REALM.admin().send("POST", mappers(), another);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("error_description").textValue())
                .startsWith("The token claim name \"teams\" is taken: the mapper \"teams\" beside it");

        // where they do not meet in a token, each may have its own
        ObjectNode config = (ObjectNode) another.get("config");
        config.fieldNames().forEachRemaining(name -> {
            if (name.endsWith(".claim")) {
                config.put(name, Boolean.toString(name.equals("lightweight.claim")));
            }
        });
        assertThat(REALM.admin().send("POST", mappers(), another).status()).isEqualTo(201);
    }

    @Test
    void aTableOfTenThousandRulesIsSavedAndCarriedOut() throws Exception {
        ObjectNode before = mapper("roles");
        ObjectNode large = before.deepCopy();
        ArrayNode rules = JSON.createArrayNode();
        for (int i = 1; i < 10_000; i++) {
            rules.addObject().put("key", "/departments/department-" + i).put("value", "viewer");
        }
        rules.addObject().put("key", "/developers").put("value", "admin");
        ((ObjectNode) large.get("config")).put("rules", rules.toString());
        REALM.admin().put(path(large), large);
        try {
            assertThat(mapper("roles")).isEqualTo(large);
            CommandLine cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
            Tokens tokens = cli.logIn(new Browser(REALM.server().url()), Person.of("dana@acme.example"), "openid");
            assertThat(tokens.accessToken().getClaim("roles")).isEqualTo(List.of("admin"));
        } finally {
            REALM.admin().put(path(before), before);
        }
    }

    private static ObjectNode mapper(String name) {
        return (ObjectNode) REALM.admin()
                .get(mappers())
                .valueStream()
                .filter(candidate -> candidate.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String path(ObjectNode mapper) {
        return mappers() + "/" + mapper.get("id").textValue();
    }

    private static String mappers() {
        return REALM.path(
                "/client-scopes/" + REALM.clientScope("enclii").get("id").textValue() + "/protocol-mappers/models");
    }
}
