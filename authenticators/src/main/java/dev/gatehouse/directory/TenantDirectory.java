package dev.gatehouse.directory;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.services.resource.RealmResourceProvider;

/** The directory of a realm, where its realm attribute {@value #SWITCH} is {@code true} and it has organizations. */
final class TenantDirectory implements RealmResourceProvider {

    /** Realm attribute: {@code true} or {@code false}; off where it is left out, or anything else. */
    static final String SWITCH = "gatehouse.authenticators.tenants";

    private final KeycloakSession session;

    TenantDirectory(KeycloakSession session) {
        this.session = session;
    }

    /** @return null where there is no directory: Keycloak answers then as for an address that it does not know */
    @Override
    public Object getResource() {
        RealmModel realm = session.getContext().getRealm();
        if (!"true".equals(realm.getAttribute(SWITCH))) {
            return null;
        }
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        return organizations == null || !organizations.isEnabled()
                ? null
                : new TenantsResource(session, new Directory(organizations));
    }

    @Override
    public void close() {
        // holds nothing
    }
}
