package dev.gatehouse.mail;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The mailboxes of the test run's people. */
public final class Inbox {

    private static final Inbox INSTANCE = new Inbox();

    private final Map<String, BlockingQueue<Mail>> mailboxes = new ConcurrentHashMap<>();
    private final MailServer server =
            MailServer.start("0.0.0.0", 0, mail -> mailbox(mail.to()).add(mail));

    private Inbox() {}

    /** One for the run: the server under test reaches it at {@link #port()}. */
    public static Inbox get() {
        return INSTANCE;
    }

    public int port() {
        return server.port();
    }

    /** The oldest message to the address that was not taken yet; waits for one to come. */
    public Mail take(String address) {
        try {
            Mail mail = mailbox(address).poll(30, TimeUnit.SECONDS);
            if (mail == null) {
                throw new AssertionError("no mail to " + address + " within 30 seconds");
            }
            return mail;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for mail to " + address, e);
        }
    }

    /** Throws away what came to the address so far. */
    public void empty(String address) {
        mailbox(address).clear();
    }

    private BlockingQueue<Mail> mailbox(String address) {
        return mailboxes.computeIfAbsent(address.toLowerCase(Locale.ROOT), a -> new LinkedBlockingQueue<>());
    }
}
