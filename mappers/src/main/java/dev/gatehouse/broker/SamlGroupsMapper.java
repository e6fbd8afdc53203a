package dev.gatehouse.broker;

/** {@link BrokerGroupsMapper} for SAML identity providers. */
public final class SamlGroupsMapper extends BrokerGroupsMapper {

    public static final String PROVIDER_ID = "gatehouse-broker-saml-groups-mapper";

    public SamlGroupsMapper() {
        super(PROVIDER_ID, UpstreamProtocol.SAML);
    }
}
