package dev.gatehouse.federation;

import dev.gatehouse.admin.AdminTrail;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.vault.VaultStringSecret;

/**
 * Writes a tenant's federation. What a request needs of others is asked before anything is written, and what is refused on the way undoes
 * the rest, because the caller rolls back.
 */
final class Federation {

    private static final Logger LOG = Logger.getLogger(Federation.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminTrail trail;
    private final TenantOrganization organizations;
    private final TenantProvider providers;
    private final ClaimsMapping mapping;
    private final PlatformRedirect redirect;

    Federation(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.trail = AdminTrail.of(session, realm, auth);
        this.organizations = new TenantOrganization(session, trail);
        this.providers = new TenantProvider(session, realm, trail);
        this.mapping = new ClaimsMapping(session, trail);
        this.redirect = new PlatformRedirect(session, realm, auth, trail);
    }

    /**
     * @param organization of the tenant
     * @param provider of its federation
     * @param claims where the provider says address and name, in the guide's words
     * @param isNew whether it was not there before
     */
    record Written(
            OrganizationModel organization,
            IdentityProviderModel provider,
            Map<String, String> claims,
            boolean isNew) {}

    Written get(String key) throws RefusedCallException {
        OrganizationModel organization = organizations.get(key);
        IdentityProviderModel provider = provider(organization);
        return new Written(organization, provider, mapping.of(provider.getAlias()), false);
    }

    private IdentityProviderModel provider(OrganizationModel organization) throws RefusedCallException {
        Optional<IdentityProviderModel> provider = providers.of(organization);
        if (provider.isEmpty()) {
            throw new RefusedCallException(
                    Refusal.FEDERATION_MISSING, "The tenant has no federation that was made by this call.");
        }
        return provider.get();
    }

    /** Empty where the tenant has none. */
    Optional<IdentityProviderModel> find(OrganizationModel organization) {
        return providers.of(organization);
    }

    /** @param key id or alias of the organization; the slug of a new one */
    Written put(String key, FederationRequest request) throws RefusedCallException {
        ClientModel client = redirect.client(request.platformClient());
        String postBrokerFlow =
                LoginFlows.postBroker(realm, request.postBrokerLoginFlow()).getId();
        String firstBrokerFlow =
                LoginFlows.firstBroker(realm, request.firstBrokerLoginFlow()).getId();
        refuseUnresolved(request.clientSecret());
        UpstreamSettings settings = UpstreamSettings.of(session, request);

        RealmLock.take(session, realm);
        redirect.refuseStale(client);
        OrganizationModel organization = organizations.write(key, request);
        Optional<IdentityProviderModel> old = providers.writable(organization);
        String alias = TenantOrganization.providerAlias(organization);
        Map<String, String> before = old.map(IdentityProviderModel::getConfig).orElse(Map.of());
        Map<String, String> kept = new TreeMap<>(redirect.replace(alias, before, client, request));
        kept.put(FederationKeys.PRESET, request.preset().id());
        kept.put(FederationKeys.REDIRECT_PATH, request.redirectPath());
        providers.write(organization, old, request, settings, kept, firstBrokerFlow, postBrokerFlow);
        mapping.write(alias, request.preset().kind(), request.claims());
        if (request.allowedDomains().isEmpty()) {
            LOG.warnf(
                    "Realm %s: the organization %s lets in addresses of all domains through the provider %s.",
                    realm.getName(), organization.getId(), alias);
        }
        return new Written(
                organization, session.identityProviders().getByAlias(alias), request.claims(), old.isEmpty());
    }

    private void refuseUnresolved(Optional<ClientSecret> secret) throws RefusedCallException {
        if (secret.isEmpty() || !secret.get().isReference()) {
            return;
        }
        try (VaultStringSecret resolved =
                session.vault().getStringSecret(secret.get().value())) {
            if (resolved.get().isEmpty()) {
                throw new RefusedCallException(
                        Refusal.CLIENT_SECRET_UNRESOLVED,
                        "\"client_secret\" names an entry that the vault has not; or Keycloak has no vault. See Keycloak's guide"
                                + " \"Using a vault\".");
            }
        }
    }

    /** @throws RefusedCallException while somebody is logged in through the provider */
    void refuseLiveSessions(String key) throws RefusedCallException {
        if (liveSessions(key).any()) {
            throw new RefusedCallException(
                    Refusal.SESSIONS_ACTIVE,
                    "People are logged in through the tenant's provider. With ?force=true their sessions are ended.");
        }
    }

    void endLiveSessions(String key) throws RefusedCallException {
        liveSessions(key).end(trail);
    }

    private LiveSessions liveSessions(String key) throws RefusedCallException {
        IdentityProviderModel provider = provider(organizations.get(key));
        // before anybody is logged out: that cannot be undone where clients were told
        redirect.requireConfigure(provider.getConfig());
        return new LiveSessions(session, realm, provider.getAlias());
    }

    /** The organization, its domains and its people stay. */
    void delete(String key) throws RefusedCallException {
        RealmLock.take(session, realm);
        OrganizationModel organization = organizations.get(key);
        IdentityProviderModel provider = provider(organization);
        redirect.remove(provider.getAlias(), provider.getConfig());
        organizations.withdrawAllowAll(organization);
        providers.remove(provider);
    }
}
