package dev.gatehouse.discovery;

/** For {@code oauth-authorization-server} (RFC 8414, section 3), which in Keycloak holds the same. */
public final class AuthorizationServerMetadataFactory extends SignableMetadataFactory {

    public AuthorizationServerMetadataFactory() {
        super("oauth-authorization-server");
    }
}
