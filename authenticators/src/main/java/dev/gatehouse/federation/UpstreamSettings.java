package dev.gatehouse.federation;

import dev.gatehouse.domain.DomainName;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.keycloak.broker.oidc.OAuth2IdentityProviderConfig;
import org.keycloak.broker.oidc.OIDCIdentityProviderConfig;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.provider.IdentityProviderFactory;
import org.keycloak.broker.saml.SAMLIdentityProviderConfig;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.social.google.GoogleIdentityProvider;

/**
 * The settings of Keycloak's identity provider that follow from what the caller asks for and the provider publishes, without the client's
 * secret.
 *
 * @param config by Keycloak's own keys
 * @param trustEmail whether an address counts as verified because the provider says it
 */
record UpstreamSettings(Map<String, String> config, boolean trustEmail) {

    static final String CLIENT_ID = "clientId";
    static final String CLIENT_SECRET = "clientSecret";
    static final String AUTHORIZATION_URL = "authorizationUrl";
    static final String LOGOUT_URL = "logoutUrl";
    static final String USER_INFO_URL = "userInfoUrl";
    static final String DEFAULT_SCOPE = "defaultScope";
    static final String HOSTED_DOMAIN = "hostedDomain";

    /** SAML 2.0 core, sections 8.3.8 and 8.3.7. */
    private static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

    private static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

    private static final String CLIENT_AUTH_METHOD = "clientAuthMethod";
    private static final String DISABLE_USER_INFO = "disableUserInfo";

    /** What a call decides alone, so that nothing is left of what an earlier one or an admin has set there. */
    private static final Set<String> DECIDED = Set.of(
            CLIENT_ID,
            CLIENT_SECRET,
            CLIENT_AUTH_METHOD,
            AUTHORIZATION_URL,
            OAuth2IdentityProviderConfig.TOKEN_ENDPOINT_URL,
            OIDCIdentityProviderConfig.JWKS_URL,
            OIDCIdentityProviderConfig.USE_JWKS_URL,
            OIDCIdentityProviderConfig.VALIDATE_SIGNATURE,
            "publicKeySignatureVerifier",
            "publicKeySignatureVerifierKeyId",
            IdentityProviderModel.ISSUER,
            USER_INFO_URL,
            DISABLE_USER_INFO,
            LOGOUT_URL,
            DEFAULT_SCOPE,
            OAuth2IdentityProviderConfig.PKCE_ENABLED,
            OAuth2IdentityProviderConfig.PKCE_METHOD,
            HOSTED_DOMAIN,
            "disableNonce",
            IdentityProviderModel.SYNC_MODE,
            IdentityProviderModel.METADATA_DESCRIPTOR_URL,
            IdentityProviderModel.DO_NOT_STORE_USERS,
            OrganizationModel.HIDE_IDP_ON_LOGIN_WHEN_ORGANIZATION_UNKNOWN,
            SAMLIdentityProviderConfig.ENTITY_ID,
            SAMLIdentityProviderConfig.IDP_ENTITY_ID,
            SAMLIdentityProviderConfig.SINGLE_SIGN_ON_SERVICE_URL,
            SAMLIdentityProviderConfig.SINGLE_LOGOUT_SERVICE_URL,
            SAMLIdentityProviderConfig.ARTIFACT_RESOLUTION_SERVICE_URL,
            SAMLIdentityProviderConfig.ARTIFACT_BINDING_RESPONSE,
            SAMLIdentityProviderConfig.NAME_ID_POLICY_FORMAT,
            SAMLIdentityProviderConfig.POST_BINDING_AUTHN_REQUEST,
            SAMLIdentityProviderConfig.POST_BINDING_LOGOUT,
            SAMLIdentityProviderConfig.POST_BINDING_RESPONSE,
            SAMLIdentityProviderConfig.PRINCIPAL_TYPE,
            SAMLIdentityProviderConfig.PRINCIPAL_ATTRIBUTE,
            SAMLIdentityProviderConfig.SIGNING_CERTIFICATE_KEY,
            SAMLIdentityProviderConfig.ENCRYPTION_PUBLIC_KEY,
            SAMLIdentityProviderConfig.WANT_AUTHN_REQUESTS_SIGNED,
            SAMLIdentityProviderConfig.ADD_EXTENSIONS_ELEMENT_WITH_KEY_INFO,
            SAMLIdentityProviderConfig.USE_METADATA_DESCRIPTOR_URL,
            SAMLIdentityProviderConfig.ENABLED_FROM_METADATA);

