package dev.gatehouse.tenant;

import dev.gatehouse.Reason;
import dev.gatehouse.explain.Because;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a login shows of the organization it is for; the rule that decides by it is {@link #decide}. Organizations go by their ids.
 *
 * @param provider whose identity provider the person came through
 * @param named the organizations named in the scope
 * @param chosen what the person chose on Keycloak's page; empty when there was no choice
 * @param member whether the person is a member of an organization
 * @param memberships the enabled organizations the person is a member of; asked only when neither provider nor scope decides
 */
record TenantEvidence(
        Provider provider,
        Set<String> named,
        Optional<String> chosen,
        Predicate<String> member,
        Supplier<List<String>> memberships) {

    /** Whose identity provider a person came through. */
    sealed interface Provider {

        /** None, or one that belongs to no organization. */
        record Nobodys() implements Provider {}

        /** One that belongs to this organization. */
        record Of(String organization) implements Provider {}

        /** One that cannot be told any more, or must not be used. */
        record Unusable(String reason) implements Provider {}
    }

    /**
     * In this order: a login through an organization's provider is for that organization, and naming another refuses it; else the
     * organization that the scope names; else the one that the person chose; else the only enabled one the person is a member of.
     * There is never one without membership; to name one without it refuses the token.
     */
    TenantDecision decide() {
        if (provider instanceof Provider.Unusable unusable) {
            return new TenantDecision.Refused(unusable.reason());
        }
        if (provider instanceof Provider.Of of) {
            String own = of.organization();
            if (!Set.of(own).containsAll(named)) {
                return TenantDecision.MISMATCH;
            }
            return member.test(own)
                    ? new TenantDecision.Of(own)
                    : named.isEmpty() ? TenantDecision.NONE : TenantDecision.MISMATCH;
        }
        if (!named.isEmpty()) {
            return named.stream().allMatch(member) ? only(List.copyOf(named)) : TenantDecision.MISMATCH;
        }
        List<String> enabled = memberships.get();
        // a choice outlives the login it was made in: it counts only among what there is to choose from
        return enabled.size() > 1 && chosen.filter(enabled::contains).isPresent()
                ? new TenantDecision.Of(chosen.get())
                : only(enabled);
    }

    private static TenantDecision only(List<String> organizations) {
        return switch (organizations.size()) {
            case 0 -> TenantDecision.NONE;
            case 1 -> new TenantDecision.Of(organizations.get(0));
            default -> TenantDecision.AMBIGUOUS;
        };
    }

    /**
     * Which step of the rule a decision by this evidence was made at, for who explains.
     *
     * @param alias of an organization, by its id
     */
    Because because(TenantDecision decision, Function<String, String> alias) {
        String byProvider = "the organization of the identity provider";
        if (decision instanceof TenantDecision.Of of) {
            String tenant = alias.apply(of.organization());
            if (provider instanceof Provider.Of) {
                return new Because(tenant, byProvider, "logged in through it, and a member of " + tenant);
            }
            if (!named.isEmpty()) {
                return new Because(tenant, "the organization that the scope names", "a member of " + tenant);
            }
            return memberships.get().size() > 1
                    ? new Because(tenant, "the organization chosen while logging in", "a member of " + tenant)
                    : new Because(tenant, "the only enabled membership", "a member of " + tenant);
        }
        if (decision instanceof TenantDecision.Refused refused) {
            return Because.nothing(refused.reason(), "no token");
        }
        if (decision instanceof TenantDecision.Ambiguous) {
            return named.isEmpty()
                    ? Because.nothing("several enabled memberships", "a member of " + aliases(memberships.get(), alias))
                    : Because.nothing(
                            "the scope names several organizations", "organizations " + aliases(named, alias));
        }
        return provider instanceof Provider.Of of
                ? Because.nothing(byProvider, "not a member of " + alias.apply(of.organization()))
                : Because.nothing("the only enabled membership", "a member of no enabled organization");
    }

    private static List<String> aliases(Collection<String> organizations, Function<String, String> alias) {
        return organizations.stream().map(alias).sorted().toList();
    }

    static Provider unknown() {
        return new Provider.Unusable(Reason.TENANT_UNKNOWN);
    }

    static Provider disabled() {
        return new Provider.Unusable(Reason.TENANT_DISABLED);
    }
}
