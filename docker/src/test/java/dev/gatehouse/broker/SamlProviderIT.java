package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same from a second real realm by SAML. */
class SamlProviderIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {});

    private static final String LINKS = Providers.table("engineers", "/developers", "operations", "/admins");

    private static Providers providers;
    private static KeycloakProvider upstream;
    private static BrokerLogin login;
    private static int people;

    private Person person;

    @BeforeAll
    static void connectTheProvider() {
        providers = new Providers(REALM);
        upstream = KeycloakProvider.create(REALM);
        login = new BrokerLogin(REALM, null);
        connect("by-name", "FORCE", "memberOf");
        connect("by-friendly-name", "IMPORT", "Groups");
    }

    private static void connect(String alias, String syncMode, String attribute) {
        ObjectNode provider = upstream.saml(providers, alias);
        ((ObjectNode) provider.get("config")).put("syncMode", syncMode);
        providers.add(provider);
        providers.addMapper(alias, SamlGroupsMapper.PROVIDER_ID, Map.of("upstream.groups", attribute, "groups", LINKS));
        providers.addMapper(
                alias,
                SamlPersonMapper.PROVIDER_ID,
                Map.of(
                        "upstream.email", "urn:email",
                        "upstream.first_name", "firstName",
                        "upstream.last_name", "urn:lastName"));
    }

    @AfterAll
    static void disconnectIt() {
        upstream.close();
    }

    @BeforeEach
    void somebodyNew() {
        people++;
        person = Person.of("person" + people + "@upstream.example");
        upstream.addUser(person.email());
    }

    @Test
    void groupsAddressAndNameComeByTheNamesOfAttributes() throws Exception {
        upstream.join(person.email(), "engineers");
        upstream.join(person.email(), "others");
        login.succeeds("by-name", person);
        assertThat(groups()).containsExactly("/developers");
        JsonNode user = REALM.user(person.email());
        assertThat(user.get("email").textValue()).isEqualTo(person.email());
        assertThat(user.get("emailVerified").booleanValue()).isTrue();
        assertThat(user.get("firstName").textValue()).isEqualTo("Up");
        assertThat(user.get("lastName").textValue()).isEqualTo("Stream");

        upstream.join(person.email(), "operations");
        upstream.leave(person.email(), "engineers");
        login.succeeds("by-name", person);
        assertThat(groups()).containsExactly("/admins");

        upstream.leave(person.email(), "operations");
        login.succeeds("by-name", person);
        assertThat(groups()).isEmpty();
    }

    @Test
    void groupsComeByAFriendlyNameOnce() throws Exception {
        upstream.join(person.email(), "engineers");
        login.succeeds("by-friendly-name", person);
        upstream.leave(person.email(), "engineers");
        login.succeeds("by-friendly-name", person);
        assertThat(groups()).containsExactly("/developers");
    }

    @Test
    void entrasLinkToGroupsThatItLeftOutRefusesTheLogin() throws Exception {
        connect("entra", "FORCE", "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups");
        upstream.says("entra", "http://schemas.microsoft.com/claims/groups.link", "https://graph.example/");
        Page page = login.through("entra", person);
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("Tell your administrator this code: groups_overage");
        assertThat(REALM.user(person.email())).isNull();
        assertThat(REALM.admin()
                        .get(REALM.path("/events?type=IDENTITY_PROVIDER_LOGIN_ERROR"))
                        .get(0)
                        .get("details")
                        .get("reason")
                        .textValue())
                .isEqualTo("groups_overage");
    }

    @Test
    void anAttributeThatIsNoAddressRefusesTheLogin() throws Exception {
        connect("odd", "FORCE", "memberOf");
        upstream.says("odd", "urn:email", "second@upstream.example");
        Page page = login.through("odd", person);
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("person_malformed").doesNotContain("second@");
        assertThat(REALM.user(person.email())).isNull();
    }

    private List<String> groups() {
        return REALM.admin()
                .get(REALM.path("/users/" + REALM.user(person.email()).get("id").textValue() + "/groups"))
                .valueStream()
                .map(group -> group.get("path").textValue())
                .toList();
    }
}
