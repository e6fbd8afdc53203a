package dev.gatehouse.platform;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;

/**
 * An OpenID Connect client by an independent library: knows the issuer and its own registration, learns the rest by discovery,
 * and verifies every token it is given.
 */
public final class RelyingParty {

    private final OIDCProviderMetadata provider;
    private final JWKSource<SecurityContext> keys;
    private final ClientID clientId;
    private final Secret secret;
    private final boolean pkce;

    private RelyingParty(OIDCProviderMetadata provider, String clientId, Secret secret, boolean pkce)
            throws IOException {
        this.provider = provider;
        this.clientId = new ClientID(clientId);
        this.secret = secret;
        this.pkce = pkce;
        this.keys = JWKSourceBuilder.create(provider.getJWKSetURI().toURL()).build();
    }

    /** A client without a secret, which proves itself by PKCE. */
    public static RelyingParty publicClient(URI issuer, String clientId) throws IOException, GeneralException {
        return new RelyingParty(discover(issuer), clientId, null, true);
    }

    /** A client that sends its secret in the form ({@code client_secret_post}) and uses no PKCE. */
    public static RelyingParty confidentialClient(URI issuer, String clientId, String secret)
            throws IOException, GeneralException {
        return new RelyingParty(discover(issuer), clientId, new Secret(secret), false);
    }

    /** The same client with PKCE and a nonce. */
    public RelyingParty withPkce() throws IOException {
        return new RelyingParty(provider, clientId.getValue(), secret, true);
    }

    private static OIDCProviderMetadata discover(URI issuer) throws IOException, GeneralException {
        return OIDCProviderMetadata.resolve(new Issuer(issuer));
    }

    public OIDCProviderMetadata provider() {
        return provider;
    }

    /**
     * One login that is under way.
     *
     * @param request what the browser is sent to
     * @param verifier null without PKCE
     */
    public record Login(AuthenticationRequest request, CodeVerifier verifier) {

        public URI url() {
            return request.toURI();
        }
    }