    private static final Logger LOG = Logger.getLogger(UpstreamSettings.class);

    UpstreamSettings {
        config = Map.copyOf(config);
    }

    /** Asks the provider where the request names a document of it. */
    static UpstreamSettings of(KeycloakSession session, FederationRequest request) throws RefusedCallException {
        Map<String, String> config = new TreeMap<>();
        switch (request.preset().kind()) {
            case OPENID -> openId(config, request, metadata(session, request));
            case GOOGLE -> google(config, request);
            case SAML -> saml(config, session, request);
        }
        config.put(IdentityProviderModel.SYNC_MODE, IdentityProviderSyncMode.FORCE.name());
        // a login page that showed all tenants' providers would be a list of the tenants
        config.put(OrganizationModel.HIDE_IDP_ON_LOGIN_WHEN_ORGANIZATION_UNKNOWN, Boolean.TRUE.toString());
        boolean trusted = request.preset().trustsEmail(request.trustEmail(), config.containsKey(HOSTED_DOMAIN));
        return new UpstreamSettings(config, trusted);
    }

    private static OpenIdMetadata metadata(KeycloakSession session, FederationRequest request)
            throws RefusedCallException {
        if (request.endpoints().isPresent()) {
            return request.endpoints().get();
        }
        URI document = request.discoveryEndpoint().orElseThrow();
        return OpenIdMetadata.discovered(document, ProviderDocument.fetch(session, document, "application/json"));
    }

    private static void openId(Map<String, String> config, FederationRequest request, OpenIdMetadata metadata) {
        client(config, request);
        config.put(CLIENT_AUTH_METHOD, metadata.clientAuthentication());
        config.put(IdentityProviderModel.ISSUER, metadata.issuer());
        config.put(AUTHORIZATION_URL, metadata.authorizationEndpoint());
        config.put(OAuth2IdentityProviderConfig.TOKEN_ENDPOINT_URL, metadata.tokenEndpoint());
        keys(config, metadata.jwksUri());
        config.put(DISABLE_USER_INFO, Boolean.toString(metadata.userinfoEndpoint() == null));
        put(config, USER_INFO_URL, metadata.userinfoEndpoint());
        put(config, LOGOUT_URL, metadata.endSessionEndpoint());
        if (metadata.takesCodeChallenge() || request.preset().takesCodeChallenge()) {
            config.put(OAuth2IdentityProviderConfig.PKCE_ENABLED, Boolean.TRUE.toString());
            config.put(OAuth2IdentityProviderConfig.PKCE_METHOD, OIDCLoginProtocol.PKCE_METHOD_S256);
        }
        request.discoveryEndpoint()
                .ifPresent(document -> config.put(IdentityProviderModel.METADATA_DESCRIPTOR_URL, document.toString()));
    }

    private static void client(Map<String, String> config, FederationRequest request) {
        config.put(CLIENT_ID, request.clientId());
        config.put(DEFAULT_SCOPE, String.join(" ", request.requestedScopes()));
    }

    /** Keycloak reads the keys where they stand, so that the provider can change them. */
    private static void keys(Map<String, String> config, String jwksUri) {
        config.put(OIDCIdentityProviderConfig.VALIDATE_SIGNATURE, Boolean.TRUE.toString());
        config.put(OIDCIdentityProviderConfig.USE_JWKS_URL, Boolean.TRUE.toString());
        config.put(OIDCIdentityProviderConfig.JWKS_URL, jwksUri);
    }

    private static void google(Map<String, String> config, FederationRequest request) {
        client(config, request);
        config.put(IdentityProviderModel.ISSUER, GoogleIdentityProvider.ISSUER_URL);
        keys(config, GoogleIdentityProvider.JWKS_URL);
        List<String> hosted = request.allowedDomains().stream()
                .map(DomainName::parse)
                .flatMap(Optional::stream)
                .map(DomainName::ascii)
                .sorted()
                .toList();
        // an organization of Google's is one domain: there is none that means all below another
        if (!hosted.isEmpty() && hosted.size() == request.allowedDomains().size()) {
            config.put(HOSTED_DOMAIN, String.join(",", hosted));
        }
    }

