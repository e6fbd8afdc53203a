package dev.gatehouse.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents below {@code /.well-known/}, beside what Keycloak itself publishes. */
class DiscoveryIT {

    private static final String CERTS = "/protocol/openid-connect/certs";
    private static final String JWKS = "/.well-known/jwks.json";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private static final String ID_TOKEN = "id_token_signing_alg_values_supported";
    private static final String USERINFO = "userinfo_signing_alg_values_supported";
    private static final String AUTHORIZATION = "authorization_signing_alg_values_supported";
    private static final List<String> LISTS = List.of(ID_TOKEN, USERINFO, AUTHORIZATION);

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private final RealmKeys keys = new RealmKeys(REALM);
    private boolean turned;

    @AfterEach
    void leaveTheRealmAsItWas() {
        keys.removeAdded();
        if (turned) {
            turn("true");
        }
    }

    @Test
    void theKeysAreThoseOfTheCertsEndpoint() {
        keys.add("ecdsa-generated", Map.of("priority", "50"));
        String passive = keys.add("ecdsa-generated", Map.of("active", "false"));
        String disabled = keys.add("ecdsa-generated", Map.of("enabled", "false"));

        Published jwks = Published.get(url(JWKS));

        assertThat(jwks.status()).isEqualTo(200);
        assertThat(jwks.text()).isEqualTo(Published.get(url(CERTS)).text());
        assertThat(jwks.json()
                        .get("keys")
                        .valueStream()
                        .map(key -> key.get("kid").textValue()))
                .contains(keys.kid(keys.signing()), keys.kid(passive))
                .doesNotContain(keys.kid(disabled));
        assertThat(jwks.json().get("keys")).noneMatch(key -> key.has("d") || key.has("k"));
    }

    @Test
    void theKeysAreOpenToScriptsAsTheCertsEndpointIs() {
        assertThat(Published.get(url(JWKS)).cors())
                .containsEntry("access-control-allow-origin", Published.ORIGIN)
                .isEqualTo(Published.get(url(CERTS)).cors());
        assertThat(Published.preflight(url(JWKS)))
                .satisfies(preflight -> assertThat(preflight.cors())
                        .containsEntry("access-control-allow-origin", Published.ORIGIN)
                        .isEqualTo(Published.preflight(url(CERTS)).cors()))
                .extracting(Published::status)
                .isEqualTo(Published.preflight(url(CERTS)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {JWKS, OPENID, OAUTH})
    void everyDocumentIsJsonThatNobodyKeeps(String document) {
        Published published = Published.get(url(document));

        assertThat(published.headers().get("content-type")).startsWith("application/json");
        assertThat(published.headers().get("cache-control")).contains("no-cache");
        Published head = Published.head(url(document));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENID, OAUTH})
    void onlyWhatTheRealmSignsWithIsAdvertised(String document) {
        assertAdvertised(document, "RS256");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-generated,   algorithm,              PS512, PS512",
        "ecdsa-generated, ecdsaEllipticCurveKey,  P-256, ES256",
        "ecdsa-generated, ecdsaEllipticCurveKey,  P-384, ES384",
        "eddsa-generated, eddsaEllipticCurveKey, Ed448, EdDSA"
    })
    void anotherKeyIsAdvertisedWithItsAlgorithmWhateverItsPriority(
            String provider, String setting, String value, String algorithm) {
        keys.add(provider, Map.of("priority", "-1", setting, value));
        assertAdvertised(OPENID, "RS256", algorithm);
    }

    @Test
    void keysThatSignNothingAreNotAdvertised() {
        keys.add("ecdsa-generated", Map.of("active", "false"));
        keys.add("eddsa-generated", Map.of("enabled", "false"));
        keys.add("hmac-generated", Map.of("algorithm", "HS384"));
        keys.add("rsa-enc-generated", Map.of());

        assertAdvertised(OPENID, "RS256");
    }

    @Test
    void aKeyIsNotBelievedToBeWhatAnAdminCallsIt() {
        keys.add("rsa-generated", Map.of("algorithm", "HS256"));
        keys.add("hmac-generated", Map.of("algorithm", "ES256"));

        assertAdvertised(OPENID, "RS256");
    }

