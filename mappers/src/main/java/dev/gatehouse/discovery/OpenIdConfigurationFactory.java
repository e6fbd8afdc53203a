package dev.gatehouse.discovery;

/** For {@code openid-configuration} (OpenID Connect Discovery 1.0, section 4). */
public final class OpenIdConfigurationFactory extends SignableMetadataFactory {

    public OpenIdConfigurationFactory() {
        super("openid-configuration");
    }
}
