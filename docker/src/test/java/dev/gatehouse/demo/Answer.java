package dev.gatehouse.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;

/**
 * What the site answers.
 *
 * @param policy the Content-Security-Policy
 * @param location where to go; null unless the status says so
 */
record Answer(int status, String type, String policy, byte[] body, URI location) {

    private static final String POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";

    static Answer page(int status, Html page) {
        return new Answer(
                status, "text/html; charset=utf-8", POLICY, page.markup().getBytes(UTF_8), null);
    }

    static Answer text(byte[] text) {
        return new Answer(200, "text/plain; charset=utf-8", POLICY, text, null);
    }

    static Answer style(byte[] css) {
        return new Answer(200, "text/css; charset=utf-8", POLICY, css, null);
    }

    /** HTML that somebody else wrote: no scripts, nothing loaded, an origin of its own, whatever page it is shown in. */
    static Answer foreign(String html) {
        return new Answer(
                200,
                "text/html; charset=utf-8",
                "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
                        + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
                html.getBytes(UTF_8),
                null);
    }

    static Answer redirect(URI location) {
        return new Answer(302, "text/plain; charset=utf-8", POLICY, new byte[0], location);
    }
}