    private static void saml(Map<String, String> config, KeycloakSession session, FederationRequest request)
            throws RefusedCallException {
        URI document = request.discoveryEndpoint().orElseThrow();
        config.putAll(samlMetadata(
                session,
                ProviderDocument.fetch(
                        session, document, "application/samlmetadata+xml, application/xml, text/xml, */*;q=0.1")));
        require(config, SAMLIdentityProviderConfig.IDP_ENTITY_ID, "entityID");
        require(config, SAMLIdentityProviderConfig.SINGLE_SIGN_ON_SERVICE_URL, "SingleSignOnService");
        endpoint(document, config, SAMLIdentityProviderConfig.SINGLE_SIGN_ON_SERVICE_URL, "SingleSignOnService");
        endpoint(document, config, SAMLIdentityProviderConfig.SINGLE_LOGOUT_SERVICE_URL, "SingleLogoutService");
        endpoint(
                document,
                config,
                SAMLIdentityProviderConfig.ARTIFACT_RESOLUTION_SERVICE_URL,
                "ArtifactResolutionService");
        if (!config.containsKey(SAMLIdentityProviderConfig.SIGNING_CERTIFICATE_KEY)) {
            throw new RefusedCallException(
                    Refusal.SAML_UNSIGNED,
                    "The metadata at \"discovery_endpoint\" have no certificate for signatures, so that anybody could answer in the"
                            + " provider's name. Let the provider sign.");
        }
        if (Boolean.FALSE.toString().equals(config.get(SAMLIdentityProviderConfig.ENABLED_FROM_METADATA))) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED, "The metadata at \"discovery_endpoint\" are not valid any more.");
        }
        config.put(SAMLIdentityProviderConfig.ENTITY_ID, request.clientId());
        config.put(SAMLIdentityProviderConfig.VALIDATE_SIGNATURE, Boolean.TRUE.toString());
        if (TRANSIENT.equals(config.get(SAMLIdentityProviderConfig.NAME_ID_POLICY_FORMAT))) {
            // by which nobody could be recognised
            config.put(SAMLIdentityProviderConfig.NAME_ID_POLICY_FORMAT, PERSISTENT);
        }
        config.put(IdentityProviderModel.METADATA_DESCRIPTOR_URL, document.toString());
        config.put(SAMLIdentityProviderConfig.USE_METADATA_DESCRIPTOR_URL, Boolean.TRUE.toString());
    }

    private static Map<String, String> samlMetadata(KeycloakSession session, String xml) throws RefusedCallException {
        IdentityProviderFactory<?> saml = (IdentityProviderFactory<?>) session.getKeycloakSessionFactory()
                .getProviderFactory(IdentityProvider.class, Preset.Kind.SAML.providerId());
        Map<String, String> parsed;
        try {
            parsed = new HashMap<>(saml.parseConfig(session, xml));
        } catch (RuntimeException e) {
            // Keycloak's reader throws whatever its parsers do, wrapped or not
            LOG.debug("SAML metadata could not be read", e);
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED,
                    "What stands at \"discovery_endpoint\" is no metadata of a SAML provider.");
        }
        parsed.keySet().retainAll(DECIDED);
        parsed.values().removeIf(value -> value == null || value.isBlank());
        return parsed;
    }

    private static void require(Map<String, String> config, String key, String what) throws RefusedCallException {
        if (!config.containsKey(key)) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED,
                    "What stands at \"discovery_endpoint\" are no metadata of a SAML identity provider: there is no "
                            + what + ".");
        }
    }

    private static void endpoint(URI document, Map<String, String> config, String key, String what)
            throws RefusedCallException {
        if (config.containsKey(key)) {
            Endpoint.published(document, what, config.get(key));
        }
    }

    private static void put(Map<String, String> config, String key, String value) {
        if (value != null) {
            config.put(key, value);
        }
    }

    /** Who vouches for people: what must not change under those who are linked with it. */
    static Optional<String> issuer(Map<String, String> config) {
        return Optional.ofNullable(config.get(SAMLIdentityProviderConfig.IDP_ENTITY_ID))
                .or(() -> Optional.ofNullable(config.get(IdentityProviderModel.ISSUER)));
    }

    /** The configuration of a provider that had that one, with these settings; what no call decides stays as it is. */
    Map<String, String> over(Map<String, String> old) {
        Map<String, String> merged = new HashMap<>(old);
        merged.keySet().removeIf(key -> DECIDED.contains(key) || FederationKeys.isOne(key));
        merged.putAll(config);
        return merged;
    }
}
