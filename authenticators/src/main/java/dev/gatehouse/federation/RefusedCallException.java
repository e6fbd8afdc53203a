package dev.gatehouse.federation;

import dev.gatehouse.config.InvalidConfigurationException;

/**
 * A call that changes nothing. The message is for the admin: what is wrong and how to mend it. It never holds a secret, nor anything
 * that another server answered.
 */
final class RefusedCallException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedCallException(Refusal refusal, String message) {
        // which shows control characters as escapes
        super(new InvalidConfigurationException(message).getMessage());
        this.refusal = refusal;
    }

    static RefusedCallException invalid(String message) {
        return new RefusedCallException(Refusal.INVALID_REQUEST, message);
    }

    Refusal refusal() {
        return refusal;
    }
}
