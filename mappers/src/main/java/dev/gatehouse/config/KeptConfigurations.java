package dev.gatehouse.config;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What was made of configurations, once per change and kept. A configuration is compared with the one that was read, which Keycloak's
 * caches keep: so a change takes effect at its next use, on every node.
 *
 * @param <R> a configuration as it is stored
 * @param <C> what is made of it; immutable
 */
public final class KeptConfigurations<R, C> {

    /** Above this many, what is kept is dropped: those in use come back, deleted ones do not. */
    private static final int MAX_KEPT = 10_000;

    private record Kept<R, C>(R raw, C made) {}

    private final Map<String, Kept<R, C>> kept = new ConcurrentHashMap<>();
    private final UnaryOperator<R> copy;

    /** @param copy made of a configuration that is kept: nobody else may change it */
    public KeptConfigurations(UnaryOperator<R> copy) {
        this.copy = copy;
    }

    /**
     * @param id of what is configured
     * @param raw its configuration
     * @param maker asked when that is not the one that was read last
     */
    public C get(String id, R raw, Supplier<C> maker) {
        Kept<R, C> known = kept.get(id);
        // the caches hand out the same strings until something changes, so that this compares references
        if (known == null || !known.raw().equals(raw)) {
            known = new Kept<>(copy.apply(raw), maker.get());
            if (kept.size() >= MAX_KEPT) {
                kept.clear();
            }
            kept.put(id, known);
        }
        return known.made();
    }
}
