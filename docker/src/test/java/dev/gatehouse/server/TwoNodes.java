package dev.gatehouse.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Two nodes of Keycloak with the JAR that are one cluster on one PostgreSQL, behind a balancer that hands connections to them in turn.
 * The balancer's address is the host name of both, so that issuer, cookies and links agree whichever node answers.
 *
 * <p>Use it as the server under test: {@code new PlatformRealm(TwoNodes::get, realm -> …)}. One pair serves all test classes of a
 * run; it is made by the first that asks and takes about a minute. A test that stops nodes or needs a durable database makes one of
 * its own ({@link #start}).
 *
 * <p>It needs the distribution and the machine's PostgreSQL ({@code apt-get install postgresql}). Where they are not to be had its
 * tests are skipped, and where the environment says {@code CI=true} they fail. With {@code -Dgatehouse.server=container} they are
 * skipped too: the run with {@code distribution} has them.
 */
public final class TwoNodes implements KeycloakServer {

    /** What Infinispan prints when a cluster has two members. */
    private static final Pattern BOTH = Pattern.compile("ISPN000(093|094).*\\(2\\) \\[");

    private static TwoNodes shared;

    private final Postgres database;
    private final List<DistributionServer> nodes;
    private final Balancer balancer;
    private final URI url;

    private TwoNodes(Postgres database, List<DistributionServer> nodes, Balancer balancer, URI url) {
        this.database = database;
        this.nodes = List.copyOf(nodes);
        this.balancer = balancer;
        this.url = url;
    }

    /** The pair that all tests of a run share; skips the test where it is not to be had. */
    public static synchronized TwoNodes get() {
        if (shared == null) {
            assumeAvailable();
            long begin = System.nanoTime();
            shared = start(Postgres.Durability.NONE);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
            System.out.printf(
                    "[gatehouse] two-node tests run on Keycloak %s: %s (ready after %.1f s)%n",
                    System.getProperty("keycloak.version"), shared.description(), (System.nanoTime() - begin) / 1e9);
        }
        return shared;
    }

    /** Skips the test, and says so, where there can be no two nodes; fails it where there must be. */
    public static void assumeAvailable() {
        if ("container".equals(System.getProperty("gatehouse.server"))) {
            skip("two-node tests run from the distribution only: -Dgatehouse.server=distribution");
        }
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new ServerException("Two-node tests cannot run: " + missing.get() + ".");
            }
            skip("two-node tests cannot run: " + missing.get());
        }
    }

    private static Optional<String> missing() {
        if (!Files.isDirectory(Path.of(System.getProperty("keycloak.home")))) {
            return Optional.of("Keycloak's distribution is not in " + System.getProperty("keycloak.home"));
        }
        return Postgres.installed().isPresent()
                ? Optional.empty()
                : Optional.of("PostgreSQL is not installed (apt-get install postgresql)");
    }

    private static void skip(String why) {
        System.out.println("[gatehouse] skipped: " + why);
        Assumptions.abort(why);
    }

    /**
     * A pair of one's own, with an empty database.
     *
     * @throws ServerException when a node does not start or the two do not find each other
     */
    public static TwoNodes start(Postgres.Durability durability) {
        String version = System.getProperty("keycloak.version");
        Path target = Path.of(System.getProperty("gatehouse.module"), "target", "server-under-test");
        List<DistributionServer> nodes = new ArrayList<>();
        Postgres database = null;
        try {
            Distribution distribution = Distribution.install(
                    Path.of(System.getProperty("keycloak.home")),
                    target.resolve(version + "-postgres"),
                    ServerUnderTest.jars(),
                    Distribution.Database.POSTGRES,
                    step -> System.out.println("[gatehouse] " + step));
            database = Postgres.start(durability);
            int front = Ports.free();
            URI url = URI.create("http://localhost:" + front);
            for (int node = 1; node <= 2; node++) {
                List<String> options = new ArrayList<>(database.keycloakOptions());
                options.add("--cache=ispn");
                // they find each other by a table of the database, and talk on this machine only
                options.add("--cache-embedded-network-bind-address=127.0.0.1");
                options.add("--cache-embedded-network-bind-port=" + Ports.free());
                // encrypted, two nodes that call each other at the same moment may never get through
                options.add("--cache-embedded-mtls-enabled=false");
                // a test sees it run, on both at once
                options.add("--spi-authenticator--gatehouse-device-verification--clean-up-seconds=1");
                // one after the other: the first makes the tables, and the cluster that the second joins
                nodes.add(distribution
                        .startNode(
                                url,
                                // JGroups watches for failures on a port above its own, which has to be one too
                                Map.of("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 -Djgroups.fd.port-offset=0"),
                                options,
                                target.resolve(version + "-node" + node + ".log"))
                        .awaitReady());
            }
            if (!BOTH.matcher(nodes.get(1).log()).find()) {
                throw new ServerException(
                        "The two nodes have not found each other; their logs in " + target + " say why.");
            }
            Balancer balancer = Balancer.start(
                    front, nodes.stream().map(node -> node.url().getPort()).toList());
            return new TwoNodes(database, nodes, balancer, url);
        } catch (IOException | RuntimeException e) {
            nodes.forEach(DistributionServer::close);
            if (database != null) {
                database.close();
            }
            throw e instanceof RuntimeException failure ? failure : new UncheckedIOException((IOException) e);
        }
    }

    /** The two, each with its own {@link DistributionServer#url} that no browser is ever sent to. */
    @Override
    public List<DistributionServer> nodes() {
        return nodes;
    }

    public Postgres database() {
        return database;
    }

    @Override
    public String description() {
        return "two nodes on PostgreSQL, on Java " + Runtime.version();
    }

    /** Of the balancer. */
    @Override
    public URI url() {
        return url;
    }

    @Override
    public URI ownUrl() {
        return url;
    }

    @Override
    public String thisMachine() {
        return "127.0.0.1";
    }

    /** Of the first node, then of the second. */
    @Override
    public String log() {
        return nodes.get(0).log() + nodes.get(1).log();
    }

    @Override
    public void close() {
        balancer.close();
        nodes.forEach(DistributionServer::close);
        database.close();
    }
}
