package dev.gatehouse.tenant;

import dev.gatehouse.claims.ClaimMapper;
import dev.gatehouse.claims.ClaimName;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.explain.Because;
import dev.gatehouse.explain.Explained;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/**
 * Puts the organization (tenant) that a login is for into claims: its alias, its id. Which one it is, {@link Tenants} says; where
 * there is none, the claims are left out.
 *
 * <p>A configuration that cannot be read, because it was saved past {@link #validateConfig}, writes nothing and refuses where several
 * organizations would do; the server log says why.
 */
public final class TenantMapper extends ClaimMapper implements Explained {

    public static final String PROVIDER_ID = "gatehouse-tenant-mapper";

    /** Before Keycloak's own mappers: one of them sets the request's organization in a way of its own. */
    private static final int BEFORE_KEYCLOAKS = -10;

    private static final ParsedConfigurations<TenantMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(TenantMapperConfig::parse);

    public TenantMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: tenant",
                "The one organization that a login is for: its alias and its id. Left out when there is none.",
                TenantMapperConfig.properties());
    }

    @Override
    public int getPriority() {
        return BEFORE_KEYCLOAKS;
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        TenantMapperConfig.parse(config);
    }

    @Override
    public List<ClaimName> claims(Map<String, String> config) throws InvalidConfigurationException {
        return TenantMapperConfig.parse(config).claims();
    }

    static Optional<TenantMapperConfig> config(ProtocolMapperModel mapper) {
        return CONFIGURATIONS.get(mapper);
    }

    static boolean refusesAmbiguous(ProtocolMapperModel mapper) {
        return config(mapper).map(TenantMapperConfig::refusesAmbiguous).orElse(true);
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        Optional<OrganizationModel> tenant = Tenants.of(session, userSession, clientSession);
        if (tenant.isPresent()) {
            config(mapper).ifPresent(config -> config.write(token.getOtherClaims(), tenant.get(), mapper.getName()));
        }
    }

    @Override
    public List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        return config(mapper).isPresent()
                ? Tenants.because(session, userSession, clientSession)
                : List.of(Because.unreadable());
    }
}
