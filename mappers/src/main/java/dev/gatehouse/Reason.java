package dev.gatehouse;

/**
 * Why something was refused or is not whole: the codes that this room puts into OAuth error descriptions and into the detail
 * {@code reason} of events. They do not change; people search logs for them.
 */
public final class Reason {

    /** No group of the person gives a role, and the client's role table refuses whoever has none. */
    public static final String UNMAPPED_GROUPS = "unmapped_groups";

    /**
     * The login belongs to another organization than the one it asks for, or asks for two at once, or the person is not a member of
     * that one.
     */
    public static final String TENANT_MISMATCH = "tenant_mismatch";

    /** The person is in several organizations and the login does not say which it is for. */
    public static final String TENANT_AMBIGUOUS = "tenant_ambiguous";

    /**
     * Whose identity provider the person logged in through cannot be told: its organization is gone, or the grant does not say; or the
     * login names an organization that there is not, or that nobody may know of.
     */
    public static final String TENANT_UNKNOWN = "tenant_unknown";

    /** The organization of the identity provider that the person logged in through is disabled. */
    public static final String TENANT_DISABLED = "tenant_disabled";

    /** A list claim has more values than its mapper allows, and tokens hold only the first of them; nothing was refused. */
    public static final String CLAIMS_OVERFLOW = "claims_overflow";

    /** What an identity provider says of a person's groups is neither an array of strings nor a single string. */
    public static final String GROUPS_MALFORMED = "groups_malformed";

    /** An identity provider names more groups of a person than are read. */
    public static final String GROUPS_TOO_MANY = "groups_too_many";

    /** An identity provider left a person's groups out because they are too many for its tokens. */
    public static final String GROUPS_OVERAGE = "groups_overage";

    /** What an identity provider says of a person's e-mail address or name is none. */
    public static final String PERSON_MALFORMED = "person_malformed";

    /** An identity provider says that a person's e-mail address is one that somebody else has here. */
    public static final String EMAIL_TAKEN = "email_taken";

    /** The person has no e-mail address. */
    public static final String EMAIL_MISSING = "email_missing";

    /** What the person has for an e-mail address is none, or one that no decision can go by. */
    public static final String EMAIL_INVALID = "email_invalid";

    /** Nobody has confirmed that the e-mail address is the person's. */
    public static final String EMAIL_UNVERIFIED = "email_unverified";

    /** The domain of the person's e-mail address is not on the list that holds, or no list holds. */
    public static final String DOMAIN_NOT_ALLOWED = "domain_not_allowed";

    /** A login would end with somebody else than the person who was let in on its way. */
    public static final String PERSON_CHANGED = "person_changed";

    private Reason() {}
}
