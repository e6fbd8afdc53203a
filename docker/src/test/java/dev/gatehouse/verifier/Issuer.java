package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The identity provider of the bends: an issuer with keys of its own whose clock stands still. */
final class Issuer {

    static final String NAME = "https://id.example/realms/platform";
    /** Seconds since 1970 UTC. */
    static final long NOW = Instant.parse("2026-11-22T12:00:00Z").getEpochSecond();

    /** One for each algorithm. */
    private static final List<SigningKey> SIGNING = Stream.of(SignatureAlgorithm.values())
            .map(algorithm -> SigningKey.create("key for " + algorithm, algorithm))
            .toList();

    static final SigningKey KEY = key(SignatureAlgorithm.RS256);
    static final SigningKey ENCRYPTION = SigningKey.forEncryption("key for encryption");
    static final JWKSet KEYS = new JWKSet(Stream.concat(SIGNING.stream(), Stream.of(ENCRYPTION))
            .map(SigningKey::published)
            .toList());

    private Issuer() {}

    static SigningKey key(SignatureAlgorithm algorithm) {
        return SIGNING.stream()
                .filter(key -> key.algorithm() == algorithm)
                .findFirst()
                .orElseThrow();
    }

    static Clock clock() {
        return Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    }

    /** A client's knowledge of this provider. */
    static Provider known(ObjectNode discovery) {
        return new Provider(NAME, discovery, Keys.refetchedOnAMiss(() -> KEYS, clock()), clock());
    }

    /** The part of {@code openid-configuration} that a platform reads. */
    static ObjectNode discovery() {
        ObjectNode discovery = new JsonMapper().createObjectNode().put("issuer", NAME);
        discovery.putArray("id_token_signing_alg_values_supported").add("RS256").add("ES256");
        discovery.putArray("code_challenge_methods_supported").add("plain").add("S256");
        return discovery.put("authorization_response_iss_parameter_supported", true);
    }

    /** A token with times as they should be, valid for 15 minutes. @param claims the rest as JSON */
    static Draft draft(String claims) {
        return Draft.of(claims, KEY).claim("iss", NAME).claim("iat", NOW).claim("exp", NOW + 900);
    }
}
