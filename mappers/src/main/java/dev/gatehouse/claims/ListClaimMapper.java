package dev.gatehouse.claims;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenResponseMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.representations.AccessTokenResponse;

/**
 * What the mappers that put a list into a claim show Keycloak in the same way: switches for each kind of token, a check when an admin
 * saves, the version. What the list holds is each one's own.
 */
public abstract class ListClaimMapper extends AbstractOIDCProtocolMapper
        implements ClaimWriter, EveryTokenMapper, OIDCAccessTokenResponseMapper, ServerInfoAwareProviderFactory {

    private final String id;
    private final String displayType;
    private final String helpText;
    private final List<ProviderConfigProperty> properties;

    /** @param properties the mapper's own; the length of the list and the switches for the kinds of tokens are added */
    protected ListClaimMapper(String id, String displayType, String helpText, List<ProviderConfigProperty> properties) {
        this.id = id;
        this.displayType = displayType;
        this.helpText = helpText;
        List<ProviderConfigProperty> all = new ArrayList<>(properties);
        all.add(ListClaim.maxValuesProperty());
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(all, EveryTokenMapper.class);
        this.properties = List.copyOf(all);
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    protected abstract void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException;

    /** What a person's list holds, computed once for all tokens of a request. */
    protected final List<String> once(
            KeycloakSession session, ProtocolMapperModel mapper, UserModel user, Supplier<List<String>> values) {
        String key = id + '.' + mapper.getId() + '.' + user.getId();
        @SuppressWarnings("unchecked")
        List<String> known = (List<String>) session.getAttribute(key);
        if (known == null) {
            known = values.get();
            session.setAttribute(key, known);
        }
        return known;
    }

    /**
     * Adds nothing to the answer beside the tokens. It is what Keycloak asks for last, when everything that may refuse the tokens has
     * passed them, and once for all of them: the moment to say in an event that their lists are not whole.
     */
    @Override
    public final AccessTokenResponse transformAccessTokenResponse(
            AccessTokenResponse response,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        ClaimsOverflow.report(session, clientSession);
        return response;
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
            ClaimClash.check(session, container, mapper);
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
    public final List<ClaimName> claims(Map<String, String> config) throws InvalidConfigurationException {
        return List.of(ClaimName.parse(config.get(ClaimName.PROPERTY)));
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