    public Login login(URI redirectUri, String scope) {
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, Scope.parse(scope), clientId, redirectUri)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .state(new State());
        if (!pkce) {
            return new Login(request.build(), null);
        }
        CodeVerifier verifier = new CodeVerifier();
        return new Login(
                request.nonce(new Nonce())
                        .codeChallenge(verifier, CodeChallengeMethod.S256)
                        .build(),
                verifier);
    }

    /** Redeems the code of the redirect and verifies the tokens it yields. */
    public Tokens redeem(Login login, URI redirect) throws Exception {
        AuthenticationResponse response = AuthenticationResponseParser.parse(redirect);
        if (response instanceof AuthenticationErrorResponse error) {
            throw new OAuthErrorException(error.getErrorObject());
        }
        if (!login.request().getState().equals(response.getState())) {
            throw new GeneralException("the state came back changed in " + redirect);
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        return verified(
                token(new AuthorizationCodeGrant(code, login.request().getRedirectionURI(), login.verifier())),
                login.request().getNonce());
    }

    /** Asks for a code that a person enters on another device (RFC 8628). */
    public DeviceAuthorizationSuccessResponse authorizeDevice(String scope) throws Exception {
        DeviceAuthorizationResponse response = DeviceAuthorizationResponse.parse(new DeviceAuthorizationRequest(
                        provider.getDeviceAuthorizationEndpointURI(), clientId, Scope.parse(scope))
                .toHTTPRequest()
                .send());
        if (!response.indicatesSuccess()) {
            throw new OAuthErrorException(response.toErrorResponse().getErrorObject());
        }
        return response.toSuccessResponse();
    }

    public Tokens redeem(DeviceCode code) throws Exception {
        return verified(token(new DeviceCodeGrant(code)), null);
    }

    /** Asks for a token in this client's own name (RFC 6749, section 4.4) and hands out the answer as it is. */
    public AccessTokenResponse clientCredentials() throws Exception {
        return clientCredentials(null);
    }

    /** The same with a scope. */
    public AccessTokenResponse clientCredentials(String scope) throws Exception {
        return response(new ClientCredentialsGrant(), Scope.parse(scope));
    }

    /** Exchanges another client's access token for one of this client (RFC 8693). */
    public AccessTokenResponse exchange(Tokens subject) throws Exception {
        return exchange(subject, null);
    }

    /** The same with a scope. */
    public AccessTokenResponse exchange(Tokens subject, String scope) throws Exception {
        return response(
                new TokenExchangeGrant(new BearerAccessToken(subject.rawAccessToken()), TokenTypeURI.ACCESS_TOKEN),
                Scope.parse(scope));
    }

    public Tokens refresh(Tokens tokens) throws Exception {
        return refresh(tokens, null);
    }

    /** The same with a scope. */
    public Tokens refresh(Tokens tokens, String scope) throws Exception {
        return verified(
                (OIDCTokenResponse)
                        response(new RefreshTokenGrant(new RefreshToken(tokens.refreshToken())), Scope.parse(scope)),
                null);
    }

    /** What the userinfo endpoint says to the bearer of the access token. */
    public JWTClaimsSet userInfo(Tokens tokens) throws Exception {
        UserInfoResponse response = UserInfoResponse.parse(
                new UserInfoRequest(provider.getUserInfoEndpointURI(), new BearerAccessToken(tokens.rawAccessToken()))
                        .toHTTPRequest()
                        .send());
        if (!response.indicatesSuccess()) {
            throw new OAuthErrorException(response.toErrorResponse().getErrorObject());
        }
        return response.toSuccessResponse().getUserInfo().toJWTClaimsSet();
    }

    /** What the introspection endpoint says of the access token to this client (RFC 7662). */
    public Map<String, Object> introspect(Tokens tokens) throws Exception {
        TokenIntrospectionResponse response = TokenIntrospectionResponse.parse(new TokenIntrospectionRequest(
                        provider.getIntrospectionEndpointURI(),
                        new ClientSecretPost(clientId, secret),
                        new BearerAccessToken(tokens.rawAccessToken()))
                .toHTTPRequest()
                .send());
        if (!response.indicatesSuccess()) {
            throw new OAuthErrorException(response.toErrorResponse().getErrorObject());
        }
        return response.toSuccessResponse().toJSONObject();
    }

    /** The address that ends the session of the tokens (OpenID Connect RP-Initiated Logout 1.0). */
    public URI logout(Tokens tokens, URI postLogoutRedirectUri) throws ParseException {
        return new LogoutRequest(
                        provider.getEndSessionEndpointURI(),
                        com.nimbusds.jwt.JWTParser.parse(tokens.rawIdToken()),
                        postLogoutRedirectUri,
                        new State())
                .toURI();
    }

    private OIDCTokenResponse token(AuthorizationGrant grant) throws Exception {
        return (OIDCTokenResponse) response(grant, null);
    }

    private AccessTokenResponse response(AuthorizationGrant grant, Scope scope) throws Exception {
        TokenRequest.Builder request = secret == null
                ? new TokenRequest.Builder(provider.getTokenEndpointURI(), clientId, grant)
                : new TokenRequest.Builder(
                        provider.getTokenEndpointURI(), new ClientSecretPost(clientId, secret), grant);
        request.scope(scope);
        TokenResponse response =
                OIDCTokenResponseParser.parse(request.build().toHTTPRequest().send());
        if (!response.indicatesSuccess()) {
            throw new OAuthErrorException(response.toErrorResponse().getErrorObject());
        }
        return response.toSuccessResponse();
    }

    private Tokens verified(OIDCTokenResponse response, Nonce nonce) throws Exception {
        AccessToken accessToken = response.getOIDCTokens().getAccessToken();
        var idToken = response.getOIDCTokens().getIDToken();
        IDTokenValidator validator = new IDTokenValidator(
                provider.getIssuer(), clientId, new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys), null);
        IDTokenClaimsSet idClaims = validator.validate(idToken, nonce);
        AccessTokenHash hash = idClaims.getAccessTokenHash();
        if (hash == null) {
            throw new GeneralException("the ID token has no at_hash");
        }
        AccessTokenValidator.validate(accessToken, JWSAlgorithm.RS256, hash);
        return new Tokens(
                idToken.getParsedString(),
                idToken.getJWTClaimsSet(),
                accessToken.getValue(),
                verifyAccessToken(accessToken.getValue()),
                response.getOIDCTokens().getRefreshToken().getValue(),
                response.toJSONObject());
    }

    /** Verifies signature, type, issuer and times of an access token and that it was issued to this client. */
    public JWTClaimsSet verifyAccessToken(String token)
            throws BadJOSEException, com.nimbusds.jose.JOSEException, ParseException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                new JWTClaimsSet.Builder()
                        .issuer(provider.getIssuer().getValue())
                        .claim("azp", clientId.getValue())
                        .build(),
                Set.of("sub", "iat", "exp")));
        return processor.process(token, null);
    }

    /** The server's OAuth error answer. */
    public static final class OAuthErrorException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient ErrorObject error;

        OAuthErrorException(ErrorObject error) {
            super(error.getCode() + ": " + error.getDescription());
            this.error = error;
        }

        public ErrorObject error() {
            return error;
        }
    }
}
