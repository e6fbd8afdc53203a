package dev.gatehouse.claims;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.explain.Because;
import dev.gatehouse.explain.Explained;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * Leaves in a token only the claims on its list, whatever other client scopes add: what a client asks for with {@code profile}
 * or {@code email}, Keycloak's roles and web origins. Runs after every other mapper. The claims of the protocol itself
 * ({@code iss}, {@code sub}, {@code aud}, {@code exp}, …) are not its business and always stay.
 *
 * <p>A list that cannot be read, because it was saved past {@link #validateConfig}, leaves none.
 */
public final class ExactClaimsMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper,
                OIDCIDTokenMapper,
                UserInfoTokenMapper,
                TokenIntrospectionTokenMapper,
                Explained,
                ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-exact-claims-mapper";

    /** Keycloak's own mappers have at most 50. */
    private static final int AFTER_ALL_OTHERS = 1_000;

    private static final ParsedConfigurations<ExactClaimsMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(ExactClaimsMapperConfig::parse);

    private static final List<ProviderConfigProperty> PROPERTIES = List.copyOf(ExactClaimsMapperConfig.properties());

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse: exactly these claims";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Leaves in the tokens only the claims listed here, whatever other mappers and client scopes add.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    public int getPriority() {
        return AFTER_ALL_OTHERS;
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
            ExactClaimsMapperConfig.parse(ParsedConfigurations.of(mapper));
        } catch (InvalidConfigurationException e) {
            throw e.forAdmins();
        }
    }

    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        return keep(token, listed(mapper, ExactClaimsMapperConfig::accessToken));
    }

    @Override
    public AccessToken transformIntrospectionToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        return keep(token, listed(mapper, ExactClaimsMapperConfig::accessToken));
    }

    @Override
    public AccessToken transformUserInfoToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        return keep(token, listed(mapper, ExactClaimsMapperConfig::idToken));
    }

    @Override
    public IDToken transformIDToken(
            IDToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        token.getOtherClaims().keySet().retainAll(listed(mapper, ExactClaimsMapperConfig::idToken));
        return token;
    }

    @Override
    public List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        return CONFIGURATIONS
                .get(mapper)
                .map(config -> List.of(
                        Because.nothing("claims of the access token", "only " + new TreeSet<>(config.accessToken())),
                        Because.nothing(
                                "claims of the ID token and of userinfo", "only " + new TreeSet<>(config.idToken()))))
                .orElse(List.of(Because.unreadable()));
    }

    private static Set<String> listed(ProtocolMapperModel mapper, Function<ExactClaimsMapperConfig, Set<String>> list) {
        return CONFIGURATIONS.get(mapper).map(list).orElse(Set.of());
    }

    private static AccessToken keep(AccessToken token, Set<String> claims) {
        token.getOtherClaims().keySet().retainAll(claims);
        // those of Keycloak's additions that have a field of their own
        if (!claims.contains("realm_access")) {
            token.setRealmAccess(null);
        }
        if (!claims.contains("resource_access")) {
            token.setResourceAccess(null);
        }
        if (!claims.contains("allowed-origins")) {
            token.setAllowedOrigins(null);
        }
        return token;
    }
}
