package dev.gatehouse.device;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;

/**
 * The record of a device that a person confirmed, and what becomes of it when its cookie is presented.
 *
 * <p>The secret changes at most daily. Its successor is computed from it, so that whoever presents the same secret is told the same
 * successor, and the old one holds until the new one was presented: an answer that was lost and tabs at the same time do no harm. What
 * is older than that was kept by somebody else, and says that the cookie was copied.
 *
 * @param id of the credential
 * @param label that the person sees
 * @param shown what the person and admins may see
 * @param kept what nobody may see
 */
record TrustedDevice(String id, String label, Shown shown, Kept kept) {

    /**
     * How long the predecessor of a secret still holds after that was presented: a request may have been under way, of a tab beside.
     */
    static final Duration OVERTAKEN = Duration.ofSeconds(10);

    /**
     * @param browser name without its version; "" when unknown
     * @param os name of the operating system without its version; "" when unknown
     * @param created when it was confirmed, epoch seconds
     * @param until when its trust ends, epoch seconds
     * @param lastUsed day of its last use in UTC, ISO 8601
     * @param confirmed false for a device that was only noticed: it is not trusted
     */
    record Shown(String browser, String os, long created, long until, String lastUsed, boolean confirmed) {

        /** @throws DateTimeParseException for a day that is none */
        Shown {
            Objects.requireNonNull(browser, "browser");
            Objects.requireNonNull(os, "os");
            LocalDate.parse(lastUsed);
        }
    }

    /**
     * @param key makes the successors of secrets, base64url
     * @param current SHA-256 of the secret that was presented last, base64url
     * @param successor SHA-256 of what follows that
     * @param generation how many secrets came before the current one
     * @param since when the current one was presented first, epoch seconds
     * @param binding of the person's address and password; see {@link Binding}
     */
    record Kept(String key, String current, String successor, int generation, long since, String binding) {

        Kept {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(current, "current");
            Objects.requireNonNull(successor, "successor");
            Objects.requireNonNull(binding, "binding");
        }
    }

    /** What comes of a cookie. */
    sealed interface Verdict {}

    /**
     * The device is trusted.
     *
     * @param cookie what the browser is to hold from now on; empty when that is what it holds
     * @param changed what is to be stored; empty for nothing
     */
    record Trusted(Optional<DeviceSecret> cookie, Optional<TrustedDevice> changed) implements Verdict {}

    /** It is not. */
    enum Distrusted implements Verdict {
        /** The cookie is not of this device. */
        UNKNOWN,
        /** Its secret was overtaken by another one that came from it. */
        COPIED,
        /** It was noticed and never confirmed. */
        UNCONFIRMED,
        /** Its time is over. */
        EXPIRED,
        /** The person's address or password is another one. */
        PERSON_CHANGED
    }

    static TrustedDevice create(
            String id,
            String label,
            String browser,
            String os,
            DeviceSecret secret,
            String binding,
            TrustPeriod period,
            Instant now,
            boolean confirmed) {
        String key = DeviceSecret.random().text();
        return new TrustedDevice(
                id,
                label,
                new Shown(
                        browser,
                        os,
                        now.getEpochSecond(),
                        period.endOf(now).getEpochSecond(),
                        day(now).toString(),
                        confirmed),
                new Kept(key, secret.hash(), secret.successor(key).hash(), 0, now.getEpochSecond(), binding));
    }

    /** @param binding of the person as they are now */
    Verdict judge(DeviceSecret presented, String binding, TrustPeriod period, Instant now) {
        boolean current = presented.hasHash(kept.current());
        boolean successor = presented.hasHash(kept.successor());
        boolean overtaken = !current && !successor && isPredecessor(presented);
        if (!current && !successor && !overtaken) {
            return Distrusted.UNKNOWN;
        }
        if (overtaken
                && !(presented.successor(kept.key()).hasHash(kept.current())
                        && now.isBefore(Instant.ofEpochSecond(kept.since()).plus(OVERTAKEN)))) {
            return Distrusted.COPIED;
        }
        Optional<Distrusted> standing = distrusted(binding, period, now);
        if (standing.isPresent()) {
            return standing.get();
        }
        if (overtaken) {
            return new Trusted(Optional.of(presented.successor(kept.key())), Optional.empty());
        }
        return successor ? acknowledged(presented, period, now) : used(presented, period, now);
    }

