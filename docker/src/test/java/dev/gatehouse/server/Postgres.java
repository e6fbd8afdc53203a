package dev.gatehouse.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of a test's own, from the machine's packages: an empty database in a folder of its own, on a free port of the
 * loopback interface. It refuses to run as root and then runs as the user {@code postgres} of the package.
 */
public final class Postgres implements AutoCloseable {

    /** Who owns the database; there is no password. */
    public static final String USER = "keycloak";

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String SYSTEM_USER = "postgres";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);

    /** Whether what is committed is still there after the machine has failed. */
    public enum Durability {
        /** Nothing waits for the disk: for tests that only need a database. */
        NONE(List.of("-c", "fsync=off", "-c", "full_page_writes=off")),
        /** As PostgreSQL is by default: for tests of just that. */
        FULL(List.of());

        private final List<String> options;

        Durability(List<String> options) {
            this.options = options;
        }
    }

    private final Path programs;
    private final Path folder;
    private final int port;
    private final Process process;

    private Postgres(Path programs, Path folder, int port, Process process) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The folder of the newest version's programs; empty where none is installed. */
    public static Optional<Path> installed() {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(
                            bin -> Double.valueOf(bin.getParent().getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ServerException when it is not installed or does not start */
    public static Postgres start(Durability durability) throws IOException {
        Path programs =
                installed().orElseThrow(() -> new ServerException("There is no PostgreSQL in " + PACKAGES + "."));
        Path folder = Files.createTempDirectory("gatehouse-postgres");
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SYSTEM_USER));
        }
        Path data = folder.resolve("data");
        run(
                folder,
                programs.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-k",
                folder.toString()));
        command.addAll(durability.options);
        Process process = new ProcessBuilder(asUser(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new Postgres(programs, folder, port, process).awaitReady();
    }

    private Postgres awaitReady() throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        try {
            // the exit is what is waited for; the server is asked in between
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                if (new ProcessBuilder(
                                        programs.resolve("pg_isready").toString(),
                                        "-q",
                                        "-h",
                                        "127.0.0.1",
                                        "-p",
                                        Integer.toString(port))
                                .start()
                                .waitFor()
                        == 0) {
                    return this;
                }
                if (System.nanoTime() > deadline) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String log = Files.readString(folder.resolve("log"));
        close();
        throw new ServerException("PostgreSQL did not start:\n" + log);
    }

    /** The options of {@code kc.sh start} that make Keycloak use it. */
    List<String> keycloakOptions() {
        return List.of("--db-url=jdbc:postgresql://127.0.0.1:" + port + "/postgres", "--db-username=" + USER);
    }

    /**
     * What a statement answers.
     *
     * @return one row a line, columns parted by {@code |}
     * @throws ServerException for what PostgreSQL refuses
     */
    public String query(String sql) throws IOException {
        return run(
                folder,
                programs.resolve("psql").toString(),
                "--no-psqlrc",
                "--set=ON_ERROR_STOP=1",
                "--quiet",
                "--no-align",
                "--tuples-only",
                "--host=127.0.0.1",
                "--port=" + port,
                "--username=" + USER,
                "--command=" + sql,
                "postgres");
    }

    private static String run(Path folder, String... command) throws IOException {
        Process process = new ProcessBuilder(asUser(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new ServerException(command[0] + " failed:\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while " + command[0] + " ran.", e);
        }
        return output;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asUser(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        // unlike su and runuser it becomes the command, which then gets the signals itself
        List<String> asUser = new ArrayList<>(
                List.of("setpriv", "--reuid=" + SYSTEM_USER, "--regid=" + SYSTEM_USER, "--clear-groups", "--"));
        asUser.addAll(command);
        return asUser;
    }

    @Override
    public void close() {
        // waits for its clients to leave
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Distribution.delete(folder);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
