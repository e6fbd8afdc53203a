package dev.gatehouse.demo;

import dev.gatehouse.mail.Mail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Messages as they come over SMTP. */
final class Messages {

    private Messages() {}

    static Mail to(String to, String subject, String text, String html) throws IOException {
        String source = """
                From: Platform <no-reply@platform.example>
                To: %s
                Subject: %s
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=border

                --border
                Content-Type: text/plain; charset=UTF-8

                %s
                --border
                Content-Type: text/html; charset=UTF-8

                %s
                --border--
                """.formatted(to, subject, text, html).replace("\n", "\r\n");
        return Mail.of(source.getBytes(StandardCharsets.UTF_8));
    }
}
