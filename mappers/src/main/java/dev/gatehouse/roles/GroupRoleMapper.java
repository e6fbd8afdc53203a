package dev.gatehouse.roles;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
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

    private static final Logger LOG = Logger.getLogger(GroupRoleMapper.class);

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
            GroupRoleMapperConfig.parse(RoleTable.config(mapper));
        } catch (InvalidConfigurationException e) {
            // the message travels as the parameter of a key: as a pattern, its quotes and braces would be interpreted
            throw new ProtocolMapperConfigException(
                    InvalidConfigurationException.MESSAGE_KEY, e.getMessage(), new Object[] {e.getMessage()});
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
            put(token.getOtherClaims(), table.claim(), roles, mapper);
        }
    }

    private static void put(
            Map<String, Object> claims, List<String> path, List<String> roles, ProtocolMapperModel mapper) {
        Map<String, Object> object = claims;
        for (String name : path.subList(0, path.size() - 1)) {
            Object nested = object.computeIfAbsent(name, k -> new HashMap<>());
            if (!(nested instanceof Map)) {
                LOG.errorf(
                        "Mapper \"%s\": the token has a claim \"%s\" that is no object, so \"%s\" is left out. Rename one of them.",
                        mapper.getName(), name, String.join(".", path));
                return;
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) nested;
            object = map;
        }
        // a copy that can grow: Keycloak's own mappers add to a claim that is already there
        object.put(path.get(path.size() - 1), new ArrayList<>(roles));
    }
}
