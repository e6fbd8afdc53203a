package dev.gatehouse;

/**
 * Why something was refused: the codes that this room puts into OAuth error descriptions and into the detail {@code reason} of
 * events. They do not change; people search logs for them.
 */
public final class Reason {

    /** No group of the person gives a role, and the client's role table refuses whoever has none. */
    public static final String UNMAPPED_GROUPS = "unmapped_groups";

    private Reason() {}
}
