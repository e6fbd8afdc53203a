package dev.gatehouse.federation;

import dev.gatehouse.admin.AdminTrail;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.broker.oidc.OAuth2IdentityProviderConfig;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.provider.IdentityProviderFactory;
import org.keycloak.broker.social.SocialIdentityProvider;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.Provider;

/** The identity provider of a tenant: found, made, changed and removed, and never taken from somebody else. */
record TenantProvider(KeycloakSession session, RealmModel realm, AdminTrail trail) {

    /** @return empty where the organization has none that was made here */
    Optional<IdentityProviderModel> of(OrganizationModel organization) {
        return Optional.ofNullable(byAlias(organization))
                .filter(provider ->
                        organization.getId().equals(provider.getConfig().get(FederationKeys.TENANT)))
                .filter(provider -> belongsTo(organization, provider));
    }

    private IdentityProviderModel byAlias(OrganizationModel organization) {
        return session.identityProviders().getByAlias(TenantOrganization.providerAlias(organization));
    }

    /** Whether it is linked to the organization; or was made for it, and somebody has taken the link away. */
    private static boolean belongsTo(OrganizationModel organization, IdentityProviderModel provider) {
        return provider.getOrganizationId() == null
                ? organization.getId().equals(provider.getConfig().get(FederationKeys.TENANT))
                : organization.getId().equals(provider.getOrganizationId());
    }

    /**
     * The one that a call may write to.
     *
     * @return empty where one is to be made
     */
    Optional<IdentityProviderModel> writable(OrganizationModel organization) throws RefusedCallException {
        IdentityProviderModel provider = byAlias(organization);
        if (provider != null && !belongsTo(organization, provider)) {
            throw new RefusedCallException(
                    Refusal.PROVIDER_TAKEN,
                    "There is an identity provider \"" + provider.getAlias()
                            + "\" already that is not this tenant's. Link it to the organization or remove it.");
        }
        return Optional.ofNullable(provider);
    }

    /**
     * @param old empty to make one
     * @param kept what else is kept in its configuration
     */
    void write(
            OrganizationModel organization,
            Optional<IdentityProviderModel> old,
            FederationRequest request,
            UpstreamSettings settings,
            Map<String, String> kept,
            String firstBrokerFlowId,
            String postBrokerFlowId)
            throws RefusedCallException {
        Map<String, String> before = old.map(IdentityProviderModel::getConfig).orElse(Map.of());
        Map<String, String> config = settings.over(before);
        config.putAll(kept);
        config.put(FederationKeys.TENANT, organization.getId());
        Optional<String> secret = secret(request, before, config);
        secret.ifPresent(value -> config.put(UpstreamSettings.CLIENT_SECRET, value));
        if (old.isPresent()) {
            refuseAnother(old.get(), request, config);
        }
        IdentityProviderModel provider = model(request, old);
        provider.setConfig(config);
        provider.setAlias(TenantOrganization.providerAlias(organization));
        provider.setDisplayName(request.displayName()
                .or(() -> old.map(IdentityProviderModel::getDisplayName))
                .orElseGet(organization::getName));
        provider.setTrustEmail(settings.trustEmail());
        provider.setLinkOnly(false);
        provider.setFirstBrokerLoginFlowId(firstBrokerFlowId);
        provider.setPostBrokerLoginFlowId(postBrokerFlowId);
        validate(provider);
        if (old.isEmpty()) {
            create(organization, provider);
        } else if (!isSame(old.get(), provider)
                || !organization.getId().equals(old.get().getOrganizationId())) {
            update(organization, provider);
        } else {
            return;
        }
        tell(
                old.isEmpty() ? OperationType.CREATE : OperationType.UPDATE,
                ModelToRepresentation.toRepresentation(session, realm, provider),
                provider.getAlias());
    }

    private IdentityProviderModel model(FederationRequest request, Optional<IdentityProviderModel> old) {
        if (old.isPresent()) {
            return new IdentityProviderModel(old.get());
        }
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setProviderId(request.preset().kind().providerId());
        provider.setEnabled(true);
        provider.setHideOnLogin(false);
        provider.setStoreToken(false);
        provider.setAddReadTokenRoleOnCreate(false);
        return provider;
    }

