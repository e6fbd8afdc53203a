package dev.gatehouse.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Keycloak's distribution in a folder of its own, with the JAR installed and the server built ({@code kc.sh build}). */
public final class Distribution {

    private static final List<String> BUILD_OPTIONS =
            List.of("--health-enabled=true", "--metrics-enabled=true", "--log-mdc-enabled=true");

    /** What the server is built for. */
    enum Database {
        /** A file of its own: one node. */
        FILE("dev-file"),
        POSTGRES("postgres");

        private final String option;

        Database(String name) {
            this.option = "--db=" + name;
        }
    }

    private static final String DATA = "data";
    private static final String BUILT = "gatehouse-built.txt";

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /**
     * Installs and builds, or takes what an earlier call built from the same distribution, JAR and Java.
     *
     * @param unpacked the distribution as it came; not changed
     * @param home where to install; what stands there is replaced, but for Keycloak's folder {@code data}
     * @param progress told in a few words what takes time
     * @throws ServerException when the build fails
     */
    public static Distribution install(Path unpacked, Path home, Path jar, Consumer<String> progress)
            throws IOException {
        return install(unpacked, home, List.of(jar), Database.FILE, progress);
    }

    /** The same for several JARs and another database. */
    static Distribution install(Path unpacked, Path home, List<Path> jars, Database database, Consumer<String> progress)
            throws IOException {
        Distribution distribution = new Distribution(home);
        List<String> options = new ArrayList<>(BUILD_OPTIONS);
        options.add(database.option);
        List<String> hashes = new ArrayList<>();
        for (Path jar : jars) {
            hashes.add(sha256(jar));
        }
        String key = "%s%nJAR %s%nJava %s%n%s%n"
                .formatted(
                        Files.readString(unpacked.resolve("version.txt")).strip(),
                        String.join(" ", hashes),
                        Runtime.version().feature(),
                        String.join(" ", options));
        Path built = home.resolve(BUILT);
        if (Files.exists(built) && Files.readString(built).equals(key)) {
            return distribution;
        }
        progress.accept("installing the JAR in Keycloak");
        // first of all: an installation that is interrupted has none
        Files.deleteIfExists(built);
        if (Files.exists(home)) {
            try (Stream<Path> entries = Files.list(home)) {
                for (Path entry : entries.toList()) {
                    if (!entry.getFileName().toString().equals(DATA)) {
                        delete(entry);
                    }
                }
            }
        }
        copy(unpacked, home);
        for (Path jar : jars) {
            Files.copy(
                    jar,
                    home.resolve("providers").resolve(jar.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        progress.accept("building Keycloak with it (about 20 seconds)");
        distribution.build(options);
        Files.writeString(built, key);
        return distribution;
    }

    private void build(List<String> options) throws IOException {
        Path log = home.resolve("build.log");
        List<String> command = new ArrayList<>(List.of(script(), "build"));
        command.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (awaitExit(process) != 0) {
            throw new ServerException("Keycloak could not be built with the JAR; " + log + " says why.");
        }
    }

    private static int awaitExit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while Keycloak was built.");
        }
    }

    /** Removes the database and everything else the server keeps. The server must not be running. */
    public Distribution withEmptyDatabase() throws IOException {
        delete(home.resolve(DATA));
        return this;
    }

    /**
     * Realms that {@code --import-realm} imports at the next start, each unless the database has one of that name.
     *
     * @param realms by the names of their files, which Keycloak wants to be {@code <realm>-realm.json}
     */
    public Distribution withRealms(Map<String, String> realms) throws IOException {
        Path imports = home.resolve(DATA).resolve("import");
        delete(imports);
        Files.createDirectories(imports);
        for (Map.Entry<String, String> realm : realms.entrySet()) {
            Files.writeString(imports.resolve(realm.getKey()), realm.getValue());
        }
        return this;
    }

    /**
     * Starts the server on the loopback interface, in production mode.
     *
     * @param port where to listen; 0 for any free one
     * @param environment added to this process's own
     * @param options of {@code kc.sh start}, beside those for ports and host name
     * @param log receives what the server prints
     */
    public DistributionServer start(int port, Map<String, String> environment, List<String> options, Path log)
            throws IOException {
        int http = port == 0 ? Ports.free() : port;
        List<String> alone = new ArrayList<>();
        // one node: without this it would look for others on the network
        alone.add("--cache=local");
        alone.addAll(options);
        return start(http, URI.create("http://localhost:" + http), environment, alone, log);
    }

    /**
     * The same for a node of a cluster, on a free port.
     *
     * @param url where people reach the cluster
     */
    DistributionServer startNode(URI url, Map<String, String> environment, List<String> options, Path log)
            throws IOException {
        return start(Ports.free(), url, environment, options, log);
    }

    private DistributionServer start(int http, URI url, Map<String, String> environment, List<String> options, Path log)
            throws IOException {
        int management = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                script(),
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + http,
                "--http-management-port=" + management,
                "--hostname=" + url));
        command.addAll(options);
        Files.createDirectories(log.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakServer.ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", KeycloakServer.ADMIN);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new DistributionServer(process, http, management, log);
    }

    private String script() {
        return home.resolve("bin").resolve("kc.sh").toAbsolutePath().toString();
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                Path copy = to.resolve(from.relativize(file).toString());
                try {
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The last lines of a log that say what went wrong; the last lines at all when none does. */
    static String lastErrors(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> errors =
                    lines.stream().filter(line -> line.contains("ERROR")).toList();
            List<String> telling = errors.isEmpty() ? lines : errors;
            return String.join("\n", telling.subList(Math.max(0, telling.size() - 10), telling.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
