package dev.gatehouse.directory;

/** No login is begun, and why. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.code() + ": " + refusal.description());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
