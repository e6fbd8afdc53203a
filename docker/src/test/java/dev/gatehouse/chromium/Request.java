package dev.gatehouse.chromium;

/**
 * Something that a page asked for.
 *
 * @param method of HTTP
 * @param url as sent, possibly a {@code data:} URL
 * @param type in the words of the Chrome DevTools Protocol: {@code Document}, {@code Script}, {@code Fetch}, …
 */
public record Request(String method, String url, String type) {}
