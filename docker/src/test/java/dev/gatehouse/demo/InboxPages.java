package dev.gatehouse.demo;

import dev.gatehouse.demo.MailFolder.Entry;
import dev.gatehouse.mail.Mail;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The mail that Keycloak sent, to look at. */
final class InboxPages {

    private static final int MOST = 200;
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");

    private final MailFolder mail;
    private final String shownFolder;
    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    /** @param shownFolder what people are told where the files are */
    InboxPages(MailFolder mail, String shownFolder) {
        this.mail = mail;
        this.shownFolder = shownFolder;
    }

    Answer list() {
        List<Entry> entries = mail.newestFirst();
        if (entries.isEmpty()) {
            return Answer.page(200, Layout.refreshed("Inbox", new Html("""
                                    <p class="empty">No mail yet. Every message that Keycloak sends appears here by itself.</p>
                                    <p>To get one, <a href="/login">sign in</a> as a person whose address is not verified, or
                                    follow “Forgot Password?” there.</p>
                                    """)));
        }
        List<Html> rows = new ArrayList<>();
        for (Entry entry : entries.subList(0, Math.min(MOST, entries.size()))) {
            String subject = entry.subject().isEmpty() ? "(no subject)" : entry.subject();
            rows.add(Html.of(
                    """
                    <tr><td class="number">{}</td><td class="time"><time datetime="{}">{}</time></td><td class="to">{}</td>
                    <td class="subject"><a href="/mail/{}">{}</a></td></tr>""",
                    entry.number(),
                    entry.received(),
                    time.format(entry.received()),
                    entry.to(),
                    entry.number(),
                    subject));
        }
        Html older = entries.size() <= MOST
                ? Html.NOTHING
                : Html.of("<p>{} older messages are in the folder {}.</p>", entries.size() - MOST, shownFolder);
        return Answer.page(200, Layout.refreshed("Inbox", Html.of("""
                                <div class="scroll" tabindex="0" role="region" aria-label="Messages">
                                <table>
                                <thead><tr><th scope="col">No.</th><th scope="col">Received</th><th scope="col">To</th>
                                <th scope="col">Subject</th></tr></thead>
                                <tbody>
                                {}
                                </tbody>
                                </table>
                                </div>
                                {}
                                """, Html.join(rows), older)));
    }

    Answer message(int number) throws IOException {
        return withMail(number, (entry, read) -> {
            Html html = read.html().isEmpty() ? Html.NOTHING : Html.of("""
                            <h2>HTML</h2>
                            <iframe title="The message as HTML" src="/mail/{}/html"
                            sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
                            """, number);
            Html text = read.text().isEmpty() ? Html.NOTHING : Html.of("""
                            <h2>Text</h2>
                            <pre class="text">{}</pre>
                            """, linked(read.text()));
            return Answer.page(
                    200,
                    Layout.page(
                            read.subject().isEmpty() ? "(no subject)" : read.subject(),
                            Html.of(
                                    """
                                    <dl class="facts">
                                    <dt>From</dt><dd>{}</dd>
                                    <dt>To</dt><dd>{}</dd>
                                    <dt>Received</dt><dd><time datetime="{}">{}</time></dd>
                                    <dt>File</dt><dd><a href="/mail/{}.eml">{}.eml</a>, as it was sent</dd>
                                    </dl>
                                    {}
                                    {}
                                    """,
                                    read.from(),
                                    read.to(),
                                    entry.received(),
                                    time.format(entry.received()),
                                    number,
                                    number,
                                    html,
                                    text)));
        });
    }

    /** The HTML part by itself; its links open in a tab of their own. */
    Answer html(int number) throws IOException {
        return withMail(number, (entry, read) -> {
            Document document = Jsoup.parse(read.html());
            document.select("base").remove();
            document.head().prependElement("base").attr("target", "_blank");
            return Answer.foreign(document.outerHtml());
        });
    }

    Answer source(int number) throws IOException {
        return withMail(number, (entry, read) -> Answer.text(read.source()));
    }

    private interface View {
        Answer of(Entry entry, Mail read);
    }

    private Answer withMail(int number, View view) throws IOException {
        Entry entry = mail.entry(number).orElse(null);
        if (entry == null) {
            return Layout.message(404, "No such message", "There is no message " + number + ".");
        }
        try {
            return view.of(entry, mail.read(entry));
        } catch (NoSuchFileException e) {
            return Layout.message(404, "No such message", "The file " + number + ".eml was removed.");
        }
    }

    private static Html linked(String text) {
        List<Html> pieces = new ArrayList<>();
        Matcher link = LINK.matcher(text);
        int from = 0;
        while (link.find()) {
            pieces.add(Html.of("{}", text.substring(from, link.start())));
            pieces.add(Html.of("<a href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a>", link.group(), link.group()));
            from = link.end();
        }
        pieces.add(Html.of("{}", text.substring(from)));
        return Html.join(pieces);
    }
}
