package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A rotation of keys as the platforms see it. */
class KeysTest {

    private static final SigningKey OLD = SigningKey.create("old", SignatureAlgorithm.ES256);
    private static final SigningKey NEW = SigningKey.create("new", SignatureAlgorithm.ES256);

    private JWKSet published = new JWKSet(OLD.published());
    private int fetches;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private final Clock clock = new Clock() {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Supplier<JWKSet> source = () -> {
        fetches++;
        return published;
    };

    @Test
    void areFetchedOnceAnHour() {
        Keys keys = Keys.fetchedHourly(source, clock);
        assertThat(finds(keys, OLD)).isTrue();
        pass(Duration.ofMinutes(59));
        assertThat(finds(keys, OLD)).isTrue();
        assertThat(fetches).isEqualTo(1);

        pass(Duration.ofMinutes(1));
        assertThat(finds(keys, OLD)).isTrue();
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void aKeyThatSignsAtOnceIsUnknownForUpToAnHour() {
        Keys keys = Keys.fetchedHourly(source, clock);
        assertThat(finds(keys, OLD)).isTrue();
        published = new JWKSet(List.of(OLD.published(), NEW.published()));
        assertThat(finds(keys, NEW)).isFalse();

        pass(Duration.ofHours(1));
        assertThat(finds(keys, NEW)).isTrue();
        assertThat(finds(keys, OLD)).isTrue();
    }

    @Test
    void aMissIsWorthOneRefetch() {
        Keys keys = Keys.refetchedOnAMiss(source, clock);
        assertThat(finds(keys, OLD)).isTrue();
        published = new JWKSet(NEW.published());
        assertThat(finds(keys, NEW)).isTrue();
        assertThat(fetches).isEqualTo(2);
        assertThat(finds(keys, OLD)).isFalse();
        assertThat(fetches).isEqualTo(3);
    }

    @Test
    void aTokenWithoutKidIsWorthNone() {
        Keys keys = Keys.refetchedOnAMiss(source, clock);
        assertThat(keys.find("", SignatureAlgorithm.ES256)).isEmpty();
        assertThat(fetches).isZero();
    }

    @Test
    void aWithdrawnKeyIsGoneAfterAnHour() {
        Keys keys = Keys.refetchedOnAMiss(source, clock);
        assertThat(finds(keys, OLD)).isTrue();
        published = new JWKSet(NEW.published());
        assertThat(finds(keys, OLD)).isTrue();
        pass(Duration.ofHours(1));
        assertThat(finds(keys, OLD)).isFalse();
    }

    @Test
    void keysThatCannotBeFetchedLetNobodyIn() {
        Keys keys = Keys.refetchedOnAMiss(
                () -> {
                    throw new UncheckedIOException(new IOException("unreachable"));
                },
                clock);
        assertThatThrownBy(() -> finds(keys, OLD)).isInstanceOf(UncheckedIOException.class);
    }

    private static boolean finds(Keys keys, SigningKey key) {
        return keys.find(key.kid(), key.algorithm()).isPresent();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
