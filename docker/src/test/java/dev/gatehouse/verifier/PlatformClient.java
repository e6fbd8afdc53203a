package dev.gatehouse.verifier;

import java.security.SecureRandom;
import java.util.Base64;

/** The clients of the blueprint, each with its platform's own way through the authorization code flow. */
enum PlatformClient {
    ENCLII_CLI("enclii-cli", "", "http://localhost:9999/callback", true, false),
    ENCLII_CONSOLE("enclii-console", "", "http://localhost:4203/auth/callback", true, false),
    ENCLII_WEB("enclii-web", "enclii-web-secret", "http://localhost:4201/auth/callback", false, false),
    CERTCTL("certctl", "certctl-secret", "https://localhost:8443/auth/oidc/callback", true, true),
    ENEO("eneo", "eneo-secret", "http://localhost:3000/login/callback", false, false),
    ELOQUENT("eloquent", "", "http://localhost:3001/api/auth/callback", true, true);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final String secret;
    private final String redirectUri;
    private final boolean pkce;
    private final boolean nonce;

    PlatformClient(String id, String secret, String redirectUri, boolean pkce, boolean nonce) {
        this.id = id;
        this.secret = secret;
        this.redirectUri = redirectUri;
        this.pkce = pkce;
        this.nonce = nonce;
    }

    String id() {
        return id;
    }

    /** Empty for a public client. */
    String secret() {
        return secret;
    }

    /** What this client sends a browser with. */
    Sent start(String scope) {
        Sent sent = Sent.NOTHING
                .with("response_type", "code")
                .with("client_id", id)
                .with("redirect_uri", redirectUri)
                .with("scope", scope)
                .with("state", this == ENEO ? stateOfEneo() : random(32));
        sent = nonce ? sent.with("nonce", random(32)) : sent;
        return pkce ? sent.withPkce(random(32)) : sent;
    }

    /** Eneo keeps its pending login in the state: a JWT, here of about 1,500 characters. */
    private static String stateOfEneo() {
        return Issuer.draft("{}")
                .claim("tenant_slug", "sundsvall")
                .claim("redirect_uri", ENEO.redirectUri)
                .claim("correlation_id", random(600))
                .token();
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
