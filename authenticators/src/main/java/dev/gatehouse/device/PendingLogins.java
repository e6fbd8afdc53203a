package dev.gatehouse.device;

import dev.gatehouse.device.PendingLogin.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.util.JsonSerialization;

/**
 * The logins that wait, what came of them, and what is counted about them: in Keycloak's store of single-use objects, which all nodes
 * share. Whatever only one may do is claimed there first, so that of requests at the same time one wins.
 */
final class PendingLogins {

    /** Seconds that a login is remembered after it can no longer be confirmed, so that whoever comes too late is told so. */
    private static final long REMEMBERED = 3600;

    /**
     * Seconds that a decision is held for a request that makes it: when that fails, or its node is killed, the person can still answer,
     * above all that it was not them.
     */
    private static final long DECIDING = 60;

    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    /** Codes that may be tried in one login. */
    static final int TRIES = 5;

    /** Wrong codes of one person in a day; after them only the link is left. */
    private static final int WRONG_CODES_A_DAY = 10;

    /** Mails to one person in an hour. */
    private static final int MAILS_AN_HOUR = 5;

    private static final String KEY = "gatehouse.device.";
    private static final String LOGIN = "login";
    private static final String OUTCOME = "outcome";
    private static final String UNTIL = "until";

    private final SingleUseObjectProvider store;
    private final String prefix;

    PendingLogins(KeycloakSession session, RealmModel realm) {
        store = session.singleUseObjects();
        prefix = KEY + realm.getId() + '.';
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    /**
     * Remembers a login.
     *
     * @return what the link of its mail holds and nothing else does
     */
    DeviceSecret save(PendingLogin login) {
        long lifespan = lifespan(login);
        store.put(key(LOGIN, login.id()), lifespan, Map.of(LOGIN, write(login)));
        DeviceSecret link = DeviceSecret.random();
        store.put(key("link", link.hash()), lifespan, Map.of(LOGIN, login.id()));
        return link;
    }

    Optional<PendingLogin> find(String id) {
        return Optional.ofNullable(store.get(key(LOGIN, id)))
                .map(notes -> notes.get(LOGIN))
                .map(PendingLogins::read);
    }

    /** @param link of a mail, as it came */
    Optional<PendingLogin> ofLink(String link) {
        return DeviceSecret.parse(link)
                .map(secret -> store.get(key("link", secret.hash())))
                .flatMap(notes -> find(notes.get(LOGIN)));
    }

    /**
     * Decides about a login, once.
     *
     * @return false when somebody else has
     */
    boolean decide(PendingLogin login, Outcome outcome) {
        // an outcome outlives what held it
        if (!store.putIfAbsent(key("decision", login.id()), DECIDING)
                || outcome(login.id()).isPresent()) {
            return false;
        }
        store.put(key(OUTCOME, login.id()), lifespan(login), Map.of(OUTCOME, outcome.name()));
        return true;
    }

    /** @return empty while nobody has decided */
    Optional<Outcome> outcome(String id) {
        return Optional.ofNullable(store.get(key(OUTCOME, id))).map(notes -> Outcome.valueOf(notes.get(OUTCOME)));
    }

    /**
     * Claims one of the few tries that a login has.
     *
     * @param tab the login in Keycloak, so that a new mail brings no new tries
     * @return false when there is none left
     */
    boolean claimTry(String tab) {
        return claim("try", tab, TRIES, HOUR).isPresent();
    }

    /** Whether another code may be tried in this login. */
    boolean hasTries(String tab, String user) {
        return isFree("try", tab, TRIES) && isFree("wrong", today(user), WRONG_CODES_A_DAY);
    }

    /**
     * Counts a code as wrong before it is compared.
     *
     * @return what takes that back; empty when there were too many today
     */
    Optional<Runnable> claimWrongCode(String user) {
        return claim("wrong", today(user), WRONG_CODES_A_DAY, DAY);
    }

    /**
     * Claims a mail to somebody.
     *
     * @param user whom it goes to
     * @param ip of whoever causes it
     * @param wait seconds between two mails to somebody
     * @param ofAddress mails that one address may cause in an hour
     * @return what takes that back, or why there must be none now
     */
    MailClaim claimMail(String user, String ip, int wait, int ofAddress) {
        String pause = key("pause", user);
        if (!store.putIfAbsent(pause, wait)) {
            return new MailClaim(null, DeviceReason.MAIL_TOO_SOON);
        }
        Optional<Runnable> ofUser = claim("mail", user, MAILS_AN_HOUR, HOUR);
        Optional<Runnable> ofIp =
                ofUser.isEmpty() ? Optional.empty() : claim("mail-ip", DeviceSecret.hash(ip), ofAddress, HOUR);
        Runnable giveBack = () -> {
            ofUser.ifPresent(Runnable::run);
            ofIp.ifPresent(Runnable::run);
            store.remove(pause);
        };
        if (ofIp.isPresent()) {
            return new MailClaim(giveBack, null);
        }
        giveBack.run();
        return new MailClaim(null, DeviceReason.MAIL_TOO_MANY);
    }

    /**
     * The right to send a mail.
     *
     * @param giveBack makes as if it was never claimed; null when there is none
     * @param refusal one of {@link DeviceReason}; null when there is none
     */
    record MailClaim(Runnable giveBack, String refusal) {}

    /**
     * Lets somebody in once without a mail, within an hour.
     *
     * @return when that hour ends
     */
    Instant grantSkip(String user) {
        Instant until = Instant.ofEpochSecond(Time.currentTime() + HOUR);
        store.put(key("skip", user), HOUR, Map.of(UNTIL, until.toString()));
        return until;
    }

    /** @return whether that was granted and not used yet; it is used now */
    boolean useSkip(String user) {
        return store.remove(key("skip", user)) != null;
    }

    /** @return when it ends; empty when there is none, or it was used */
    Optional<Instant> skipUntil(String user) {
        return Optional.ofNullable(store.get(key("skip", user))).map(notes -> Instant.parse(notes.get(UNTIL)));
    }

    private Optional<Runnable> claim(String what, String of, int slots, long seconds) {
        return IntStream.range(0, slots)
                .mapToObj(slot -> key(what, of + '.' + slot))
                .filter(slot -> store.putIfAbsent(slot, seconds))
                .findFirst()
                .map(slot -> () -> store.remove(slot));
    }

    private boolean isFree(String what, String of, int slots) {
        return IntStream.range(0, slots).anyMatch(slot -> !store.contains(key(what, of + '.' + slot)));
    }

    private static long lifespan(PendingLogin login) {
        return Math.max(0, login.until() - Time.currentTime()) + REMEMBERED;
    }

    private static String today(String user) {
        return user + '.' + Time.currentTime() / DAY;
    }

    private String key(String what, String of) {
        return prefix + what + '.' + of;
    }

    private static String write(PendingLogin login) {
        try {
            return JsonSerialization.writeValueAsString(login);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PendingLogin read(String json) {
        try {
            return JsonSerialization.readValue(json, PendingLogin.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
