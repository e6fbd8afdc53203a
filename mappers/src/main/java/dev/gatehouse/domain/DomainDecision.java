package dev.gatehouse.domain;

import dev.gatehouse.Reason;
import java.util.Optional;

/**
 * Whether somebody with this e-mail address gets in: the one decision of every door.
 *
 * @param address as it is stored or was typed; null or blank for none
 * @param verified whether the address is known to be the person's
 * @param policy that holds for this login
 */
public record DomainDecision(String address, boolean verified, DomainPolicy policy) {

    /**
     * In this order:
     *
     * <ol>
     *   <li>the policy cannot be used: its own reason
     *   <li>no address: {@code email_missing}
     *   <li>an address that is none: {@code email_invalid}
     *   <li>a domain that the policy does not let in: {@code domain_not_allowed}
     *   <li>an address that is not verified: {@code email_unverified}; last, so that nobody is sent a mail to verify an address that
     *       would not be let in
     * </ol>
     *
     * A policy that lets in everybody still demands a verified address.
     */
    public DomainVerdict decide() {
        Optional<DomainName> domain = EmailAddress.parse(address).map(EmailAddress::domain);
        if (policy instanceof DomainPolicy.Unusable unusable) {
            return new DomainVerdict.Refused(unusable.reason(), domain);
        }
        if (address == null || address.isBlank()) {
            return new DomainVerdict.Refused(Reason.EMAIL_MISSING, domain);
        }
        if (domain.isEmpty()) {
            return new DomainVerdict.Refused(Reason.EMAIL_INVALID, domain);
        }
        if (!isLetIn(domain.get())) {
            return new DomainVerdict.Refused(Reason.DOMAIN_NOT_ALLOWED, domain);
        }
        return verified
                ? new DomainVerdict.Admitted(domain.get())
                : new DomainVerdict.Refused(Reason.EMAIL_UNVERIFIED, domain);
    }

    private boolean isLetIn(DomainName domain) {
        return policy instanceof DomainPolicy.Everybody
                || policy instanceof DomainPolicy.Listed listed && listed.list().admits(domain);
    }
}
