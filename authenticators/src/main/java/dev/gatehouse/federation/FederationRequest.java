package dev.gatehouse.federation;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller asks for, read and checked as far as it goes without asking anybody.
 *
 * @param discoveryEndpoint of the discovery document, or of a SAML provider's metadata; empty where {@code endpoints} are there, and for
 *     Google
 * @param endpoints as the caller names them; empty otherwise
 * @param clientId what the provider knows Keycloak by; for SAML the entity id
 * @param clientSecret empty to keep the one that is there, and for SAML
 * @param allowedDomains as they are written; empty for all
 * @param scopes asked of the provider
 * @param claims where the provider says {@code email}, {@code name}, {@code first_name}, {@code last_name}
 * @param displayName empty to keep the one that is there
 * @param platformClient client id of the platform; empty for the realm's
 */
record FederationRequest(
        Preset preset,
        PlatformOrigin origin,
        String redirectPath,
        Optional<URI> discoveryEndpoint,
        Optional<OpenIdMetadata> endpoints,
        String clientId,
        Optional<ClientSecret> clientSecret,
        List<String> allowedDomains,
        List<String> scopes,
        Map<String, String> claims,
        Optional<String> displayName,
        Optional<Boolean> trustEmail,
        Optional<String> platformClient,
        Optional<String> postBrokerLoginFlow,
        Optional<String> firstBrokerLoginFlow) {

    static final List<String> DEFAULT_SCOPES = List.of("openid", "profile", "email");

    private static final int MAX_NAME = 255;
    private static final int MAX_SECRET = 1_024;
    private static final Set<String> CLAIMS = Set.of("email", "name", "first_name", "last_name");

    /** Characters of a scope (RFC 6749, section 3.3). */
    private static final String SCOPE = "[!#-\\[\\]-~]+";

    static FederationRequest parse(String json) throws RefusedCallException {
        RequestBody body = RequestBody.parse(json);
        String provider = body.requiredText("provider", MAX_NAME);
        Optional<Preset> found = Preset.of(provider);
        if (found.isEmpty()) {
            throw RefusedCallException.invalid("\"provider\" is none of " + Preset.ids() + ".");
        }
        Preset preset = found.get();
        FederationRequest request = new FederationRequest(
                preset,
                PlatformOrigin.parse(
                        "canonical_public_origin", body.requiredText("canonical_public_origin", Endpoint.MAX_LENGTH)),
                PlatformOrigin.path(
                        "redirect_path",
                        body.text("redirect_path", MAX_NAME).orElse(PlatformOrigin.DEFAULT_REDIRECT_PATH)),
                discoveryEndpoint(body, preset),
                endpoints(body),
                body.requiredText("client_id", MAX_NAME),
                secret(body),
                body.texts("allowed_domains", MAX_NAME),
                scopes(body),
                claims(body, preset),
                body.text("display_name", MAX_NAME),
                body.flag("trust_email"),
                body.text("platform_client", MAX_NAME),
                body.text("post_broker_login_flow", MAX_NAME),
                body.text("first_broker_login_flow", MAX_NAME));
        body.refuseUnknown();
        request.refuseWhatDoesNotGoTogether();
        return request;
    }

    private static Optional<URI> discoveryEndpoint(RequestBody body, Preset preset) throws RefusedCallException {
        Optional<String> text = body.text("discovery_endpoint", Endpoint.MAX_LENGTH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI endpoint = Endpoint.parse(Refusal.INVALID_REQUEST, "discovery_endpoint", text.get());
        if (preset.kind() == Preset.Kind.OPENID && !text.get().endsWith(OpenIdMetadata.WELL_KNOWN)) {
            throw RefusedCallException.invalid(
                    "\"discovery_endpoint\" does not end with " + OpenIdMetadata.WELL_KNOWN + ".");
        }
        return Optional.of(endpoint);
    }

    private static Optional<OpenIdMetadata> endpoints(RequestBody body) throws RefusedCallException {
        Optional<String> issuer = body.text("issuer", Endpoint.MAX_LENGTH);
        Optional<String> authorization = body.text("authorization_endpoint", Endpoint.MAX_LENGTH);
        Optional<String> token = body.text("token_endpoint", Endpoint.MAX_LENGTH);
        Optional<String> keys = body.text("jwks_uri", Endpoint.MAX_LENGTH);
        Optional<String> userinfo = body.text("userinfo_endpoint", Endpoint.MAX_LENGTH);
        Optional<String> endSession = body.text("end_session_endpoint", Endpoint.MAX_LENGTH);
        List<Optional<String>> needed = List.of(issuer, authorization, token, keys);
        if (needed.stream().allMatch(Optional::isEmpty) && userinfo.isEmpty() && endSession.isEmpty()) {
            return Optional.empty();
        }
        if (needed.stream().anyMatch(Optional::isEmpty)) {
            throw RefusedCallException.invalid("Where the endpoints are named, \"issuer\", \"authorization_endpoint\","
                    + " \"token_endpoint\" and \"jwks_uri\" are all needed.");
        }
        return Optional.of(OpenIdMetadata.explicit(
                issuer.get(),
                authorization.get(),
                token.get(),
                keys.get(),
                userinfo.orElse(null),
                endSession.orElse(null)));
    }

    private static Optional<ClientSecret> secret(RequestBody body) throws RefusedCallException {
        Optional<String> text = body.text("client_secret", MAX_SECRET);
        return text.isEmpty() ? Optional.empty() : Optional.of(ClientSecret.parse("client_secret", text.get()));
    }

    private static List<String> scopes(RequestBody body) throws RefusedCallException {
        List<String> scopes = body.texts("scopes", MAX_NAME);
        for (String scope : scopes) {
            if (!scope.matches(SCOPE)) {
                throw RefusedCallException.invalid("\"scopes\" has an entry that is no scope. Write each by itself.");
            }
        }
        return scopes;
    }

    private static Map<String, String> claims(RequestBody body, Preset preset) throws RefusedCallException {
        Map<String, String> claims = body.map("claims_mapping", CLAIMS, MAX_NAME);
        return claims.isEmpty() ? preset.claims() : claims;
    }

    private void refuseWhatDoesNotGoTogether() throws RefusedCallException {
        refuseIf(
                discoveryEndpoint.isPresent() && endpoints.isPresent(),
                "Name either \"discovery_endpoint\" or the endpoints, not both.");
        refuseIf(
                preset.trust() == Preset.Trust.NEVER && trustEmail.orElse(false),
                "\"trust_email\" cannot be true for " + preset.id()
                        + ": nobody there verifies what stands as a person's address. Leave it out.");
        switch (preset.kind()) {
            case OPENID ->
                refuseIf(
                        discoveryEndpoint.isEmpty() && endpoints.isEmpty(),
                        "\"discovery_endpoint\" is missing; or name \"issuer\", \"authorization_endpoint\", \"token_endpoint\" and"
                                + " \"jwks_uri\".");
            case GOOGLE -> {
                refuseIf(
                        discoveryEndpoint.isPresent() || endpoints.isPresent(),
                        "The endpoints of google are known. Leave them out.");
                refuseIf(!claims.isEmpty(), "The claims of google are known. Leave \"claims_mapping\" out.");
            }
            case SAML -> {
                refuseIf(endpoints.isPresent(), "A SAML provider has none of these endpoints. Leave them out.");
                refuseIf(
                        discoveryEndpoint.isEmpty(),
                        "\"discovery_endpoint\" is missing: the address of the provider's metadata.");
                refuseIf(
                        clientSecret.isPresent(),
                        "A SAML provider knows no client secret. Leave \"client_secret\" out.");
                refuseIf(!scopes.isEmpty(), "A SAML provider knows no scopes. Leave \"scopes\" out.");
                refuseIf(
                        !claims.containsKey("email"),
                        "\"claims_mapping\" does not say in which attribute the \"email\" stands, which is another one at each SAML"
                                + " provider.");
            }
        }
    }

    private static void refuseIf(boolean wrong, String message) throws RefusedCallException {
        if (wrong) {
            throw RefusedCallException.invalid(message);
        }
    }

    /** What the provider is asked for. */
    List<String> requestedScopes() {
        return scopes.isEmpty() ? DEFAULT_SCOPES : scopes;
    }

    String redirectUri() {
        return origin.redirectUri(redirectPath);
    }
}
