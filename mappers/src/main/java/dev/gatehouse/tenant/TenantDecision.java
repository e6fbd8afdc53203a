package dev.gatehouse.tenant;

import dev.gatehouse.Reason;

/** Which organization (tenant) a token is for, or why it is for none. Organizations go by their ids. */
sealed interface TenantDecision {

    /** The token is for this organization, and the person is a member of it. */
    record Of(String organization) implements TenantDecision {}

    /** The token is for no organization. */
    record None() implements TenantDecision {}

    /** More than one would do, and nothing says which. */
    record Ambiguous() implements TenantDecision {}

    /**
     * There must be no token.
     *
     * @param reason one of {@link Reason}
     */
    record Refused(String reason) implements TenantDecision {}

    TenantDecision NONE = new None();
    TenantDecision AMBIGUOUS = new Ambiguous();
    TenantDecision MISMATCH = new Refused(Reason.TENANT_MISMATCH);
    TenantDecision UNKNOWN = new Refused(Reason.TENANT_UNKNOWN);
}
