package dev.gatehouse.broker;

/** {@link BrokerPersonMapper} for SAML identity providers. */
public final class SamlPersonMapper extends BrokerPersonMapper {

    public static final String PROVIDER_ID = "gatehouse-broker-saml-claims-mapper";

    public SamlPersonMapper() {
        super(PROVIDER_ID, UpstreamProtocol.SAML);
    }
}
