package dev.gatehouse.server;

import java.net.http.HttpClient;
import java.time.Duration;

/**
 * How the tests ask servers: by HTTP/1.1. Java's client would begin each first request to a server as an upgrade to HTTP/2, which
 * Keycloak accepts; now and then the answer to such a request never reaches the caller. And in HTTP/2, Keycloak 26.6 takes no more
 * than 8 KiB of headers, the address among them.
 */
public final class Http {

    private static final HttpClient CLIENT = builder().build();

    private Http() {}

    /** Follows no redirects and keeps no cookies. Safe for use by several threads. */
    public static HttpClient client() {
        return CLIENT;
    }

    /** For a client with settings of its own. */
    public static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
    }
}
