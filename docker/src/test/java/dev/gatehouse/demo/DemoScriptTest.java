package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script says and does before it starts anything; in a repository where nothing is built and Maven is a stand-in. */
class DemoScriptTest {

    @TempDir
    Path temporary;

    private Path repository;
    private Path programs;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void copyTheScript() throws IOException {
        repository = Files.createDirectories(temporary.resolve("a clone"));
        Path module = Files.createDirectories(repository.resolve("docker"));
        Files.copy(Path.of("demo"), module.resolve("demo"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(Path.of("..", "pom.xml"), repository.resolve("pom.xml"));
        programs = Files.createDirectories(temporary.resolve("programs"));
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        program("mvn", "echo 'mvn was started' >&2; exit 1");
    }

    @Test
    void helpNamesEveryOption() throws Exception {
        try (DemoScript demo = start("--help")) {
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.err()).isEmpty();
            assertThat(String.join("\n", demo.out()))
                    .contains("--port", "--smtp-port", "--inbox-port", "--second-factor", "--fresh", "--help");
            assertThat(demo.out()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frsh | There is no option \"--frsh\"; --help lists those there are.",
                "--fresh=yes | There is no option \"--fresh=yes\"; --help lists those there are.",
                "now | There is no option \"now\"; --help lists those there are.",
                "--port | --port takes a port, for example --port 9000.",
                "--port= | --port takes a port from 1 to 65535, not \"\".",
                "--port=http | --port takes a port from 1 to 65535, not \"http\".",
                "--smtp-port=0 | --smtp-port takes a port from 1 to 65535, not \"0\".",
                "--inbox-port=65536 | --inbox-port takes a port from 1 to 65535, not \"65536\".",
                "--inbox-port=99999999999999999999 | --inbox-port takes a port from 1 to 65535, not \"99999999999999999999\".",
                "--inbox-port=8080 | --port and --inbox-port are both 8080; each needs a port of its own."
            })
    void anOptionThatCannotBeIsOneSentence(String option, String sentence) throws Exception {
        try (DemoScript demo = start(option)) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err()).containsExactly("demo: " + sentence);
            assertThat(demo.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"--port, 127.0.0.1", "--smtp-port, 127.0.0.1", "--inbox-port, 0.0.0.0"})
    void aPortThatIsTakenIsOneSentence(String option, String address) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(address));
                DemoScript demo = start(option, "" + taken.getLocalPort())) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err())
                    .containsExactly("demo: Port " + taken.getLocalPort()
                            + " is taken by another program; stop it or choose another port with " + option + ".");
            assertThat(demo.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_402", "11.0.22", "16-ea", "9"})
    void aJavaThatIsTooOldIsOneSentence(String version) throws Exception {
        Path old = Files.createDirectories(temporary.resolve("old/bin")).getParent();
        program(old.resolve("bin/java"), "echo 'openjdk version \"" + version + "\" 2024-01-16' >&2");
        environment.put("JAVA_HOME", old.toString());

        try (DemoScript demo = startOnFreePorts()) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err())
                    .containsExactly("demo: The demo needs a JDK 17 or newer, but " + old + "/bin/java is Java "
                            + version + "; point JAVA_HOME at a newer one.");
            assertThat(demo.out()).isEmpty();
        }
    }

    @Test
    void aJavaHomeWithoutJavaIsOneSentence() throws Exception {
        environment.put("JAVA_HOME", temporary.resolve("nothing").toString());

        try (DemoScript demo = startOnFreePorts()) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err())
                    .singleElement()
                    .asString()
                    .isEqualTo("demo: JAVA_HOME is " + temporary.resolve("nothing")
                            + ", but there is no Java; point it at a JDK 17 or newer.");
        }
    }

    @Test
    void theJavaOfMacOsThatOnlySaysWhereToGetOneIsOneSentence() throws Exception {
        environment.put("JAVA_HOME", "");
        program("java", "echo 'Unable to locate a Java Runtime.' >&2; exit 1");

        try (DemoScript demo = startOnFreePorts()) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err())
                    .containsExactly("demo: " + programs.resolve("java")
                            + " does not run; install a JDK 17 or newer, or point JAVA_HOME at one.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[ERROR] Could not transfer artifact org.keycloak:keycloak-quarkus-dist:zip:26.7.3 from/to central (https://repo.example): no route | "
                        + "A download from Maven Central failed (org.keycloak:keycloak-quarkus-dist:zip:26.7.3); is this machine online? ",
                "[ERROR] Plugin a:b:1 or one of its dependencies could not be resolved | "
                        + "A download from Maven Central failed; is this machine online? ",
                "[ERROR] Rule 1: RequireMavenVersion failed with message: Gatehouse builds with Maven 3.8.6 or newer. | "
                        + "Gatehouse builds with Maven 3.8.6 or newer.",
                "[ERROR] COMPILATION ERROR | The build failed; "
            })
    void aBuildThatFailsIsOneSentence(String output, String sentence) throws Exception {
        program("mvn", "echo '" + output + "'; exit 1");

        try (DemoScript demo = startOnFreePorts()) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err()).singleElement().asString().startsWith("demo: " + sentence);
            if (sentence.endsWith(" ")) {
                assertThat(demo.err().get(0))
                        .contains(repository
                                .resolve("docker/target/demo/build.log")
                                .toString());
            }
        }
    }

    @Test
    void stoppingItStopsTheBuildAndWhatTheBuildStarted() throws Exception {
        Path pids = temporary.resolve("pids");
        assertThat(new ProcessBuilder("mkfifo", pids.toString()).start().waitFor())
                .isZero();
        program("mvn", "sleep 600 & echo $$ $! > '" + pids + "'; wait");

        try (DemoScript demo = startOnFreePorts()) {
            List<ProcessHandle> build = Stream.of(read(pids).split(" "))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
            assertThat(build).hasSize(2);

            demo.terminate();

            assertThat(demo.exitCode()).isEqualTo(128 + 15);
            assertThat(demo.err()).isEmpty();
            for (ProcessHandle process : build) {
                process.onExit().get(1, TimeUnit.MINUTES);
            }
        }
    }

    /** A line from a pipe; waits for one to be written. */
    private static String read(Path pipe) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return Files.readString(pipe).strip();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get(1, TimeUnit.MINUTES);
    }

    private DemoScript start(String... options) throws IOException {
        return DemoScript.start(repository.resolve("docker/demo"), environment, List.of(options));
    }

    private DemoScript startOnFreePorts() throws IOException {
        return start("--port=" + Ports.free(), "--smtp-port=" + Ports.free(), "--inbox-port=" + Ports.free());
    }

    private void program(String name, String commands) throws IOException {
        program(programs.resolve(name), commands);
    }

    private static void program(Path file, String commands) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
