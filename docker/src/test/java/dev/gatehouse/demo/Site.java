package dev.gatehouse.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demo's own pages, on the loopback interface. A request that names another host is refused: it comes from a page elsewhere
 * whose name was pointed at this machine (DNS rebinding).
 */
final class Site implements AutoCloseable {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern MESSAGE = Pattern.compile("/mail/([1-9][0-9]{0,8})(/html|\\.eml)?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final InboxPages inbox;
    private final SignInPages signIn;
    private final byte[] style;

    private Site(HttpServer server, InboxPages inbox, SignInPages signIn, byte[] style) {
        this.server = server;
        this.inbox = inbox;
        this.signIn = signIn;
        this.style = style;
    }

    /** @param port 0 for any free one */
    static Site start(int port, InboxPages inbox, SignInPages signIn) throws IOException {
        byte[] style;
        try (InputStream css = Site.class.getResourceAsStream("style.css")) {
            style = css.readAllBytes();
        }
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        Site site = new Site(server, inbox, signIn, style);
        server.setExecutor(site.threads);
        server.createContext("/", site::handle);
        server.start();
        return site;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (IOException | RuntimeException e) {
                answer = Layout.message(500, "That went wrong", "The demo could not make this page: " + e.getMessage());
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        if (!THIS_MACHINE.matcher(host).matches()) {
            return Layout.message(403, "Not for this host", "This site answers only at localhost and 127.0.0.1.");
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            return Layout.message(405, "Not that way", "This site can only be read.");
        }
        String path = exchange.getRequestURI().getPath();
        Matcher message = MESSAGE.matcher(path);
        if (message.matches()) {
            int number = Integer.parseInt(message.group(1));
            String part = Optional.ofNullable(message.group(2)).orElse("");
            return switch (part) {
                case "/html" -> inbox.html(number);
                case ".eml" -> inbox.source(number);
                default -> inbox.message(number);
            };
        }
        return switch (path) {
            case "/" -> inbox.list();
            case "/style.css" -> Answer.style(style);
            case "/login" -> signIn.login(query(exchange));
            case "/tenants" -> signIn.tenants();
            case "/callback" -> signIn.callback(query(exchange));
            default -> Layout.message(404, "No such page", "There is nothing at " + path + ".");
        };
    }

    private static String query(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Content-Security-Policy", answer.policy());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        if (answer.location() != null) {
            headers.set("Location", answer.location().toString());
        }
        if (exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
