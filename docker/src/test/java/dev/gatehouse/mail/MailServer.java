package dev.gatehouse.mail;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.function.Consumer;

/** An SMTP server that takes every message for every address and hands it on. */
public final class MailServer implements AutoCloseable {

    private final GreenMail greenMail;

    private MailServer(GreenMail greenMail) {
        this.greenMail = greenMail;
    }

    /**
     * @param host where to listen; {@code 0.0.0.0} for every interface
     * @param port 0 for any free one
     * @param onMail told of each message, once for each recipient, before the sender gets its answer
     */
    public static MailServer start(String host, int port, Consumer<Mail> onMail) {
        ServerSetup smtp = new ServerSetup(port, host, ServerSetup.PROTOCOL_SMTP);
        // a busy machine needs more than the two seconds it would wait
        smtp.setServerStartupTimeout(30_000);
        GreenMail greenMail = new GreenMail(smtp);
        UserManager users = greenMail.getUserManager();
        users.setMessageDeliveryHandler((message, address) -> {
            try {
                onMail.accept(Mail.of(message.getMessage()));
            } catch (IOException e) {
                throw new MessagingException("the message cannot be read", e);
            }
            return mailbox(users, address.getEmail());
        });
        greenMail.start();
        return new MailServer(greenMail);
    }

    private static GreenMailUser mailbox(UserManager users, String address) throws UserException {
        GreenMailUser user = users.getUserByEmail(address);
        return user != null ? user : users.createUser(address, address, address);
    }

    public int port() {
        return greenMail.getSmtp().getPort();
    }

    @Override
    public void close() {
        greenMail.stop();
    }
}
