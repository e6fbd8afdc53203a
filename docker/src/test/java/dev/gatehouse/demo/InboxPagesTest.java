package dev.gatehouse.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxPagesTest {

    private static final String EVIL = "</pre><script>alert(1)</script>\"'&amp;<img src=x>";

    @TempDir
    Path folder;

    private MailFolder mail;
    private InboxPages pages;

    @BeforeEach
    void open() throws IOException {
        mail = MailFolder.open(folder);
        pages = new InboxPages(mail, "mail");
    }

    @Test
    void theListEscapesWhatMessagesSay() throws IOException {
        mail.save(Messages.to("\"" + "<b>dana</b>\" <dana@acme.example>", EVIL, "text", "html"));

        Document list = parse(pages.list());

        assertThat(list.select("script, img, b")).isEmpty();
        assertThat(list.select("td").eachText()).contains(EVIL, "\"<b>dana</b>\" <dana@acme.example>");
    }

    @Test
    void theNewestMessageStandsFirst() throws IOException {
        mail.save(Messages.to("dana@acme.example", "first", "text", "html"));
        mail.save(Messages.to("dana@acme.example", "second", "text", "html"));

        Document list = parse(pages.list());

        assertThat(list.select(".subject").eachText()).containsExactly("second", "first");
        assertThat(list.select(".number").eachText()).containsExactly("2", "1");
    }

    @Test
    void theListComesAnewByItselfAndAMessageDoesNot() throws IOException {
        int number = mail.save(Messages.to("dana@acme.example", "Hello", "text", "html"));

        assertThat(parse(pages.list()).select("meta[http-equiv=refresh]")).hasSize(1);
        assertThat(parse(pages.message(number)).select("meta[http-equiv=refresh]"))
                .isEmpty();
    }

    @Test
    void aMessageIsEscapedAndItsHtmlStaysInASandbox() throws IOException {
        int number = mail.save(Messages.to("dana@acme.example", EVIL, EVIL, "<script>alert(1)</script><p>html</p>"));

        Document message = parse(pages.message(number));

        assertThat(message.select("script, img")).isEmpty();
        assertThat(message.select("h1").text()).isEqualTo(EVIL);
        assertThat(message.select("pre").text()).isEqualTo(EVIL);
        Element frame = message.selectFirst("iframe");
        assertThat(frame.attr("sandbox")).isEqualTo("allow-popups allow-popups-to-escape-sandbox");
        assertThat(frame.attr("src")).isEqualTo("/mail/1/html");
        assertThat(message.outerHtml()).doesNotContain("<p>html</p>");
    }

    @Test
    void theHtmlPartAloneRunsNoScriptAndOpensLinksInATabOfTheirOwn() throws IOException {
        int number = mail.save(
                Messages.to(
                        "dana@acme.example",
                        "Hello",
                        "text",
                        "<html><head><base href=\"http://evil.example/\"></head><body><a href=\"http://localhost/\">link</a></body></html>"));

        Answer answer = pages.html(number);

        assertThat(answer.policy())
                .startsWith("sandbox allow-popups allow-popups-to-escape-sandbox;")
                .contains("default-src 'none'")
                .doesNotContain("script");
        assertThat(parse(answer).select("base").outerHtml()).isEqualTo("<base target=\"_blank\">");
        assertThat(parse(answer).select("a").attr("href")).isEqualTo("http://localhost/");
    }

    @Test
    void theLinksOfTheTextPartCanBeFollowed() throws IOException {
        String link = "http://localhost:8080/realms/platform/login-actions/action-token?key=a&client_id=b";
        int number = mail.save(Messages.to("dana@acme.example", "Hello", "Go to <" + link + "> now", ""));

        Document message = parse(pages.message(number));

        assertThat(message.select("pre a").attr("href")).isEqualTo(link);
        assertThat(message.select("pre").text()).isEqualTo("Go to <" + link + "> now");
    }

    @Test
    void theSourceIsServedAsPlainText() throws IOException {
        int number = mail.save(Messages.to("dana@acme.example", "Hello", "text", "<p>html</p>"));

        Answer answer = pages.source(number);

        assertThat(answer.type()).startsWith("text/plain");
        assertThat(answer.body()).isEqualTo(Files.readAllBytes(folder.resolve("1.eml")));
    }

    @Test
    void aMessageThatIsNotThereIsNotFound() throws IOException {
        int number = mail.save(Messages.to("dana@acme.example", "Hello", "text", "html"));
        Files.delete(folder.resolve("1.eml"));

        assertThat(pages.message(number).status()).isEqualTo(404);
        assertThat(pages.message(7).status()).isEqualTo(404);
    }

    private static Document parse(Answer answer) {
        return Jsoup.parse(new String(answer.body(), UTF_8));
    }
}
