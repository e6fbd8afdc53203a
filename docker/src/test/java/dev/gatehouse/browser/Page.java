package dev.gatehouse.browser;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What the browser shows, or the address outside the server that it was sent to.
 *
 * @param url of the page, or of what lies outside
 * @param status HTTP status; 0 for what lies outside and was not opened
 * @param document null for what lies outside
 */
public record Page(URI url, int status, Document document) {

    static Page outside(URI url) {
        return new Page(url, 0, null);
    }

    public boolean isOutside() {
        return document == null;
    }

    /** Keycloak's name for the page, for example {@code login-username}; empty for a page of someone else. */
    public String id() {
        return document.body().attr("data-page-id").replaceFirst("^login-", "");
    }

    public String title() {
        return document.select("#kc-page-title").text();
    }

    /** Everything a person can read. */
    public String text() {
        return document.body().text();
    }

    /** The message at the top of the page or beside a field; empty when there is none. */
    public String message() {
        return document.select(".pf-v5-c-alert__title, .kc-feedback-text, [id^=input-error]")
                .text();
    }

    public List<Form> forms() {
        return document.select("form").stream().map(Form::new).toList();
    }

    /** The form that has a field of the name. */
    public Optional<Form> formWith(String field) {
        return forms().stream().filter(form -> form.has(field)).findFirst();
    }

    public Optional<URI> link(String cssQuery) {
        Element link = document.selectFirst(cssQuery);
        return link == null ? Optional.empty() : Optional.of(URI.create(link.absUrl("href")));
    }

    @Override
    public String toString() {
        return isOutside() ? "sent to " + url : "page " + id() + " at " + url + " (" + status + "): " + text();
    }
}
