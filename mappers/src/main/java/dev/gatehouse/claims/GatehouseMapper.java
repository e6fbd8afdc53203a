package dev.gatehouse.claims;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.token.Answer;
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
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.representations.AccessToken;

/** What all protocol mappers here show Keycloak in the same way: names, properties, the version, a check when an admin saves. */
public abstract class GatehouseMapper extends AbstractOIDCProtocolMapper implements ServerInfoAwareProviderFactory {

    private final String id;
    private final String displayType;
    private final String helpText;
    private final List<ProviderConfigProperty> properties;

    protected GatehouseMapper(String id, String displayType, String helpText, List<ProviderConfigProperty> properties) {
        this.id = id;
        this.displayType = displayType;
        this.helpText = helpText;
        this.properties = List.copyOf(properties);
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    protected abstract void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException;

    /** The same for what only shows beside the other mappers of its client scope or client. */
    void checkBesideOthers(KeycloakSession session, ProtocolMapperContainerModel container, ProtocolMapperModel mapper)
            throws InvalidConfigurationException {
        // most mappers do not care
    }

    @Override
    public final void validateConfig(
            KeycloakSession session,
            RealmModel realm,
            ProtocolMapperContainerModel container,
            ProtocolMapperModel mapper)
            throws ProtocolMapperConfigException {
        try {
            Map<String, String> config = ParsedConfigurations.of(mapper);
            check(realm, config);
            checkSwitches(config);
            checkBesideOthers(session, container, mapper);
        } catch (InvalidConfigurationException e) {
            throw e.forAdmins();
        }
    }

    private void checkSwitches(Map<String, String> config) throws InvalidConfigurationException {
        for (ProviderConfigProperty property : properties) {
            String value = config.get(property.getName());
            if (ProviderConfigProperty.BOOLEAN_TYPE.equals(property.getType())
                    && value != null
                    && !value.equals("true")
                    && !value.equals("false")) {
                throw new InvalidConfigurationException(
                        "\"" + property.getName() + "\" is \"" + value + "\", which is neither true nor false.");
            }
        }
    }

    @Override
    public AccessToken transformUserInfoToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Answer.USERINFO.begins(session);
        return super.transformUserInfoToken(token, mapper, session, userSession, clientSession);
    }

    @Override
    public AccessToken transformIntrospectionToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Answer.INTROSPECTION.begins(session);
        return super.transformIntrospectionToken(token, mapper, session, userSession, clientSession);
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
