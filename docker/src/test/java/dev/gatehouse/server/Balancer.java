package dev.gatehouse.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands each connection to the next of several servers in turn, without looking into it: what a load balancer without sticky sessions
 * does. A server that does not answer is passed over.
 */
final class Balancer implements AutoCloseable {

    private final ServerSocket front;
    private final List<Integer> ports;
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "balancer");
        thread.setDaemon(true);
        return thread;
    });

    private Balancer(ServerSocket front, List<Integer> ports) {
        this.front = front;
        this.ports = List.copyOf(ports);
    }

    /** @param port where it listens on the loopback interface @param ports of the servers there */
    static Balancer start(int port, List<Integer> ports) throws IOException {
        Balancer balancer = new Balancer(new ServerSocket(port, 200, InetAddress.getByName("127.0.0.1")), ports);
        balancer.threads.execute(balancer::accept);
        return balancer;
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                if (!front.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = next()) {
            threads.execute(() -> pump(client, server));
            pump(server, client);
        } catch (IOException e) {
            // no server answers: the client sees its connection end
            return;
        }
    }

    private Socket next() throws IOException {
        IOException failure = new IOException("no server");
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
            try {
                return new Socket(InetAddress.getByName("127.0.0.1"), port);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // either end closed it, which ends both directions
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            front.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
