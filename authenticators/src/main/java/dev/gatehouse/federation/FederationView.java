package dev.gatehouse.federation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.keycloak.broker.oidc.OAuth2IdentityProviderConfig;
import org.keycloak.broker.oidc.OIDCIdentityProviderConfig;
import org.keycloak.broker.saml.SAMLIdentityProviderConfig;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationDomainModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;
import org.keycloak.util.JsonSerialization;

/** A tenant and its federation as JSON, in the words of the call that makes one; without any secret. */
record FederationView(KeycloakSession session, RealmModel realm) {

    /** The tenant and what is most asked about its federation; {@code federation} is null where there is none. */
    ObjectNode summary(OrganizationModel organization, Optional<IdentityProviderModel> provider) {
        ObjectNode view = tenant(organization);
        if (provider.isEmpty()) {
            view.putNull("federation");
            return view;
        }
        Map<String, String> config = provider.get().getConfig();
        view.putObject("federation")
                .put("provider", config.get(FederationKeys.PRESET))
                .put("provider_alias", provider.get().getAlias())
                .put("enabled", provider.get().isEnabled())
                .put("canonical_public_origin", config.get(FederationKeys.ORIGIN))
                .put("allow_all_domains", TenantOrganization.allowsAllDomains(organization));
        return view;
    }

    private static ObjectNode tenant(OrganizationModel organization) {
        return JsonSerialization.mapper
                .createObjectNode()
                .put("id", organization.getId())
                .put("slug", organization.getAlias())
                .put("name", organization.getName())
                .put(
                        "display_name",
                        TenantOrganization.attribute(organization, TenantOrganization.DISPLAY_NAME)
                                .orElse(null))
                .put("enabled", organization.isEnabled());
    }

    /** Everything of it, and what to think of. */
    ObjectNode whole(OrganizationModel organization, IdentityProviderModel provider, Map<String, String> claims) {
        Map<String, String> config = provider.getConfig();
        ObjectNode view = tenant(organization);
        ObjectNode federation = view.putObject("federation");
        federation
                .put("provider", config.get(FederationKeys.PRESET))
                .put("provider_alias", provider.getAlias())
                .put("enabled", provider.isEnabled())
                .put("canonical_public_origin", config.get(FederationKeys.ORIGIN))
                .put("redirect_path", config.get(FederationKeys.REDIRECT_PATH))
                .put("redirect_uri", config.get(FederationKeys.REDIRECT_URI));
        // the browser's, not the one that admins use
        URI base = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
        federation.put(
                "upstream_redirect_uri",
                Urls.identityProviderAuthnResponse(base, provider.getAlias(), realm.getName())
                        .toString());
        endpoints(federation, config);
        boolean all = TenantOrganization.allowsAllDomains(organization);
        String secret = config.get(UpstreamSettings.CLIENT_SECRET);
        boolean reference = secret != null && new ClientSecret(secret).isReference();
        boolean saml = config.containsKey(SAMLIdentityProviderConfig.IDP_ENTITY_ID);
        federation
                .put("client_id", config.get(saml ? SAMLIdentityProviderConfig.ENTITY_ID : UpstreamSettings.CLIENT_ID))
                .put("client_secret_set", secret != null)
                .put("client_secret_in_vault", reference)
                .put("allow_all_domains", all);
        ArrayNode allowed = federation.putArray("allowed_domains");
        ArrayNode own = federation.putArray("domains");
        organization.getDomains().map(OrganizationDomainModel::getName).sorted().forEach(domain -> {
            own.add(domain);
            if (!all) {
                allowed.add(domain);
            }
        });
        if (!saml) {
            ArrayNode scopes = federation.putArray("scopes");
            for (String scope :
                    config.getOrDefault(UpstreamSettings.DEFAULT_SCOPE, "").split(" ")) {
                scopes.add(scope);
            }
        }
        claims.forEach(federation.putObject("claims_mapping")::put);
        federation
                .put("trust_email", Boolean.TRUE.equals(provider.isTrustEmail()))
                .put(
                        "platform_client",
                        FederationKeys.get(config, FederationKeys.CLIENT)
                                .map(realm::getClientById)
                                .map(ClientModel::getClientId)
                                .orElse(null))
                .put("post_broker_login_flow", flow(provider.getPostBrokerLoginFlowId()))
                .put("first_broker_login_flow", flow(provider.getFirstBrokerLoginFlowId()));
        ArrayNode warnings = view.putArray("warnings");
        if (all) {
            warnings.addObject()
                    .put("code", "all_domains_allowed")
                    .put(
                            "description",
                            "Whoever the provider vouches for gets in, whatever their address. Name \"allowed_domains\".");
        }
        if (secret != null && !reference) {
            warnings.addObject()
                    .put("code", "client_secret_in_database")
                    .put(
                            "description",
                            "The client secret stands in Keycloak's database. Put it into the vault, and ${vault.<key>} here.");
        }
        return view;
    }

    private static void endpoints(ObjectNode federation, Map<String, String> config) {
        put(federation, "discovery_endpoint", config.get(IdentityProviderModel.METADATA_DESCRIPTOR_URL));
        put(federation, "issuer", UpstreamSettings.issuer(config).orElse(null));
        put(federation, "authorization_endpoint", config.get(UpstreamSettings.AUTHORIZATION_URL));
        put(federation, "token_endpoint", config.get(OAuth2IdentityProviderConfig.TOKEN_ENDPOINT_URL));
        put(federation, "jwks_uri", config.get(OIDCIdentityProviderConfig.JWKS_URL));
        put(federation, "userinfo_endpoint", config.get(UpstreamSettings.USER_INFO_URL));
        put(federation, "end_session_endpoint", config.get(UpstreamSettings.LOGOUT_URL));
    }

    private String flow(String id) {
        AuthenticationFlowModel flow = id == null ? null : realm.getAuthenticationFlowById(id);
        return flow == null ? null : flow.getAlias();
    }

    private static void put(ObjectNode view, String name, String value) {
        if (value != null) {
            view.put(name, value);
        }
    }
}
