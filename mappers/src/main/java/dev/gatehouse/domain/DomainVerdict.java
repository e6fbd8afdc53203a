package dev.gatehouse.domain;

import java.util.Optional;

/** What a {@link DomainDecision} comes to. */
public sealed interface DomainVerdict {

    /** The address is one that gets in. */
    record Admitted(DomainName domain) implements DomainVerdict {}

    /**
     * It is not.
     *
     * @param reason one of {@link dev.gatehouse.Reason}
     * @param domain of the address, for the event; empty where the address is none
     */
    record Refused(String reason, Optional<DomainName> domain) implements DomainVerdict {}
}
