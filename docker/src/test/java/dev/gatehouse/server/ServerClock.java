package dev.gatehouse.server;

import dev.gatehouse.clock.TestClockFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * Moves the clock of a server that tests started, so that what takes days is tested in seconds:
 *
 * <pre>{@code
 * try (ServerClock clock = ServerClock.of(REALM.server())) {
 *     clock.forward(Duration.ofDays(31));
 *     …
 * }
 * }</pre>
 *
 * <p>It is Keycloak's {@code org.keycloak.common.util.Time} that moves, for all realms of the server, and the tests that follow run on
 * the same server: always close it. One at a time for a server, since each sets the clock by itself.
 *
 * <p>What asks {@code Time} follows: the times in tokens and links and whether they are over, sessions of people and of logins, and
 * events. This does <em>not</em>:
 *
 * <ul>
 *   <li>Entries of Infinispan are removed by the machine's clock. A single-use object (a used link, code or one-time password, a revoked
 *       token, whatever else a provider puts there) is still there after its time. A session, a login under way or a count of failed
 *       logins is too, but those carry timestamps that Keycloak compares before it takes them for valid.
 *   <li>One-time passwords are checked by the machine's clock: {@code dev.gatehouse.browser.Totp} gives good ones.
 *   <li>Code that asks {@code System.currentTimeMillis}, {@code Instant.now} or the database for the time, and TLS.
 * </ul>
 *
 * <p>Nor does anything in the test's own process. Cookies of its browser do not end by their {@code Max-Age}, so that what refuses them
 * is the server. A token that the server issues while its clock is ahead is from the future here: {@code RelyingParty} refuses it when
 * it verifies it, so log in before, and look at what comes of it meanwhile. What Keycloak tidies up on a schedule goes by the moved
 * clock as well: sessions that look expired may be gone for good.
 */
public final class ServerClock implements AutoCloseable {

    private final List<? extends KeycloakServer> nodes;
    private Duration offset = Duration.ZERO;

    private ServerClock(List<? extends KeycloakServer> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Of all its nodes; of one alone when given that. */
    public static ServerClock of(KeycloakServer server) {
        return new ServerClock(server.nodes());
    }

    /** From where the clock is now, in whole seconds. */
    public void forward(Duration by) {
        set(offset.plus(by));
    }

    /** Puts the clock right again. */
    @Override
    public void close() {
        set(Duration.ZERO);
    }

    private void set(Duration ahead) {
        for (KeycloakServer node : nodes) {
            URI clock = URI.create(node.url() + "/realms/master/" + TestClockFactory.PROVIDER_ID + "?offset="
                    + Math.toIntExact(ahead.toSeconds()));
            int status = post(clock);
            if (status != 204) {
                throw new ServerException("The clock cannot be moved: " + clock + " answered " + status + ".");
            }
        }
        offset = ahead;
    }

    private static int post(URI url) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<Void> response = Http.client().send(request, BodyHandlers.discarding());
            return response.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while the clock was moved.", e);
        }
    }
}
