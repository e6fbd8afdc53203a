package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.provider.ProviderConfigProperty;

/** A mapper that writes claims, with a switch for each kind of token. What they hold is each one's own. */
public abstract class ClaimMapper extends GatehouseMapper implements ClaimWriter, EveryTokenMapper {

    /** @param properties the mapper's own; the switches for the kinds of tokens are added */
    protected ClaimMapper(String id, String displayType, String helpText, List<ProviderConfigProperty> properties) {
        super(id, displayType, helpText, withSwitches(properties));
    }

    private static List<ProviderConfigProperty> withSwitches(List<ProviderConfigProperty> properties) {
        List<ProviderConfigProperty> all = new ArrayList<>(properties);
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(all, EveryTokenMapper.class);
        return all;
    }

    @Override
    final void checkBesideOthers(
            KeycloakSession session, ProtocolMapperContainerModel container, ProtocolMapperModel mapper)
            throws InvalidConfigurationException {
        ClaimClash.check(session, container, mapper);
    }
}
