package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;

/**
 * What a client knows of the identity provider it trusts.
 *
 * @param issuer as it was configured
 * @param discovery the provider's {@code openid-configuration}
 */
record Provider(String issuer, JsonNode discovery, Keys keys, Clock clock) {

    /** Seconds since 1970 UTC. */
    long now() {
        return clock.instant().getEpochSecond();
    }
}
