package dev.gatehouse.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The one server of a test run, started by the first test that needs it and stopped with the run.
 *
 * <p>System property {@code gatehouse.server}: {@code container}, {@code distribution}, or {@code auto}, which takes a
 * container where a Docker engine answers and has or can get the image.
 */
public final class ServerUnderTest {

    private ServerUnderTest() {}

    public static KeycloakServer get() {
        return Holder.SERVER;
    }

    private static final class Holder {
        static final KeycloakServer SERVER = start();
    }

    private static KeycloakServer start() {
        String version = System.getProperty("keycloak.version");
        List<Path> jars = jars();
        long begin = System.nanoTime();
        KeycloakServer server = switch (System.getProperty("gatehouse.server")) {
            case "container" -> container(version, jars);
            case "distribution" -> distribution(version, jars);
            case "auto" -> containerOrDistribution(version, jars);
            default ->
                throw new ServerException("-Dgatehouse.server is \"" + System.getProperty("gatehouse.server")
                        + "\": it is container, distribution or auto.");
        };
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.printf(
                "[gatehouse] integration tests run on Keycloak %s: %s (ready after %.1f s)%n",
                version, server.description(), (System.nanoTime() - begin) / 1e9);
        return server;
    }

    /** What every server of the tests has installed: the JAR, and the provider that moves its clock. */
    static List<Path> jars() {
        return List.of(Path.of(System.getProperty("gatehouse.jar")), ClockJar.pack());
    }

    private static KeycloakServer container(String version, List<Path> jars) {
        try {
            return ContainerServer.start(version, jars);
        } catch (ContainerServer.UnavailableException e) {
            throw new ServerException("The tests cannot run in a container: " + e.getMessage() + ".", e);
        }
    }

    private static KeycloakServer containerOrDistribution(String version, List<Path> jars) {
        try {
            return ContainerServer.start(version, jars);
        } catch (ContainerServer.UnavailableException e) {
            System.out.println("[gatehouse] no container: " + e.getMessage());
            return distribution(version, jars);
        }
    }

    private static KeycloakServer distribution(String version, List<Path> jars) {
        Path target = Path.of(System.getProperty("gatehouse.module"), "target");
        try {
            return Distribution.install(
                            Path.of(System.getProperty("keycloak.home")),
                            target.resolve("server-under-test").resolve(version),
                            jars,
                            Distribution.Database.FILE,
                            step -> System.out.println("[gatehouse] " + step))
                    .withEmptyDatabase()
                    .start(
                            0,
                            Map.of("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1"),
                            List.of(),
                            target.resolve("server-under-test").resolve(version + ".log"))
                    .awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
