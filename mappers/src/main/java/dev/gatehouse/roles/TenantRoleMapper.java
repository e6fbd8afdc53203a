package dev.gatehouse.roles;

import dev.gatehouse.claims.ClaimMapper;
import dev.gatehouse.claims.ClaimName;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.explain.Because;
import dev.gatehouse.explain.Explained;
import dev.gatehouse.groups.Membership;
import dev.gatehouse.groups.Memberships;
import dev.gatehouse.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/**
 * Puts a person's highest role within the organization that the login is for into a claim: a string, by a table of the
 * organization's groups, else the role that every member has. Left out when the login is for no organization, or the person has
 * no role in it.
 *
 * <p>A table that cannot be read, because it was saved past {@link #validateConfig}, gives nobody a role; the server log says why.
 */
public final class TenantRoleMapper extends ClaimMapper implements Explained {

    public static final String PROVIDER_ID = "gatehouse-tenant-role-mapper";

    /** The session is one request's. */
    private static final String SESSION_KEY = PROVIDER_ID + '.';

    private static final ParsedConfigurations<TenantRoleMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(TenantRoleMapperConfig::parse);

    public TenantRoleMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: role in the tenant",
                "The person's highest role in the organization that the login is for, by the groups of that organization. A string.",
                TenantRoleMapperConfig.properties());
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        TenantRoleMapperConfig.parse(config);
    }

    @Override
    public List<ClaimName> claims(Map<String, String> config) throws InvalidConfigurationException {
        return List.of(TenantRoleMapperConfig.parse(config).claim());
    }

    /** Everybody's roles by the mapper's table, for those who decide by them; empty when it cannot be read. */
    static Optional<RoleSource> readable(ProtocolMapperModel mapper) {
        return CONFIGURATIONS.get(mapper).map(config -> new Roles(mapper.getId(), config));
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        Optional<TenantRoleMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isEmpty()) {
            return;
        }
        List<String> roles = new Roles(mapper.getId(), config.get()).implied(session, userSession, clientSession);
        if (!roles.isEmpty()) {
            config.get().claim().put(token.getOtherClaims(), roles.get(roles.size() - 1), mapper.getName());
        }
    }

    @Override
    public List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        return readable(mapper)
                .map(roles -> roles.because(session, userSession, clientSession))
                .orElse(List.of(Because.unreadable()));
    }

    private record Roles(String mapperId, TenantRoleMapperConfig config) implements RoleSource {

        @Override
        public List<String> order() {
            return config.rules().order();
        }

        @Override
        public List<String> implied(
                KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
            Optional<OrganizationModel> tenant = Tenants.of(session, userSession, clientSession);
            if (tenant.isEmpty()) {
                return List.of();
            }
            UserModel user = userSession.getUser();
            String key = SESSION_KEY
                    + mapperId
                    + '.'
                    + user.getId()
                    + '.'
                    + tenant.get().getId();
            @SuppressWarnings("unchecked")
            List<String> known = (List<String>) session.getAttribute(key);
            if (known == null) {
                List<Membership> groups =
                        config.rules().isEmpty() ? List.of() : Memberships.within(session, tenant.get(), user);
                known = config.implied(groups);
                session.setAttribute(key, known);
            }
            return known;
        }

        @Override
        public List<Because> because(
                KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
            Optional<OrganizationModel> tenant = Tenants.of(session, userSession, clientSession);
            return tenant.isEmpty()
                    ? Tenants.because(session, userSession, clientSession)
                    : config.because(
                            tenant.get().getAlias(), Memberships.within(session, tenant.get(), userSession.getUser()));
        }
    }
}
