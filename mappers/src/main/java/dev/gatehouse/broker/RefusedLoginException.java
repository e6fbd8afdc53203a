package dev.gatehouse.broker;

/**
 * A login that is refused for what its provider says. The message is for admins: it says what is wrong and how to mend it, and holds
 * nothing that the provider said.
 */
final class RefusedLoginException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedLoginException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