    /** Where the old one would go to somebody whom it was not given to, it is asked for again. */
    private static Optional<String> secret(
            FederationRequest request, Map<String, String> before, Map<String, String> config)
            throws RefusedCallException {
        if (request.preset().kind() == Preset.Kind.SAML) {
            return Optional.empty();
        }
        if (request.clientSecret().isPresent()) {
            return request.clientSecret().map(ClientSecret::value);
        }
        Optional<String> old = Optional.ofNullable(before.get(UpstreamSettings.CLIENT_SECRET));
        if (old.isEmpty()
                || differs(UpstreamSettings.CLIENT_ID, before, config)
                || differs(OAuth2IdentityProviderConfig.TOKEN_ENDPOINT_URL, before, config)) {
            throw new RefusedCallException(
                    Refusal.CLIENT_SECRET_REQUIRED,
                    "\"client_secret\" is missing. It can be left out only where there is one already, and neither the client id nor the"
                            + " provider's token endpoint changes.");
        }
        return old;
    }

    private static boolean differs(String key, Map<String, String> some, Map<String, String> other) {
        return !Objects.equals(some.get(key), other.get(key));
    }

    /** What another issuer calls its people is no proof that they are those whom the old one called so. */
    private void refuseAnother(IdentityProviderModel old, FederationRequest request, Map<String, String> config)
            throws RefusedCallException {
        String remedy =
                " Remove the federation first: people stay, and prove that their account is theirs when they come next.";
        if (!old.getProviderId().equals(request.preset().kind().providerId())) {
            throw new RefusedCallException(
                    Refusal.PROVIDER_CHANGED, "The tenant has a provider of another kind." + remedy);
        }
        if (!UpstreamSettings.issuer(old.getConfig()).equals(UpstreamSettings.issuer(config))
                && hasLinks(old.getAlias())) {
            throw new RefusedCallException(
                    Refusal.PROVIDER_CHANGED,
                    "People are linked with the tenant's provider, which is of another issuer." + remedy);
        }
    }

    private boolean hasLinks(String alias) {
        return session.users()
                .searchForUserStream(realm, Map.of(UserModel.IDP_ALIAS, alias), 0, 1)
                .findAny()
                .isPresent();
    }

    /** As Keycloak checks what an admin saves. */
    private void validate(IdentityProviderModel provider) throws RefusedCallException {
        Class<? extends Provider> spi = provider.getProviderId().equals(Preset.Kind.GOOGLE.providerId())
                ? SocialIdentityProvider.class
                : IdentityProvider.class;
        IdentityProviderFactory<?> factory = (IdentityProviderFactory<?>)
                session.getKeycloakSessionFactory().getProviderFactory(spi, provider.getProviderId());
        IdentityProviderModel typed = factory.createConfig();
        typed.setAlias(provider.getAlias());
        typed.setProviderId(provider.getProviderId());
        typed.setConfig(new HashMap<>(provider.getConfig()));
        try {
            typed.validate(realm);
        } catch (IllegalArgumentException e) {
            throw RefusedCallException.invalid("Keycloak does not take the provider: " + e.getMessage()
                    + ". See the realm's \"Require SSL\" too.");
        }
    }

    private static boolean isSame(IdentityProviderModel old, IdentityProviderModel now) {
        return old.getConfig().equals(now.getConfig())
                && Objects.equals(old.getDisplayName(), now.getDisplayName())
                && Objects.equals(old.isTrustEmail(), now.isTrustEmail())
                && Objects.equals(old.isLinkOnly(), now.isLinkOnly())
                && Objects.equals(old.getFirstBrokerLoginFlowId(), now.getFirstBrokerLoginFlowId())
                && Objects.equals(old.getPostBrokerLoginFlowId(), now.getPostBrokerLoginFlowId());
    }

    private void create(OrganizationModel organization, IdentityProviderModel provider) throws RefusedCallException {
        try {
            session.identityProviders().create(provider);
        } catch (ModelDuplicateException e) {
            throw new RefusedCallException(
                    Refusal.CONFLICT, "An identity provider of this alias was made meanwhile. Try again.");
        }
        link(organization, provider);
    }

    private void update(OrganizationModel organization, IdentityProviderModel provider) {
        session.identityProviders().update(provider);
        if (provider.getOrganizationId() == null) {
            link(organization, provider);
        }
    }

    private void link(OrganizationModel organization, IdentityProviderModel provider) {
        session.getProvider(OrganizationProvider.class).addIdentityProvider(organization, provider);
    }

    /** Removes it with its mappers and with what links people with it, whoever comes by another of that alias later. */
    void remove(IdentityProviderModel provider) {
        session.users().preRemove(realm, provider);
        session.identityProviders().remove(provider.getAlias());
        tell(OperationType.DELETE, null, provider.getAlias());
    }

    private void tell(OperationType operation, Object representation, String alias) {
        trail.tell(operation, ResourceType.IDENTITY_PROVIDER, representation, "identity-provider", "instances", alias);
    }
}
