package dev.gatehouse.doors;

import dev.gatehouse.domain.DomainDecision;
import dev.gatehouse.domain.DomainPolicies;
import dev.gatehouse.domain.DomainPolicy;
import dev.gatehouse.domain.DomainVerdict;
import dev.gatehouse.tenant.LoginTenant;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * Whether an address may come in, as every door asks it.
 *
 * @param tenant the organization whose list holds; empty for none
 */
record DomainQuestion(Optional<OrganizationModel> tenant, DomainPolicy policy) {

    static DomainQuestion of(KeycloakSession session, RealmModel realm, ClientModel client, LoginTenant tenant) {
        if (tenant instanceof LoginTenant.Refused refused) {
            return new DomainQuestion(Optional.empty(), new DomainPolicy.Unusable(refused.reason()));
        }
        return tenant instanceof LoginTenant.Of of
                ? of(realm, session.getProvider(OrganizationProvider.class).getById(of.organization()))
                : new DomainQuestion(Optional.empty(), DomainPolicies.of(realm, client, null));
    }

    static DomainQuestion of(RealmModel realm, OrganizationModel tenant) {
        return new DomainQuestion(Optional.of(tenant), DomainPolicies.of(realm, null, tenant));
    }

    /**
     * @param address null for none
     * @param verified whether the person has shown that it is theirs, or it does not matter yet
     * @return empty when it is admitted
     */
    Optional<Refused> refusal(String address, boolean verified) {
        return new DomainDecision(address, verified, policy).decide() instanceof DomainVerdict.Refused refused
                ? Optional.of(new Refused(refused.reason(), tenant.map(OrganizationModel::getAlias), refused.domain()))
                : Optional.empty();
    }
}
