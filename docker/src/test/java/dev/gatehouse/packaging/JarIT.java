package dev.gatehouse.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.server.ServerUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JarIT {

    private static final String SERVICES = "META-INF/services/";

    private static JarFile jar;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(System.getProperty("gatehouse.jar"));
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void holdsNothingButGatehouse() {
        assertThat(files())
                .isNotEmpty()
                .allMatch(
                        name -> name.startsWith("dev/gatehouse/")
                                || name.startsWith("theme-resources/")
                                || name.startsWith("theme/gatehouse/")
                                || name.equals("META-INF/keycloak-themes.json")
                                || name.startsWith(SERVICES + "org.keycloak.")
                                || name.equals("META-INF/MANIFEST.MF")
                                || name.equals("META-INF/LICENSE"),
                        "is Gatehouse's own");
    }

    @Test
    void putsNoClassIntoAPackageOfKeycloak() {
        assertThat(files()).noneMatch(name -> name.startsWith("org/keycloak/"));
    }

    @Test
    void isThin() throws IOException {
        assertThat(Files.size(Path.of(jar.getName()))).isLessThan(2_000_000);
    }

    @Test
    void runsOnJava17() throws IOException {
        for (String name : files()) {
            if (name.endsWith(".class")) {
                byte[] head = jar.getInputStream(jar.getJarEntry(name)).readNBytes(8);
                assertThat(head[7]).as("class version of " + name).isLessThanOrEqualTo((byte) 61);
            }
        }
    }

    @Test
    void namesEveryProviderOfEveryModuleOnce() throws IOException {
        List<String> providers = providers();
        assertThat(providers)
                .doesNotHaveDuplicates()
                .contains(
                        "dev.gatehouse.roles.GroupRoleMapper",
                        "dev.gatehouse.secondfactor.SecondFactorConditionFactory");
        for (String provider : providers) {
            assertThat(jar.getJarEntry(provider.replace('.', '/') + ".class"))
                    .as(provider)
                    .isNotNull();
        }
        for (String module : List.of("mappers", "authenticators", "event-listeners", "themes")) {
            Path services =
                    Path.of(System.getProperty("gatehouse.module"), "..", module, "src/main/resources", SERVICES);
            if (Files.exists(services)) {
                try (var found = Files.list(services)) {
                    for (Path service : found.toList()) {
                        assertThat(providers).containsAll(Files.readAllLines(service));
                    }
                }
            }
        }
    }

    /** Ids that are a segment of a public URL. */
    private static final Set<String> SEGMENTS = Set.of("tenants", "api", "api-v1-devices", "device-verification");

    @Test
    void everyProviderShowsItsVersionOnTheServerInfoPage() throws IOException {
        JsonNode spis = new Admin(ServerUnderTest.get().url()).serverInfo().get("providers");
        List<String> shown = new ArrayList<>();
        spis.forEach(spi -> spi.get("providers").properties().forEach(provider -> {
            if (provider.getKey().startsWith("gatehouse") || SEGMENTS.contains(provider.getKey())) {
                assertThat(provider.getValue()
                                .path("operationalInfo")
                                .path("Gatehouse")
                                .textValue())
                        .as(provider.getKey())
                        .isEqualTo(System.getProperty("gatehouse.version"));
                shown.add(provider.getKey());
            }
        }));
        assertThat(shown).hasSameSizeAs(providers());
    }

    private static List<String> files() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .toList();
    }

    private static List<String> providers() throws IOException {
        List<String> providers = new ArrayList<>();
        for (String name : files()) {
            if (name.startsWith(SERVICES)) {
                try (BufferedReader lines = new BufferedReader(
                        new InputStreamReader(jar.getInputStream(jar.getJarEntry(name)), StandardCharsets.UTF_8))) {
                    lines.lines().filter(line -> !line.isBlank()).forEach(providers::add);
                }
            }
        }
        return providers;
    }
}
