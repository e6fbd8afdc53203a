package dev.gatehouse.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What only a browser's cookie holds: 256 bits, as base64url without padding (RFC 4648, section 5). Nothing prints it by accident. */
final class DeviceSecret {

    private static final int BYTES = 32;
    private static final int TEXT_LENGTH = 43;
    private static final String HMAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] bytes;

    private DeviceSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    static DeviceSecret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new DeviceSecret(bytes);
    }

    /** @return empty for whatever {@link #text()} does not write */
    static Optional<DeviceSecret> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            DeviceSecret secret = new DeviceSecret(Base64.getUrlDecoder().decode(text));
            // the last character has two bits that say nothing
            return secret.text().equals(text) ? Optional.of(secret) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For the cookie, and for nothing else. */
    String text() {
        return ENCODER.encodeToString(bytes);
    }

    /** SHA-256, base64url: what is stored. */
    String hash() {
        return hash(bytes);
    }

    /** In constant time. */
    boolean hasHash(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * What follows this secret: the same for every request that presents it, on every node, and found by nobody who has only one of
     * the two, the secret and the key.
     *
     * @param key of the device, base64url
     */
    DeviceSecret successor(String key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(key), HMAC));
            return new DeviceSecret(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return SHA-256 of the text in UTF-8, base64url */
    static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        try {
            return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "a device's secret";
    }
}
