package dev.gatehouse.claims;

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
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * Leaves in a token only the claims on its list, whatever other client scopes add: what a client asks for with {@code profile}
 * or {@code email}, Keycloak's roles and web origins. Runs after every other mapper. The claims of the protocol itself
 * ({@code iss}, {@code sub}, {@code aud}, {@code exp}, …) are not its business and always stay; {@code claims_overflow} stays where a
 * list that it names does.
 *
 * <p>A list that cannot be read, because it was saved past {@link #validateConfig}, leaves none.
 */
public final class ExactClaimsMapper extends GatehouseMapper implements EveryTokenMapper, Explained {

    public static final String PROVIDER_ID = "gatehouse-exact-claims-mapper";

    /** Keycloak's own mappers have at most 50. */
    private static final int AFTER_ALL_OTHERS = 1_000;

    private static final ParsedConfigurations<ExactClaimsMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(ExactClaimsMapperConfig::parse);

    public ExactClaimsMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: exactly these claims",
                "Leaves in the tokens only the claims listed here, whatever other mappers and client scopes add.",
                ExactClaimsMapperConfig.properties());
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        ExactClaimsMapperConfig.parse(config);
    }

    @Override
    public int getPriority() {
        return AFTER_ALL_OTHERS;
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
        keep(token.getOtherClaims(), listed(mapper, ExactClaimsMapperConfig::idToken));
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

    private static void keep(Map<String, Object> claims, Set<String> listed) {
        // what says that a list is not whole goes with the list
        claims.keySet().removeIf(name -> !listed.contains(name) && !name.equals(ClaimsOverflow.CLAIM));
        ClaimsOverflow.retainNamesOf(claims);
    }

    private static AccessToken keep(AccessToken token, Set<String> claims) {
        keep(token.getOtherClaims(), claims);
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
