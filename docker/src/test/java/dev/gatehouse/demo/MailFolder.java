package dev.gatehouse.demo;

import dev.gatehouse.mail.Mail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of messages, {@code 1.eml} and so on: those of this run and of earlier ones. */
final class MailFolder {

    private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,8})\\.eml");

    /** @param received when it was saved */
    record Entry(int number, Instant received, String to, String subject) {}

    private final Path folder;
    private final NavigableMap<Integer, Entry> entries = new ConcurrentSkipListMap<>();

    private MailFolder(Path folder) {
        this.folder = folder;
    }

    /** @param folder is made when it is not there */
    static MailFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        MailFolder mail = new MailFolder(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    int number = Integer.parseInt(name.group(1));
                    mail.add(number, Mail.of(Files.readAllBytes(file)));
                }
            }
        }
        return mail;
    }

    /** Removes the messages; other files stay. */
    static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (NAME.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Saves a message under the next number. */
    synchronized int save(Mail mail) {
        int number = entries.isEmpty() ? 1 : entries.lastKey() + 1;
        try {
            // who looks into the folder never sees half a message
            Path unfinished = Files.write(folder.resolve(".unfinished"), mail.source());
            Files.move(unfinished, file(number), StandardCopyOption.ATOMIC_MOVE);
            add(number, mail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return number;
    }

    /** All messages, the newest first. */
    List<Entry> newestFirst() {
        return List.copyOf(entries.descendingMap().values());
    }

    Optional<Entry> entry(int number) {
        return Optional.ofNullable(entries.get(number));
    }

    /** @throws IOException also when somebody removed the file */
    Mail read(Entry entry) throws IOException {
        return Mail.of(Files.readAllBytes(file(entry.number())));
    }

    private void add(int number, Mail mail) throws IOException {
        Instant received = Files.getLastModifiedTime(file(number)).toInstant();
        entries.put(number, new Entry(number, received, mail.to(), mail.subject()));
    }

    private Path file(int number) {
        return folder.resolve(number + ".eml");
    }
}
