package dev.gatehouse;

/**
 * Why something was refused or is not whole: the codes that this room puts into OAuth error descriptions and into the detail
 * {@code reason} of events. They do not change; people search logs for them.
 */
public final class Reason {

    /** No group of the person gives a role, and the client's role table refuses whoever has none. */
    public static final String UNMAPPED_GROUPS = "unmapped_groups";

    /** The login belongs to another organization than the one it asks for, or the person is not a member of that one. */
    public static final String TENANT_MISMATCH = "tenant_mismatch";

    /** The person is in several organizations and the login does not say which it is for. */
    public static final String TENANT_AMBIGUOUS = "tenant_ambiguous";

    /** The identity provider that the person logged in through, or its organization, is not there any more. */
    public static final String TENANT_UNKNOWN = "tenant_unknown";

    /** The organization of the identity provider that the person logged in through is disabled. */
    public static final String TENANT_DISABLED = "tenant_disabled";

    /** A list claim has more values than its mapper allows, and tokens hold only the first of them; nothing was refused. */
    public static final String CLAIMS_OVERFLOW = "claims_overflow";

    private Reason() {}
}
