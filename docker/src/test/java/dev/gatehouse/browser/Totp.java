package dev.gatehouse.browser;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app: time-based one-time passwords (RFC 6238) as Keycloak sets them up: SHA-1, 6 digits, 30 seconds. */
public final class Totp {

    private static final int STEP = 30;

    private final byte[] secret;
    private long lastStep = Long.MIN_VALUE;

    private Totp(byte[] secret) {
        this.secret = secret;
    }

    /** @param secret as the set-up form carries it: Keycloak takes its characters for the key */
    public static Totp ofSecret(String secret) {
        return new Totp(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * A code that was not given out before: Keycloak takes each only once. It also takes those of the next step, so that a second
     * code need not be waited for.
     */
    public String code() {
        lastStep = Math.max(Instant.now().getEpochSecond() / STEP, lastStep + 1);
        return code(lastStep);
    }

    private String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-1", e);
        }
    }
}
