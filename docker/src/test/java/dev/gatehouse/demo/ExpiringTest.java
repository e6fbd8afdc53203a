package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ExpiringTest {

    private Instant now = Instant.EPOCH;
    private final Expiring<String> things = new Expiring<>(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void aThingIsTakenOnce() {
        things.put("key", "thing");

        assertThat(things.take("other")).isEmpty();
        assertThat(things.take("key")).contains("thing");
        assertThat(things.take("key")).isEmpty();
    }

    @Test
    void aThingIsGoneAfterItsLifetime() {
        things.put("in time", "thing");
        things.put("too late", "thing");

        now = Instant.EPOCH.plus(Expiring.LIFETIME).minus(Duration.ofSeconds(1));
        assertThat(things.take("in time")).isPresent();
        now = Instant.EPOCH.plus(Expiring.LIFETIME);
        assertThat(things.take("too late")).isEmpty();
    }

    @Test
    void theOldestMakesRoomWhenThereAreTooMany() {
        for (int i = 0; i <= Expiring.MOST; i++) {
            things.put("key " + i, "thing");
        }

        assertThat(things.take("key 0")).isEmpty();
        assertThat(things.take("key 1")).isPresent();
        assertThat(things.take("key " + Expiring.MOST)).isPresent();
    }
}
