package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mail.Mail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFolderTest {

    @TempDir
    Path folder;

    @Test
    void aMessageIsSavedAsItWasTransmitted() throws IOException {
        Mail mail = Messages.to("dana@acme.example", "Hello", "text", "<p>html</p>");

        assertThat(MailFolder.open(folder).save(mail)).isEqualTo(1);

        assertThat(files()).containsExactly("1.eml");
        assertThat(Files.readAllBytes(folder.resolve("1.eml"))).isEqualTo(mail.source());
    }

    @Test
    void theNumbersGoOnWhereAnEarlierRunStopped() throws IOException {
        MailFolder earlier = MailFolder.open(folder);
        for (int i = 1; i <= 10; i++) {
            earlier.save(Messages.to("dana@acme.example", "Number " + i, "text", "html"));
        }
        Files.delete(folder.resolve("3.eml"));
        Files.writeString(folder.resolve("notes.txt"), "not a message");

        MailFolder mail = MailFolder.open(folder);

        assertThat(mail.save(Messages.to("vera@acme.example", "Number 11", "text", "html")))
                .isEqualTo(11);
        assertThat(mail.newestFirst())
                .extracting(MailFolder.Entry::subject)
                .startsWith("Number 11", "Number 10", "Number 9")
                .doesNotContain("Number 3")
                .hasSize(10);
    }

    @Test
    void emptyingLeavesWhatIsNoMessage() throws IOException {
        MailFolder.open(folder).save(Messages.to("dana@acme.example", "Hello", "text", "html"));
        Files.writeString(folder.resolve("notes.txt"), "not a message");

        MailFolder.empty(folder);

        assertThat(files()).containsExactly("notes.txt");
        assertThat(MailFolder.open(folder).newestFirst()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
