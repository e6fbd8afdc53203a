package dev.gatehouse.groups;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.representations.IDToken;

/**
 * Puts the names of chosen groups a person is in into a claim: always an array of strings without slashes before them, each once,
 * in the order of their characters. Keycloak's own mapper names all groups a person has, whatever the client.
 *
 * <p>A list that cannot be read, because it was saved past {@link #validateConfig}, names nothing; the server log says why.
 */
public final class GroupNamesMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper,
                OIDCIDTokenMapper,
                UserInfoTokenMapper,
                TokenIntrospectionTokenMapper,
                ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-group-names-mapper";

    private static final ParsedConfigurations<GroupNamesMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(GroupNamesMapperConfig::parse);

    private static final List<ProviderConfigProperty> PROPERTIES = List.copyOf(properties());

    private static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(GroupNamesMapperConfig.properties());
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, GroupNamesMapper.class);
        return properties;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse: names of groups";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "A claim with the names of chosen groups the person is in. Always an array of strings.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public void validateConfig(
            KeycloakSession session,
            RealmModel realm,
            ProtocolMapperContainerModel container,
            ProtocolMapperModel mapper)
            throws ProtocolMapperConfigException {
        try {
            GroupNamesMapperConfig.parse(ParsedConfigurations.of(mapper));
        } catch (InvalidConfigurationException e) {
            throw e.forAdmins();
        }
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        Optional<GroupNamesMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isPresent()) {
            List<String> names = config.get().names(Memberships.once(session, userSession.getUser()));
            config.get().claim().put(token.getOtherClaims(), names, mapper.getName());
        }
    }
}
