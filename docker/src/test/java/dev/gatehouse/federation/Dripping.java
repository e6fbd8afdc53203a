package dev.gatehouse.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A server in this JVM that answers with one header after another, each before anybody loses patience, for two minutes. */
final class Dripping implements AutoCloseable {

    private static final int HEADERS = 120;

    private final ServerSocket socket;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    private Dripping(ServerSocket socket) {
        this.socket = socket;
    }

    static Dripping start() {
        try {
            Dripping server = new Dripping(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            server.threads.submit(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Void accept() throws IOException {
        Socket client = socket.accept();
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
        for (int i = 0; i < HEADERS; i++) {
            threads.schedule(() -> drip(client), i, TimeUnit.SECONDS);
        }
        return null;
    }

    private static Void drip(Socket client) throws IOException {
        client.getOutputStream().write("X-More: to come\r\n".getBytes(US_ASCII));
        return null;
    }

    String base() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        socket.close();
    }
}
