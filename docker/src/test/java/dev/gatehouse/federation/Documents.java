package dev.gatehouse.federation;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server in this JVM that publishes whatever it is told to, at {@code http://127.0.0.1:<port>}. */
final class Documents implements AutoCloseable {

    /** @param location of a redirect; null for none @param hold is waited for before it is answered */
    private record Document(int status, String body, String location, Runnable hold) {

        Document(int status, String body, String location) {
            this(status, body, location, () -> {});
        }
    }

    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private final HttpServer server;

    private Documents(HttpServer server) {
        this.server = server;
    }

    static Documents start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Documents documents = new Documents(server);
            server.createContext("/", exchange -> {
                Document found = documents.documents.getOrDefault(
                        exchange.getRequestURI().getPath(), new Document(404, "", null));
                if (found.location() != null) {
                    exchange.getResponseHeaders().add("Location", found.location());
                }
                found.hold().run();
                byte[] bytes = found.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(found.status(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address at which issuers are below it. */
    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void publish(String path, String body) {
        documents.put(path, new Document(200, body, null));
    }

    /** @param hold is run when it is asked for, before it is answered */
    void publish(String path, String body, Runnable hold) {
        documents.put(path, new Document(200, body, null, hold));
    }

    void redirect(String path, String location) {
        documents.put(path, new Document(302, "", location));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
