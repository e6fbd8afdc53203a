package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void start() throws IOException {
        // nobody listens there
        URI issuer = URI.create("http://127.0.0.1:9/realms/platform");
        site = Site.start(
                0,
                new InboxPages(MailFolder.open(folder), "mail"),
                new SignInPages(
                        issuer,
                        URI.create("http://127.0.0.1/callback"),
                        List.of(new Upstream("sundsvall", "Sundsvall", "ulla@sundsvall.se"))));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:8025, 200",
        "127.0.0.1:8025, 200",
        "LOCALHOST:8025, 200",
        "evil.example, 403",
        "evil.example:8025, 403",
        "localhost.evil.example, 403",
        "127.0.0.1.evil.example:8025, 403",
        "evil.example#localhost, 403",
        "127.0.0.2, 403",
        "'', 403"
    })
    void answersOnlyToTheNamesOfThisMachine(String host, int status) throws IOException {
        assertThat(request("GET", "/", host)).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /style.css, 200",
        "HEAD, /, 200",
        "POST, /login, 405",
        "GET, /mail/1, 404",
        "GET, /mail/../1.eml, 404",
        "GET, /mail/%2e%2e%2f1.eml, 404",
        "GET, /mail/99999999999999999999, 404",
        "GET, /elsewhere, 404",
        "GET, /login, 503",
        "GET, /tenants, 200",
        "GET, /callback, 400",
        "GET, /callback?state=unknown&code=1, 400"
    })
    void answersWithAPageWhateverIsAskedFor(String method, String path, int status) throws IOException {
        assertThat(request(method, path, "localhost"))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("Content-Security-Policy: default-src 'none';")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Cache-Control: no-store");
    }

    @Test
    void everyTenantHasItsButton() throws IOException {
        assertThat(request("GET", "/tenants", "localhost")).contains("href=\"/login?tenant=sundsvall\"");
    }

    @Test
    void aPathIsEscapedInThePageThatSaysItIsNotThere() throws IOException {
        assertThat(request("GET", "/%3Cscript%3Ealert(1)%3C/script%3E", "localhost"))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    private String request(String method, String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), site.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(method, path, host)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
