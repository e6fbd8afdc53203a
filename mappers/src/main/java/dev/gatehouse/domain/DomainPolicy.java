package dev.gatehouse.domain;

/** Whose addresses a login may have. */
public sealed interface DomainPolicy {

    /** Addresses of the domains on this list. */
    record Listed(DomainList list) implements DomainPolicy {}

    /** Any verified address: somebody has switched that on. */
    record Everybody() implements DomainPolicy {}

    /** No address: there is no list at any level. */
    record Nobody() implements DomainPolicy {}

    /**
     * No address, and not because of it.
     *
     * @param reason one of {@link dev.gatehouse.Reason}: {@code tenant_unknown}, {@code tenant_disabled}, {@code tenant_mismatch}
     */
    record Unusable(String reason) implements DomainPolicy {}

    /** {@link Everybody} */
    DomainPolicy EVERYBODY = new Everybody();

    /** {@link Nobody} */
    DomainPolicy NOBODY = new Nobody();
}
