package dev.gatehouse.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One message as it arrived.
 *
 * @param text the plain part; empty when there is none
 * @param html the HTML part; empty when there is none
 * @param source the message as it was transmitted
 */
public record Mail(String from, String to, String subject, String text, String html, byte[] source) {

    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    /** @param source a message as it was transmitted, from a file for instance */
    public static Mail of(byte[] source) throws IOException {
        try {
            return of(new MimeMessage(null, new ByteArrayInputStream(source)));
        } catch (MessagingException e) {
            throw new IOException("the message cannot be read", e);
        }
    }

    static Mail of(MimeMessage message) throws MessagingException, IOException {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        message.writeTo(source);
        return new Mail(
                addresses(message.getFrom()),
                addresses(message.getAllRecipients()),
                message.getSubject() == null ? "" : message.getSubject(),
                part(message, "text/plain"),
                part(message, "text/html"),
                source.toByteArray());
    }

    /** The links of the plain part, in their order. */
    public List<URI> links() {
        return LINK.matcher(text)
                .results()
                .map(match -> URI.create(match.group()))
                .toList();
    }

    private static String addresses(jakarta.mail.Address[] addresses) {
        return addresses == null ? "" : InternetAddress.toString(addresses);
    }

    private static String part(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return (String) part.getContent();
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = part(parts.getBodyPart(i), type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
