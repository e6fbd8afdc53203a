package dev.gatehouse.device;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How long a device is trusted.
 *
 * @param days 1 to 365
 * @param sliding from its last use, else from when it was confirmed
 */
record TrustPeriod(int days, boolean sliding) {

    Instant endOf(Instant start) {
        return start.plus(Duration.ofDays(days));
    }

    /**
     * When the trust ends: never later than was said when it began or was renewed, and earlier when the period was shortened since.
     *
     * @param lastUsed a whole day, in UTC
     */
    Instant endOf(Instant until, Instant created, LocalDate lastUsed) {
        Instant start =
                sliding ? lastUsed.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant() : created;
        Instant end = endOf(start);
        return end.isBefore(until) ? end : until;
    }
}