    @Test
    void aRealmWithHmacKeysOnlyAdvertisesNothing() {
        String rsa = keys.signing();
        keys.set(rsa, "active", "false");
        try {
            assertAdvertised(OPENID);
        } finally {
            keys.set(rsa, "active", "true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENID, OAUTH})
    void whereItIsOffTheDocumentIsKeycloaksOwnAndElseOnlyTheThreeListsDiffer(String document) {
        Published on = Published.get(url(document));
        turn("false");
        Published off = Published.get(url(document));

        assertThat(strings(off, ID_TOKEN)).contains("HS256", "HS384", "HS512", "RS256", "ES256");
        assertThat(strings(off, USERINFO)).contains("HS256", "none");
        assertThat(strings(off, AUTHORIZATION)).contains("HS512");
        assertThat(on.jsonWithout(LISTS)).isEqualTo(off.jsonWithout(LISTS));
        String expected = off.text();
        for (String list : LISTS) {
            expected = expected.replaceFirst("\"" + list + "\":\\[[^]]*]", "\"" + list + "\":[\"RS256\"]");
        }
        assertThat(on.text()).isEqualTo(expected);
        assertThat(on.headers().keySet()).isEqualTo(off.headers().keySet());
        assertThat(on.cors()).isEqualTo(off.cors());
        turn(null);
        assertThat(Published.get(url(document)).text()).isEqualTo(off.text());
    }

    @Test
    void clientsMaySignAsBefore() {
        assertThat(strings(Published.get(url(OPENID)), "token_endpoint_auth_signing_alg_values_supported"))
                .contains("HS256", "RS256");
        assertThat(strings(Published.get(url(OPENID)), "request_object_signing_alg_values_supported"))
                .contains("HS256", "none");
    }

    @Test
    void whereItIsOffThereIsNoSuchKeyDocument() {
        Published nothing = Published.get(url("/.well-known/nothing.json"));
        assertThat(nothing.status()).isEqualTo(404);
        for (String off : new String[] {"false", null}) {
            turn(off);
            Published jwks = Published.get(url(JWKS));
            assertThat(jwks.status()).isEqualTo(404);
            assertThat(jwks.text()).isEqualTo(nothing.text());
            assertThat(Published.head(url(JWKS)).status()).isEqualTo(404);
        }
    }

    @Test
    void everyAddressOfTheMetadataIsNarrowedAndNoneIsNew() {
        assertThat(strings(Published.get(ofServer("oauth-authorization-server")), ID_TOKEN))
                .containsExactly("RS256");
        assertThat(Published.get(ofServer("openid-configuration")).status()).isEqualTo(404);
        assertThat(Published.get(ofServer("jwks.json")).status()).isEqualTo(404);
    }

    @Test
    void anUnknownRealmHasNoDocuments() {
        URI unknown = URI.create(REALM.server().url() + "/realms/nobody");
        assertThat(Published.get(URI.create(unknown + CERTS)).status()).isEqualTo(404);
        assertThat(Published.get(URI.create(unknown + JWKS)).status()).isEqualTo(404);
        assertThat(Published.get(URI.create(unknown + OPENID)).status()).isEqualTo(404);
    }

    @Test
    void aDisabledRealmIsTreatedAsKeycloakTreatsIt() {
        update(realm -> realm.put("enabled", false));
        try {
            assertThat(Published.get(url(JWKS)))
                    .extracting(Published::status, Published::text)
                    .containsExactly(
                            Published.get(url(CERTS)).status(),
                            Published.get(url(CERTS)).text());
            assertThat(Published.get(url(OPENID)).status())
                    .isEqualTo(Published.get(url(CERTS)).status());
        } finally {
            update(realm -> realm.put("enabled", true));
        }
    }

    @Test
    void theUmaDocumentIsKeycloaksOwn() {
        Published on = Published.get(url("/.well-known/uma2-configuration"));
        turn("false");
        assertThat(on.status()).isEqualTo(200);
        assertThat(Published.get(url("/.well-known/uma2-configuration")).text()).isEqualTo(on.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "yes", " true"})
    void aSwitchThatCannotBeReadIsRefusedWhenTheRealmIsSaved(String value) {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        realm.put("displayName", "changed").withObject("/attributes").put(DiscoverySwitch.ATTRIBUTE, value);

        assertRefused(REALM.admin().send("PUT", REALM.path(""), realm), value);

        JsonNode kept = REALM.admin().get(REALM.path(""));
        assertThat(kept.path("displayName").asText()).isNotEqualTo("changed");
        assertThat(kept.get("attributes").get(DiscoverySwitch.ATTRIBUTE).textValue())
                .isEqualTo("true");
        assertAdvertised(OPENID, "RS256");
    }

    @Test
    void aSwitchThatCannotBeReadIsRefusedWhenARealmIsImported() {
        String name = REALM.name() + "-refused";
        ObjectNode realm = JsonNodeFactory.instance.objectNode().put("realm", name);
        realm.putObject("attributes").put(DiscoverySwitch.ATTRIBUTE, "on");

        assertRefused(REALM.admin().send("POST", "", realm), "on");

        assertThat(REALM.admin().send("GET", "/" + name, null).status()).isEqualTo(404);
    }

    private static void assertRefused(Admin.Answer answer, String value) {
        assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(400);
        assertThat(answer.body().get("errorMessage").textValue())
                .startsWith(
                        "Realm attribute \"gatehouse.mappers.discovery\" is \"" + value + "\": it is true or false");
    }

    private static void assertAdvertised(String document, String... algorithms) {
        Published published = Published.get(url(document));
        for (String list : LISTS) {
            assertThat(strings(published, list)).as(list).containsExactlyInAnyOrder(algorithms);
        }
    }

    private static List<String> strings(Published published, String list) {
        return published
                .json()
                .required(list)
                .valueStream()
                .map(JsonNode::textValue)
                .toList();
    }

    /** @param value of the realm attribute; null takes it away */
    private void turn(String value) {
        turned = true;
        update(realm -> {
            ObjectNode attributes = realm.withObject("/attributes");
            if (value == null) {
                attributes.remove(DiscoverySwitch.ATTRIBUTE);
            } else {
                attributes.put(DiscoverySwitch.ATTRIBUTE, value);
            }
        });
    }

    private static void update(Consumer<ObjectNode> change) {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        change.accept(realm);
        REALM.admin().put(REALM.path(""), realm);
    }

    private static URI url(String document) {
        return URI.create(REALM.issuer() + document);
    }

    private static URI ofServer(String document) {
        return URI.create(REALM.server().url() + "/.well-known/" + document + "/realms/" + REALM.name());
    }
}
