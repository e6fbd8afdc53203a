package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.PlatformRealm;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E-mail address and name from where a provider says them, as in Eneo's {@code claims_mapping}. */
class PersonFromProviderIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(realm -> {});

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> MAPPING =
            Map.of("upstream.email", "preferred_email", "upstream.full_name", "full_name");

    private static Providers providers;
    private static MockProvider mock;
    private static BrokerLogin login;
    private static int people;

    private String subject;
    private String email;

    @BeforeAll
    static void connectTheProviders() {
        providers = new Providers(REALM);
        mock = MockProvider.start(REALM.server());
        login = new BrokerLogin(REALM, mock);
        connect("trusted", true, "FORCE", MAPPING);
        connect("untrusted", false, "FORCE", MAPPING);
        connect("once", true, "IMPORT", MAPPING);
        connect("forced-by-mapper", false, "IMPORT", with("syncMode", "FORCE"));
        connect("trusted-forced-by-mapper", true, "IMPORT", with("syncMode", "FORCE"));
    }

    private static void connect(String alias, boolean trustEmail, String syncMode, Map<String, String> mapper) {
        ObjectNode provider = mock.representation(providers, alias).put("trustEmail", trustEmail);
        ((ObjectNode) provider.get("config")).put("syncMode", syncMode);
        providers.add(provider);
        providers.addMapper(alias, OidcPersonMapper.PROVIDER_ID, mapper);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> config = new HashMap<>(MAPPING);
        config.put(key, value);
        return config;
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @BeforeEach
    void somebodyNew() {
        people++;
        subject = "subject " + people;
        email = "person" + people + "@upstream.example";
    }

    @Test
    void whoFirstComesHasTheAddressAndTheNameThatAreMeant() throws Exception {
        says(Map.of("preferred_email", email, "full_name", "Ada Maria Lovelace"));
        login.succeeds("trusted", Person.of(email));
        JsonNode user = REALM.user(email);
        assertThat(user.get("email").textValue()).isEqualTo(email);
        assertThat(user.get("emailVerified").booleanValue()).isTrue();
        assertThat(user.get("firstName").textValue()).isEqualTo("Ada Maria");
        assertThat(user.get("lastName").textValue()).isEqualTo("Lovelace");
    }

    @Test
    void anAddressIsVerifiedByItsOwnerUnlessTheProviderIsTrusted() throws Exception {
        says(Map.of("preferred_email", email, "full_name", "Ada Lovelace", "email_verified", true));
        Person person = Person.of(email);
        login.succeeds("untrusted", person);
        assertThat(person.seen()).contains("login-verify-email");
    }

    @Test
    void anAddressThatIsNotSaidIsAskedForAndNotReplacedByAnother() throws Exception {
        says(Map.of("full_name", "Ada Lovelace", "email_verified", true));
        Person person = Person.of(email);
        login.succeeds("trusted", person);
        assertThat(person.seen()).contains("idp-review-user-profile", "login-verify-email");
        assertThat(REALM.user("other-" + email)).isNull();
        assertThat(REALM.user(email).get("firstName").textValue()).isEqualTo("Nova");
    }

    @ParameterizedTest
    @CsvSource({"trusted, true", "untrusted, false", "forced-by-mapper, false", "trusted-forced-by-mapper, true"})
    void forcedAnotherAddressTakesThePlaceOfTheFirstAndIsVerifiedOnlyIfTheProviderIsTrusted(
            String alias, boolean verified) throws Exception {
        says(Map.of("preferred_email", email, "full_name", "Ada Lovelace"));
        login.succeeds(alias, Person.of(email));
        String id = REALM.user(email).get("id").textValue();
        assertThat(user(id).get("emailVerified").booleanValue()).isTrue();

        says(Map.of("preferred_email", "new-" + email, "full_name", "Ada King", "email_verified", true));
        Person person = Person.of("new-" + email);
        Page page = login.through(alias, person);
        JsonNode user = user(id);
        assertThat(user.get("email").textValue()).isEqualTo("new-" + email);
        assertThat(user.get("lastName").textValue()).isEqualTo("King");
        assertThat(person.seen().contains("login-verify-email"))
                .as("has to verify it: " + page)
                .isNotEqualTo(verified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trusted", "trusted-forced-by-mapper"})
    void anAddressThatTheProviderItselfDoubtsIsNotVerifiedByTrust(String alias) throws Exception {
        says(Map.of("preferred_email", email, "full_name", "Ada Lovelace"));
        login.succeeds(alias, Person.of(email));
        String id = REALM.user(email).get("id").textValue();

        says(Map.of("preferred_email", "doubtful-" + email, "full_name", "Ada Lovelace", "email_verified", false));
        Person person = Person.of("doubtful-" + email).withoutMailbox();
        assertThat(login.through(alias, person).id()).isEqualTo("login-verify-email");
        assertThat(user(id).get("emailVerified").booleanValue()).isFalse();
        // nobody else shall find the mail
        Inbox.get().take("doubtful-" + email);
    }

    @Test
    void whoHasOneNameIsAskedForTheOtherOnceAndKeepsIt() throws Exception {
        says(Map.of("preferred_email", email, "full_name", "Sukarno"));
        Person first = Person.of(email);
        login.succeeds("trusted", first);
        assertThat(first.seen()).containsExactly("idp-review-user-profile");
        assertThat(REALM.user(email).get("lastName").textValue()).isEqualTo("Newcomer");

        says(Map.of("preferred_email", email, "full_name", "Sukarno"));
        Person again = Person.of(email);
        login.succeeds("trusted", again);
        assertThat(again.seen()).isEmpty();
        assertThat(REALM.user(email).get("firstName").textValue()).isEqualTo("Sukarno");
        assertThat(REALM.user(email).get("lastName").textValue()).isEqualTo("Newcomer");
    }

    @Test
    void importedOnceAddressAndNameStay() throws Exception {
        says(Map.of("preferred_email", email, "full_name", "Ada Lovelace"));
        login.succeeds("once", Person.of(email));
        says(Map.of("preferred_email", "new-" + email, "full_name", "Ada King"));
        login.succeeds("once", Person.of(email));
        JsonNode user = REALM.user(email);
        assertThat(user.get("email").textValue()).isEqualTo(email);
        assertThat(user.get("lastName").textValue()).isEqualTo("Lovelace");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "preferred_email | 7",
                "preferred_email | [\"ada@acme.example\"]",
                "preferred_email | {\"0\":\"ada@acme.example\"}",
                "preferred_email | \"ada\"",
                "full_name       | [\"Ada\", \"Lovelace\"]",
                "full_name       | true",
                "full_name       | \"Ada\\u0000\"",
            })
    void whatIsNoAddressOrNameRefusesTheLogin(String claim, String json) throws Exception {
        Map<String, Object> claims = new HashMap<>(Map.of("preferred_email", email, "full_name", "Ada Lovelace"));
        claims.put(claim, JSON.readValue(json, Object.class));
        says(claims);
        Page page = login.through("trusted", Person.of(email));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("person_malformed").doesNotContain("Lovelace");
        assertThat(REALM.user(email)).isNull();
        assertThat(lastRefusal().get("details").get("reason").textValue()).isEqualTo("person_malformed");
    }

    @ParameterizedTest
    @CsvSource({"trusted", "forced-by-mapper"})
    void anAddressOfSomebodyElseRefusesTheLoginAndChangesNobody(String alias) throws Exception {
        says(Map.of("preferred_email", email, "full_name", "Ada Lovelace"));
        login.succeeds(alias, Person.of(email));
        says(Map.of("preferred_email", "Dana@acme.example", "full_name", "Ada King"));
        Page page = login.through(alias, Person.of(email));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("email_taken").doesNotContain("dana");
        assertThat(lastRefusal().get("details").get("reason").textValue()).isEqualTo("email_taken");
        assertThat(REALM.user(email).get("lastName").textValue()).isEqualTo("Lovelace");
        assertThat(REALM.user("dana@acme.example").get("firstName").textValue()).isEqualTo("Dana");
    }

    @Test
    void whoFirstComesWithAnAddressOfSomebodyHasToProveThatItIsTheirs() throws Exception {
        says(Map.of("preferred_email", "dana@acme.example", "full_name", "Ada Lovelace"));
        Page page = login.through("trusted", Person.of(email));
        assertThat(page.id()).isEqualTo("login-idp-link-confirm");
        assertThat(REALM.admin()
                        .get(REALM.path("/users/"
                                + REALM.user("dana@acme.example").get("id").textValue() + "/federated-identity")))
                .isEmpty();
    }

    /** With claims that Keycloak would take, to see that they are not taken. */
    private void says(Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "email",
                "other-" + email,
                "preferred_username",
                subject,
                "given_name",
                "Other",
                "family_name",
                "Name"));
        all.putAll(claims);
        mock.says(subject, all);
    }

    private static JsonNode user(String id) {
        return REALM.admin().get(REALM.path("/users/" + id));
    }

    private static JsonNode lastRefusal() {
        return REALM.admin()
                .get(REALM.path("/events?type=IDENTITY_PROVIDER_LOGIN_ERROR"))
                .get(0);
    }
}
