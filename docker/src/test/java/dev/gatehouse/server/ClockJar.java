package dev.gatehouse.server;

import dev.gatehouse.clock.TestClockFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The package {@code dev.gatehouse.clock} as a JAR for Keycloak's folder {@code providers}. */
final class ClockJar {

    /** Of every entry, so that the same classes always make the same JAR: an installed one is known by its hash. */
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private ClockJar() {}

    static Path pack() {
        Path target = Path.of(System.getProperty("gatehouse.module"), "target");
        Path classes = target.resolve("test-classes");
        String folder = TestClockFactory.class.getPackageName().replace('.', '/');
        Path jar = target.resolve("test-clock.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> found = Files.list(classes.resolve(folder))) {
            add(
                    entries,
                    "META-INF/services/" + RealmResourceProviderFactory.class.getName(),
                    TestClockFactory.class.getName().getBytes(StandardCharsets.UTF_8));
            // without it Keycloak finds the provider, but not what its resource answers to
            add(entries, "META-INF/beans.xml", new byte[0]);
            List<Path> sorted = found.sorted().toList();
            for (Path each : sorted) {
                add(entries, folder + "/" + each.getFileName(), Files.readAllBytes(each));
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JarOutputStream entries, String name, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(TIME);
        entries.putNextEntry(entry);
        entries.write(content);
        entries.closeEntry();
    }
}
