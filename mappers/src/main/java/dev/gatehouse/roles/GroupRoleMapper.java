package dev.gatehouse.roles;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Puts a person's roles, by the table group → role, into a claim: always an array of strings, in the role order, each role
 * once.
 *
 * <p>A table that cannot be read, because it was saved past {@link #validateConfig} (a realm import, the database), gives
 * nobody a role: the claim is an empty array and the server log names the entry.
 */
public final class GroupRoleMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper,
                OIDCIDTokenMapper,
                UserInfoTokenMapper,
                TokenIntrospectionTokenMapper,
                ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-group-role-mapper";

    private static final List<ProviderConfigProperty> PROPERTIES = List.copyOf(properties());

    private static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(GroupRoleMapperConfig.properties());
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, GroupRoleMapper.class);
        return properties;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse: roles by group";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "A claim with the person's roles, by a table of groups. Always an array of strings, in the role order.";
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
            GroupRoleMapperConfig.parse(ParsedConfigurations.of(mapper));
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
        RoleTable table = RoleTable.of(mapper);
        List<String> roles = table.emittedOnce(session, userSession.getUser());
        if (!roles.isEmpty() || table.emptyIsEmitted()) {
            table.claim().put(token.getOtherClaims(), roles, mapper.getName());
        }
    }
}