    /** Whether this is the device's cookie, whether or not that is trusted. */
    boolean isNoticed(DeviceSecret presented) {
        return presented.hasHash(kept.current());
    }

    /** Why a session of this device is none of a trusted one; empty when it is. */
    Optional<Distrusted> distrusted(String binding, Instant now) {
        return distrusted(binding, now, Instant.ofEpochSecond(shown.until()));
    }

    private Optional<Distrusted> distrusted(String binding, TrustPeriod period, Instant now) {
        return distrusted(
                binding,
                now,
                period.endOf(Instant.ofEpochSecond(shown.until()), Instant.ofEpochSecond(shown.created()), lastUsed()));
    }

    private Optional<Distrusted> distrusted(String binding, Instant now, Instant end) {
        if (!shown.confirmed()) {
            return Optional.of(Distrusted.UNCONFIRMED);
        }
        if (!now.isBefore(end)) {
            return Optional.of(Distrusted.EXPIRED);
        }
        return kept.binding().equals(binding) ? Optional.empty() : Optional.of(Distrusted.PERSON_CHANGED);
    }

    /** The first use of a day is stored, and from the day after it was presented first a secret is followed by its successor. */
    private Verdict used(DeviceSecret presented, TrustPeriod period, Instant now) {
        boolean due = day(Instant.ofEpochSecond(kept.since())).isBefore(day(now));
        boolean first = lastUsed().isBefore(day(now));
        return new Trusted(
                due
                        ? Optional.of(presented.successor(kept.key()))
                        : first && period.sliding() ? Optional.of(presented) : Optional.empty(),
                first ? Optional.of(with(shownUsed(period, now), kept)) : Optional.empty());
    }

    /** The browser has got the successor: from now on that is the current one. */
    private Verdict acknowledged(DeviceSecret presented, TrustPeriod period, Instant now) {
        Kept next = new Kept(
                kept.key(),
                presented.hash(),
                presented.successor(kept.key()).hash(),
                kept.generation() + 1,
                now.getEpochSecond(),
                kept.binding());
        return new Trusted(
                period.sliding() ? Optional.of(presented) : Optional.empty(),
                Optional.of(with(shownUsed(period, now), next)));
    }

    private Shown shownUsed(TrustPeriod period, Instant now) {
        return new Shown(
                shown.browser(),
                shown.os(),
                shown.created(),
                period.sliding() ? period.endOf(now).getEpochSecond() : shown.until(),
                day(now).toString(),
                shown.confirmed());
    }

    /** The same device, bound to the person as they are now. */
    TrustedDevice boundTo(String binding) {
        return with(
                shown,
                new Kept(kept.key(), kept.current(), kept.successor(), kept.generation(), kept.since(), binding));
    }

    /** The same device by another name. */
    TrustedDevice labelled(String other) {
        return new TrustedDevice(id, other, shown, kept);
    }

    private TrustedDevice with(Shown otherShown, Kept otherKept) {
        return new TrustedDevice(id, label, otherShown, otherKept);
    }

    /** Whether the current secret came from this one. */
    private boolean isPredecessor(DeviceSecret presented) {
        DeviceSecret secret = presented;
        for (int i = 0; i < kept.generation(); i++) {
            secret = secret.successor(kept.key());
            if (secret.hasHash(kept.current())) {
                return true;
            }
        }
        return false;
    }

    private LocalDate lastUsed() {
        return LocalDate.parse(shown.lastUsed());
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
