package dev.gatehouse.broker;

/** {@link BrokerPersonMapper} for OpenID providers. */
public final class OidcPersonMapper extends BrokerPersonMapper {

    public static final String PROVIDER_ID = "gatehouse-broker-claims-mapper";

    public OidcPersonMapper() {
        super(PROVIDER_ID, UpstreamProtocol.OIDC);
    }
}
