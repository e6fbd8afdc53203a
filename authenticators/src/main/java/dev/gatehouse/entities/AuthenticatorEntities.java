package dev.gatehouse.entities;

import dev.gatehouse.device.PersonMark;
import dev.gatehouse.device.VerifiedFactor;
import dev.gatehouse.firstadmin.FirstAdminClaim;
import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** The tables of the authenticators, which Keycloak makes and changes at start by the change log. */
final class AuthenticatorEntities implements JpaEntityProvider {

    static final AuthenticatorEntities SINGLETON = new AuthenticatorEntities();

    private AuthenticatorEntities() {}

    @Override
    public List<Class<?>> getEntities() {
        return List.of(FirstAdminClaim.class, PersonMark.class, VerifiedFactor.class);
    }

    @Override
    public String getChangelogLocation() {
        return "dev/gatehouse/entities/changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return AuthenticatorEntitiesFactory.PROVIDER_ID;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
