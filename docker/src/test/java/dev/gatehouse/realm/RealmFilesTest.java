package dev.gatehouse.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealmFilesTest {

    private static final Path PIECES = Path.of("realms");

    @TempDir
    Path folder;

    @Test
    void piecesOfAFolderAreMergedByTheirKeys() throws Exception {
        piece("platform/a.json", "{\"clients\": [{\"clientId\": \"cli\", \"publicClient\": true}]}");
        piece(
                "platform/b.json",
                "// why\n{\"clients\": [{\"clientId\": \"cli\", \"name\": \"CLI\"}, {\"clientId\": \"api\"}]}");
        assertThat(read("platform"))
                .isEqualTo(
                        json(
                                "{\"clients\": [{\"clientId\": \"cli\", \"publicClient\": true, \"name\": \"CLI\"}, {\"clientId\": \"api\"}]}"));
    }

    @Test
    void piecesOfAFolderMayNotContradictEachOther() throws Exception {
        piece("platform/a.json", "{\"accessTokenLifespan\": 900}");
        piece("platform/b.json", "{\"accessTokenLifespan\": 60}");
        assertThatThrownBy(() -> read("platform"))
                .hasMessageContaining("b.json, accessTokenLifespan is 60, but another piece says 900");
    }

    @Test
    void aLaterFolderOverrules() throws Exception {
        piece(
                "platform/a.json",
                "{\"enabled\": true, \"flows\": [{\"alias\": \"x\", \"requirement\": \"CONDITIONAL\"}]}");
        piece("demo/a.json", "{\"enabled\": false, \"flows\": [{\"alias\": \"x\", \"requirement\": \"DISABLED\"}]}");
        assertThat(read("platform", "demo"))
                .isEqualTo(
                        json("{\"enabled\": false, \"flows\": [{\"alias\": \"x\", \"requirement\": \"DISABLED\"}]}"));
    }

    @Test
    void whatKeycloakTakesAsTextBecomesText() throws Exception {
        piece(
                "platform/a.json",
                "{\"clientScopes\": [{\"name\": \"s\", \"attributes\": {\"on\": true}, \"protocolMappers\": [{\"name\": \"m\","
                        + "\"config\": {\"order\": [\"a\", \"b\"], \"rules\": [{\"key\": \"/a\"}], \"n\": 1}}]}],"
                        + "\"groups\": [{\"name\": \"g\", \"attributes\": {\"list\": [\"stays\"]}}]}");
        JsonNode realm = read("platform");
        assertThat(realm.at("/clientScopes/0/attributes/on").textValue()).isEqualTo("true");
        assertThat(realm.at("/clientScopes/0/protocolMappers/0/config"))
                .isEqualTo(json("{\"order\": \"a##b\", \"rules\": \"[{\\\"key\\\":\\\"/a\\\"}]\", \"n\": \"1\"}"));
        assertThat(realm.at("/groups/0/attributes/list")).isEqualTo(json("[\"stays\"]"));
    }

    @Test
    void theBlueprintKnowsNeitherPeopleNorSecrets() throws Exception {
        JsonNode blueprint = RealmFiles.blueprint(PIECES);
        assertThat(blueprint.get("users")).allSatisfy(user -> {
            assertThat(user.has("serviceAccountClientId")).isTrue();
            assertThat(user.has("credentials")).isFalse();
        });
        assertThat(blueprint.has("smtpServer")).isFalse();
        assertThat(blueprint.get("clients")).isNotEmpty().noneMatch(client -> client.has("secret"));
        assertThat(blueprint.findValuesAsText("requirement")).doesNotContain("DISABLED");
    }

    @Test
    void everySecretOfTheDemoSaysWhoseItIsAndBelongsToAConfidentialClient() throws Exception {
        for (JsonNode client : RealmFiles.demo(PIECES).get("clients")) {
            String id = client.get("clientId").textValue();
            assertThat(client.path("secret").textValue())
                    .as(id)
                    .isEqualTo(client.get("publicClient").booleanValue() ? null : id + "-secret");
        }
    }

    @Test
    void everyPieceOfTheDemoSaysThatItIsDemoOnly() throws Exception {
        for (String folder : List.of("demo", "tenants", "upstream")) {
            try (var pieces = Files.list(PIECES.resolve(folder))) {
                List<Path> files = pieces.toList();
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(Files.readString(file)).startsWith("// DEMO ONLY: "));
            }
        }
    }

    @Test
    void theTenantsProvidersKnowTheirServerOnlyWhenToldIt() throws Exception {
        URI server = URI.create("http://localhost:18080");
        URI own = URI.create("http://127.0.0.1:8080");
        ObjectNode realm = RealmFiles.at(RealmFiles.demoWithProviders(PIECES, "other"), server, own);
        JsonNode config = realm.at("/identityProviders/0/config");
        assertThat(config.get("authorizationUrl").textValue())
                .isEqualTo("http://localhost:18080/realms/other-upstream-sundsvall/protocol/openid-connect/auth");
        assertThat(config.get("tokenUrl").textValue())
                .isEqualTo("http://127.0.0.1:8080/realms/other-upstream-sundsvall/protocol/openid-connect/token");
        assertThat(realm.toString()).doesNotContain("${server}", "${own.server}", "${realm}");
    }

    @Test
    void everyProviderOfTheDemoIsARealmThatSendsPeopleBackToIt() throws Exception {
        JsonNode realm = RealmFiles.demoWithProviders(PIECES, "platform");
        List<ObjectNode> upstreams = RealmFiles.upstreams(PIECES, "platform");
        assertThat(realm.get("identityProviders")).hasSameSizeAs(upstreams).allSatisfy(provider -> {
            String alias = provider.get("alias").textValue();
            assertThat(upstreams)
                    .filteredOn(upstream -> upstream.get("realm").textValue().equals("platform-upstream-" + alias))
                    .singleElement()
                    .satisfies(upstream -> {
                        JsonNode client = upstream.at("/clients/0");
                        assertThat(client.at("/redirectUris/0").textValue())
                                .isEqualTo("${server}/realms/platform/broker/" + alias + "/endpoint");
                        assertThat(client.get("secret")).isEqualTo(provider.at("/config/clientSecret"));
                    });
            assertThat(realm.get("organizations"))
                    .filteredOn(organization -> organization
                            .at("/identityProviders/0/alias")
                            .asText()
                            .equals(alias))
                    .hasSize(1);
        });
        assertThat(RealmFiles.demo(PIECES).has("identityProviders")).isFalse();
    }

    private void piece(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private JsonNode read(String... folders) throws IOException {
        return RealmFiles.read(List.of(folders).stream().map(folder::resolve).toArray(Path[]::new));
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text);
    }
}
