package dev.gatehouse;

/**
 * Why something was refused or is not whole: the codes that this room puts into OAuth error descriptions and into the detail
 * {@code reason} of events. They do not change; people search logs for them.
 */
public final class Reason {

    /** No group of the person gives a role, and the client's role table refuses whoever has none. */
    public static final String UNMAPPED_GROUPS = "unmapped_groups";

    /** A list claim has more values than its mapper allows, and tokens hold only the first of them; nothing was refused. */
    public static final String CLAIMS_OVERFLOW = "claims_overflow";

    private Reason() {}
}
