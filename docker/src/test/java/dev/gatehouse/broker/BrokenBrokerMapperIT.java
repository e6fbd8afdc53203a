package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A realm import passes the check of the admin API by: mappers that cannot be carried out may come in that way. */
class BrokenBrokerMapperIT {

    private static final String TABLE = Providers.table("operations", "/admins");

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(BrokenBrokerMapperIT::importBrokenMappers);

    private static KeycloakProvider upstream;
    private static BrokerLogin login;

    private static void importBrokenMappers(ObjectNode realm) {
        broken(realm, "no-table", OidcGroupsMapper.PROVIDER_ID, Map.of("upstream.groups", "groups", "groups", "["));
        broken(realm, "no-claim", OidcGroupsMapper.PROVIDER_ID, Map.of("upstream.groups", "a..b", "groups", TABLE));
        broken(
                realm,
                "no-group",
                OidcGroupsMapper.PROVIDER_ID,
                Map.of("upstream.groups", "groups", "groups", Providers.table("operations", "/nowhere")));
        broken(realm, "no-person", OidcPersonMapper.PROVIDER_ID, Map.of("upstream.email", "a..b"));
    }

    private static void broken(ObjectNode realm, String alias, String mapper, Map<String, String> config) {
        ObjectNode representation = Providers.representation(alias, mapper, config);
        ((ObjectNode) representation.get("config")).put("syncMode", "FORCE");
        realm.withArray("identityProviderMappers").add(representation);
    }

    @BeforeAll
    static void connectTheProviders() {
        Providers providers = new Providers(REALM);
        upstream = KeycloakProvider.create(REALM);
        login = new BrokerLogin(REALM, null);
        for (String alias : new String[] {"no-table", "no-claim", "no-group", "no-person"}) {
            providers.add(upstream.oidc(providers, alias));
        }
    }

    @AfterAll
    static void disconnectIt() {
        upstream.close();
    }

    @Test
    void giveNobodyAGroupAndTheLogSaysWhy() throws Exception {
        for (String alias : new String[] {"no-table", "no-claim", "no-group"}) {
            Person person = Person.of(alias + "@upstream.example");
            upstream.addUser(person.email(), "operations");
            login.succeeds(alias, person);
            JsonNode user = REALM.user(person.email());
            assertThat(REALM.admin().get(REALM.path("/users/" + user.get("id").textValue() + "/groups")))
                    .isEmpty();
        }
        assertThat(REALM.server().log())
                .contains("gives nobody anything until it is mended: \"Groups by upstream group\" is not JSON")
                .contains(
                        "gives nobody anything until it is mended: \"Groups claim\" is \"a..b\", which has an empty part")
                .contains("gives nothing for the group /nowhere, which the realm does not have");
    }

    @Test
    void takeNoAddressFromAnywhereElse() throws Exception {
        Person person = Person.of("no-person@upstream.example");
        upstream.addUser(person.email());
        login.succeeds("no-person", person);
        assertThat(person.seen()).contains("idp-review-user-profile", "login-verify-email");
        assertThat(REALM.server().log())
                .contains("gives nobody anything until it is mended: \"E-mail claim\" is \"a..b\"");
    }
}
