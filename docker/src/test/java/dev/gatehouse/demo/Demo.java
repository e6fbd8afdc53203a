package dev.gatehouse.demo;

import dev.gatehouse.mail.MailServer;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.server.Distribution;
import dev.gatehouse.server.DistributionServer;
import dev.gatehouse.server.ServerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts everything, waits, and stops what it started: at a signal, or when Keycloak ends. */
public final class Demo {

    private final Options options;
    private final Progress progress;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean databaseIsWhole;

    private Demo(Options options) {
        this.options = options;
        this.progress = new Progress(System.out, options.elapsed());
    }

    /** Ends by the signal that stopped it, or with 1 after a sentence on standard error. */
    public static void main(String[] args) throws InterruptedException {
        Demo demo = new Demo(Options.of(args));
        Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "stop"));
        try {
            demo.run();
        } catch (ServerException e) {
            demo.fail(e.getMessage());
        } catch (IOException | RuntimeException e) {
            demo.fail("Something unexpected happened (" + e + "); " + demo.noted(e) + " tells more.");
        }
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(options.state());
        try (FileChannel lock = FileChannel.open(
                options.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                throw new ServerException("A demo is running already with the folder " + options.shown(options.state())
                        + "; stop it first.");
            }
            checkPort("--port", options.port());
            checkPort("--smtp-port", options.smtpPort());
            checkPort("--inbox-port", options.inboxPort());
            startInbox();
            DistributionServer keycloak = startKeycloak();
            progress.close();
            System.out.println(ReadyText.of(
                    options,
                    Account.of(options.realm()),
                    Upstream.of(options.realm(), options.upstreams()),
                    progress.seconds()));
            int exit = keycloak.process().waitFor();
            throw new ServerException("Keycloak ended by itself (exit code " + exit + "); "
                    + options.shown(options.keycloakLog()) + " may say why.");
        }
    }

    private static void checkPort(String option, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            socket.getLocalPort();
        } catch (BindException e) {
            throw new ServerException(
                    "Port " + port + " cannot be used (" + e.getMessage() + "); choose another with " + option + ".");
        }
    }

    private void startInbox() throws IOException {
        if (options.fresh()) {
            MailFolder.empty(options.mail());
        }
        MailFolder mail = MailFolder.open(options.mail());
        toStop(MailServer.start("127.0.0.1", options.smtpPort(), mail::save));
        URI issuer = URI.create("http://localhost:" + options.port() + "/realms/platform");
        // the host under which command-line clients should catch their redirect (RFC 8252, section 8.3)
        URI callback = URI.create("http://127.0.0.1:" + options.inboxPort() + "/callback");
        toStop(Site.start(
                options.inboxPort(),
                new InboxPages(mail, options.shown(options.mail())),
                new SignInPages(issuer, callback, Upstream.of(options.realm(), options.upstreams()))));
    }

    private DistributionServer startKeycloak() throws IOException {
        // the realm as it was imported into a database that is complete
        Path imported = options.state().resolve("imported-realm.json");
        Distribution distribution = Distribution.install(
                options.keycloak(), options.state().resolve("keycloak"), options.jar(), progress::say);
        databaseIsWhole = Files.exists(imported) && !options.fresh();
        if (!databaseIsWhole) {
            Files.deleteIfExists(imported);
            distribution.withEmptyDatabase();
            progress.say("starting Keycloak with an empty database (about 20 seconds)");
        } else {
            progress.say("starting Keycloak");
            if (Files.mismatch(imported, options.realm()) >= 0) {
                progress.say("  the realm in the database is of an earlier build; --fresh takes the present one");
            }
        }
        DistributionServer keycloak = distribution
                .withRealms(realms())
                .start(
                        options.port(),
                        Map.of("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1"),
                        List.of("--import-realm"),
                        options.keycloakLog());
        toStop(keycloak);
        keycloak.awaitReady();
        try {
            new RealmOptions(new Admin(keycloak.url())).set(options);
        } catch (IllegalStateException e) {
            throw new ServerException("The realm in the database cannot be given the options of this start ("
                    + e.getMessage() + "); --fresh starts with an empty database.");
        }
        if (!databaseIsWhole) {
            Files.copy(options.realm(), imported);
            databaseIsWhole = true;
        }
        return keycloak;
    }

    /** All realms as they are at this address, by the names of their files. */
    private Map<String, String> realms() throws IOException {
        Map<String, String> realms = new HashMap<>();
        realms.put(
                options.realm().getFileName().toString(),
                RealmOptions.read(options.realm(), options).toString());
        for (Path upstream : options.upstreams()) {
            realms.put(
                    upstream.getFileName().toString(),
                    RealmOptions.read(upstream, options).toString());
        }
        return realms;
    }

    private void toStop(AutoCloseable running) {
        synchronized (started) {
            started.push(running);
        }
    }

    private void stop() {
        stopping.countDown();
        progress.close();
        System.out.println("Stopping.");
        if (!databaseIsWhole) {
            // the next start throws it away, and Keycloak would finish its own start before it stops
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        }
        synchronized (started) {
            for (AutoCloseable running : started) {
                try {
                    running.close();
                } catch (Exception e) {
                    noted(e);
                }
            }
        }
        stopChildren();
        System.out.println("Everything is stopped.");
    }

    /** Whatever this program still has running, such as a build of Keycloak. */
    private static void stopChildren() {
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroy);
        for (ProcessHandle child : children) {
            try {
                child.onExit().get(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                child.destroyForcibly();
            }
        }
    }

    private void fail(String sentence) throws InterruptedException {
        // a Ctrl-C reaches Keycloak too, and may end it before this program hears of it: then nothing went wrong
        if (!stopping.await(1, TimeUnit.SECONDS)) {
            System.err.println("demo: " + sentence);
        }
        System.exit(1);
    }

    private String noted(Exception e) {
        Path file = options.state().resolve("demo.log");
        try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
            e.printStackTrace(writer);
        } catch (IOException unwritable) {
            return unwritable.toString();
        }
        return options.shown(file);
    }
}
