package dev.gatehouse.claims;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * What the mappers that put a list into a claim show Keycloak in the same way: switches for each kind of token, a check when an admin
 * saves, the version. What the list holds is each one's own.
 */
public abstract class ListClaimMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper,
                OIDCIDTokenMapper,
                UserInfoTokenMapper,
                TokenIntrospectionTokenMapper,
                ServerInfoAwareProviderFactory {

    private final String id;
    private final String displayType;
    private final String helpText;
    private final List<ProviderConfigProperty> properties;

    /** @param properties the mapper's own; the switches for the kinds of tokens are added */
    protected ListClaimMapper(String id, String displayType, String helpText, List<ProviderConfigProperty> properties) {
        this.id = id;
        this.displayType = displayType;
        this.helpText = helpText;
        List<ProviderConfigProperty> all = new ArrayList<>(properties);
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(all, ListClaimMapper.class);
        this.properties = List.copyOf(all);
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    protected abstract void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException;

    @Override
    public final void validateConfig(
            KeycloakSession session,
            RealmModel realm,
            ProtocolMapperContainerModel container,
            ProtocolMapperModel mapper)
            throws ProtocolMapperConfigException {
        try {
            check(realm, ParsedConfigurations.of(mapper));
        } catch (InvalidConfigurationException e) {
            throw e.forAdmins();
        }
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getDisplayType() {
        return displayType;
    }

    @Override
    public final String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public final String getHelpText() {
        return helpText;
    }

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return properties;
    }

    @Override
    public final Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }
}
