package dev.gatehouse.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Things that are taken up once, by their key: not many, and not for long. */
final class Expiring<T> {

    static final int MOST = 100;
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private record Entry<T>(T thing, Instant end) {}

    private final Clock clock;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    Expiring(Clock clock) {
        this.clock = clock;
    }

    /** The oldest make room for it when there are too many. */
    synchronized void put(String key, T thing) {
        entries.values().removeIf(this::isOver);
        while (entries.size() >= MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(key, new Entry<>(thing, clock.instant().plus(LIFETIME)));
    }

    /** Empty for an unknown key, one that was taken before, and one that came too late. */
    synchronized Optional<T> take(String key) {
        return Optional.ofNullable(entries.remove(key))
                .filter(entry -> !isOver(entry))
                .map(Entry::thing);
    }

    private boolean isOver(Entry<T> entry) {
        return !clock.instant().isBefore(entry.end());
    }
}
