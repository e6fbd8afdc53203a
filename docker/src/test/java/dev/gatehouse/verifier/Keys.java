package dev.gatehouse.verifier;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The provider's published keys as a client keeps them: for an hour. */
final class Keys {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Supplier<JWKSet> source;
    private final boolean refetchedOnAMiss;
    private final Clock clock;
    private JWKSet keys = new JWKSet();
    private Instant end = Instant.MIN;

    private Keys(Supplier<JWKSet> source, boolean refetchedOnAMiss, Clock clock) {
        this.source = source;
        this.refetchedOnAMiss = refetchedOnAMiss;
        this.clock = clock;
    }

    /** Fetches every hour and never in between. */
    static Keys fetchedHourly(Supplier<JWKSet> source, Clock clock) {
        return new Keys(source, false, clock);
    }

    /** Fetches every hour, and once more for a token whose key is not among those it has. */
    static Keys refetchedOnAMiss(Supplier<JWKSet> source, Clock clock) {
        return new Keys(source, true, clock);
    }

    /** @throws UncheckedIOException from the source when the keys cannot be had: no key, no login */
    static Supplier<JWKSet> at(URI address) {
        return () -> {
            try {
                return JWKSet.load(address.toURL(), 10_000, 10_000, 100_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ParseException e) {
                throw new UncheckedIOException(new IOException("no JWK set at " + address, e));
            }
        };
    }

    /** The key for signatures of the id and the algorithm. */
    Optional<JWK> find(String kid, SignatureAlgorithm algorithm) {
        if (kid.isEmpty()) {
            return Optional.empty();
        }
        boolean fetched = !clock.instant().isBefore(end);
        if (fetched) {
            fetch();
        }
        Optional<JWK> key = select(kid, algorithm);
        if (key.isPresent() || fetched || !refetchedOnAMiss) {
            return key;
        }
        fetch();
        return select(kid, algorithm);
    }

    private void fetch() {
        keys = source.get();
        end = clock.instant().plus(LIFETIME);
    }

    private Optional<JWK> select(String kid, SignatureAlgorithm algorithm) {
        JWKMatcher matcher = new JWKMatcher.Builder()
                .keyID(kid)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.parse(algorithm.name()))
                .build();
        return new JWKSelector(matcher).select(keys).stream().findFirst();
    }
}
