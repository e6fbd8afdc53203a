package dev.gatehouse.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;

/** One browser with its cookies. It stays on the server: a redirect elsewhere is where it stops. */
public final class Browser {

    private static final int MOST_REDIRECTS = 20;

    private final HttpClient http = Http.client();
    private final CookieJar cookies = new CookieJar();
    private final URI server;
    private final Map<String, String> extra = new LinkedHashMap<>();
    private HttpHeaders lastHeaders;

    public Browser(URI server) {
        this.server = server;
    }

    public CookieJar cookies() {
        return cookies;
    }

    /** Sends this header with every request from now on, as a proxy before the server would. */
    public void sends(String header, String value) {
        extra.put(header, value);
    }

    /** The values of a header of the last answer. */
    public List<String> received(String header) {
        return lastHeaders.allValues(header);
    }

    public Page open(URI url) {
        return follow(request(url).GET().build());
    }

    /** Opens one address and goes no further. @return where it sends the browser */
    public URI sentTo(URI url) {
        HttpResponse<String> response = send(request(url).GET().build());
        lastHeaders = response.headers();
        cookies.store(url, response.headers().allValues("Set-Cookie"));
        return url.resolve(response.headers().firstValue("Location").orElseThrow());
    }

    public Page submit(Form form) {
        return post(form.action(), form.values());
    }

    /** Sends what no form on the page would. */
    public Page post(URI url, Map<String, String> values) {
        String body = values.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return follow(request(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(URI url) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(Duration.ofMinutes(1)).header("Accept", "text/html");
        String header = cookies.header(url);
        if (!header.isEmpty()) {
            request.header("Cookie", header);
        }
        extra.forEach(request::setHeader);
        return request;
    }

    private Page follow(HttpRequest first) {
        HttpRequest request = first;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            HttpResponse<String> response = send(request);
            lastHeaders = response.headers();
            cookies.store(request.uri(), response.headers().allValues("Set-Cookie"));
            if (response.statusCode() / 100 != 3) {
                return new Page(
                        request.uri(),
                        response.statusCode(),
                        Jsoup.parse(response.body(), request.uri().toString()));
            }
            URI next = request.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            if (!next.getAuthority().equals(server.getAuthority())) {
                return Page.outside(next);
            }
            request = request(next).GET().build();
        }
        throw new AssertionError("more than " + MOST_REDIRECTS + " redirects from " + first.uri());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
