package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The signature algorithms (RFC 7518, section 3.1; RFC 8037) that any of the platforms takes. */
enum SignatureAlgorithm {
    RS256("SHA256withRSA", "SHA-256"),
    RS512("SHA512withRSA", "SHA-512"),
    ES256("SHA256withECDSAinP1363Format", "SHA-256"),
    ES384("SHA384withECDSAinP1363Format", "SHA-384"),
    EdDSA("Ed25519", "SHA-512");

    private final String signature;
    private final String digest;

    SignatureAlgorithm(String signature, String digest) {
        this.signature = signature;
        this.digest = digest;
    }

    /** Exact and case-sensitive. */
    static Optional<SignatureAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst();
    }

    /** The name of the signature in Java's own cryptography. */
    String signature() {
        return signature;
    }

    /** The {@code at_hash} of an access token: the left half of its hash, in base64url (OpenID Connect Core, section 3.1.3.6). */
    String accessTokenHash(String accessToken) {
        try {
            byte[] hash = MessageDigest.getInstance(digest).digest(accessToken.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
