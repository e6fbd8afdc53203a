package dev.gatehouse.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server process of the distribution. */
public final class DistributionServer implements KeycloakServer {

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Process process;
    private final URI url;
    private final URI ready;
    private final Path log;

    DistributionServer(Process process, int port, int managementPort, Path log) {
        this.process = process;
        this.url = URI.create("http://localhost:" + port);
        this.ready = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
        this.log = log;
    }

    /**
     * Waits until the server answers with all its realms.
     *
     * @throws ServerException when it ends or takes longer than four minutes; the message holds what it printed last
     */
    public DistributionServer awaitReady() {
        HttpClient client = Http.client();
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(10)).build();
        long deadline = System.nanoTime() + START.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                // the exit is what is waited for; the server's answer is looked at in between
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new ServerException("Keycloak ended while it started:\n" + Distribution.lastErrors(log));
                }
                if (isReady(client, request)) {
                    return this;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while Keycloak started.", e);
        }
        close();
        throw new ServerException(
                "Keycloak did not answer within " + START.toMinutes() + " minutes:\n" + Distribution.lastErrors(log));
    }

    private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // it does not listen yet, or not properly
            return false;
        }
    }

    /** Completes when the server has ended, for whatever reason. */
    public Process process() {
        return process;
    }

    @Override
    public String description() {
        return "the distribution, on Java " + Runtime.version();
    }

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

    @Override
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // kc.sh hands the signal on to the server, which is its child
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            for (ProcessHandle child : children) {
                // kc.sh may have ended before it, by a signal to both
                child.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
