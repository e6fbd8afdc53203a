package dev.gatehouse.browser;

import java.net.HttpCookie;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Cookies as browsers keep them (RFC 6265): sent back by host and path, and {@code Secure} ones over plain http to this machine
 * too, which browsers hold for trustworthy. Java's own jar does neither that nor cookies that say {@code Version=1}.
 */
public final class CookieJar {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");

    private record Entry(String host, HttpCookie cookie) {}

    private final List<Entry> entries = new ArrayList<>();

    void store(URI from, List<String> setCookieHeaders) {
        for (String header : setCookieHeaders) {
            HttpCookie cookie = HttpCookie.parse("Set-Cookie: " + header.replace(";Version=1", ""))
                    .get(0);
            if (cookie.getPath() == null) {
                cookie.setPath("/");
            }
            entries.removeIf(entry -> entry.host().equals(from.getHost())
                    && entry.cookie().getName().equals(cookie.getName())
                    && entry.cookie().getPath().equals(cookie.getPath()));
            if (!cookie.hasExpired()) {
                entries.add(new Entry(from.getHost(), cookie));
            }
        }
    }

    /** The value of the {@code Cookie} header for a request; empty when no cookie belongs to it. */
    String header(URI to) {
        return entries.stream()
                .filter(entry -> entry.host().equals(to.getHost()))
                .map(Entry::cookie)
                .filter(cookie -> !cookie.hasExpired() && matches(cookie.getPath(), to.getRawPath()))
                .filter(cookie ->
                        !cookie.getSecure() || "https".equals(to.getScheme()) || THIS_MACHINE.contains(to.getHost()))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The names of all cookies that are kept. */
    public List<String> names() {
        return entries.stream()
                .filter(entry -> !entry.cookie().hasExpired())
                .map(entry -> entry.cookie().getName())
                .toList();
    }

    /** Forgets one. */
    public void remove(String name) {
        entries.removeIf(entry -> entry.cookie().getName().equals(name));
    }

    /** Forgets all cookies whose names are meant. */
    public void removeIf(Predicate<String> names) {
        entries.removeIf(entry -> names.test(entry.cookie().getName()));
    }

    /** The value of the one cookie whose name begins so. */
    public String value(String prefix) {
        return entries.stream()
                .map(Entry::cookie)
                .filter(cookie -> cookie.getName().startsWith(prefix))
                .reduce((one, other) -> {
                    throw new AssertionError("two cookies " + prefix);
                })
                .orElseThrow()
                .getValue();
    }

    /** Takes those of another browser whose names are meant. */
    public void copyFrom(CookieJar other, Predicate<String> names) {
        other.entries.stream()
                .filter(entry -> names.test(entry.cookie().getName()))
                .forEach(entry -> entries.add(
                        new Entry(entry.host(), (HttpCookie) entry.cookie().clone())));
    }

    /** Gives the one cookie whose name begins so another value. */
    public void change(String prefix, String value) {
        entries.stream()
                .map(Entry::cookie)
                .filter(cookie -> cookie.getName().startsWith(prefix))
                .forEach(cookie -> cookie.setValue(value));
    }

    /** Forgets everything, as a closed private window does. */
    public void clear() {
        entries.clear();
    }

    private static boolean matches(String cookiePath, String path) {
        return path.equals(cookiePath)
                || path.startsWith(cookiePath) && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/');
    }
}
