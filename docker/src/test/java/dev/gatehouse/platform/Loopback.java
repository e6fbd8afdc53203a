package dev.gatehouse.platform;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The listener on a random loopback port with which a command-line client catches its redirect (RFC 8252, section 7.3). */
final class Loopback implements AutoCloseable {

    private final HttpServer server;
    private final String host;
    private final CompletableFuture<URI> caught = new CompletableFuture<>();

    private Loopback(HttpServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /** @param host as the redirect URI names it: {@code 127.0.0.1} or {@code localhost} */
    static Loopback listen(String host) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), 0), 0);
        Loopback loopback = new Loopback(server, host);
        server.createContext("/callback", exchange -> {
            loopback.caught.complete(loopback.redirectUri().resolve(exchange.getRequestURI()));
            byte[] answer = "You can close this window.".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return loopback;
    }

    URI redirectUri() {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + "/callback");
    }

    /** The address that the browser was sent to; waits for it. */
    URI caught() {
        try {
            return caught.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no redirect came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
