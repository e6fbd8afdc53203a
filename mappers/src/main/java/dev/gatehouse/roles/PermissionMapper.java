package dev.gatehouse.roles;

import dev.gatehouse.claims.ListClaimMapper;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.explain.Because;
import dev.gatehouse.explain.Explained;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/**
 * Puts what a person's roles permit into a claim, by a table role → permission: always an array of strings, in the order of the
 * table, each once. Which roles the person has, the role table of a client scope says.
 *
 * <p>A configuration that cannot be carried out, because it was saved past {@link #validateConfig} or its role table is gone, permits
 * nothing: the claim is an empty array or not there, and the server log says why.
 */
public final class PermissionMapper extends ListClaimMapper implements Explained {

    public static final String PROVIDER_ID = "gatehouse-permission-mapper";

    private static final Logger LOG = Logger.getLogger(PermissionMapper.class);

    private static final ParsedConfigurations<PermissionMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(PermissionMapperConfig::parse);

    public PermissionMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: permissions by role",
                "A claim with what the person's roles permit, by a table of roles. Always an array of strings.",
                PermissionMapperConfig.properties());
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        PermissionMapperConfig parsed = PermissionMapperConfig.parse(config);
        parsed.permissions()
                .checkRoles(RoleSource.required(realm, parsed.clientScope()).order());
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        Optional<PermissionMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isPresent()) {
            List<String> permissions = once(
                    session,
                    mapper,
                    userSession,
                    clientSession,
                    () -> permissions(config.get(), mapper, session, userSession, clientSession));
            config.get().claim().put(session, mapper, token, permissions);
        }
    }

    private static List<String> permissions(
            PermissionMapperConfig config,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Optional<? extends RoleSource> roles =
                RoleSource.ofScope(session.getContext().getRealm(), config.clientScope());
        if (roles.isEmpty()) {
            LOG.errorf(
                    "Mapper \"%s\" (%s) permits nothing: the client scope \"%s\" does not have exactly one role mapper.",
                    mapper.getName(), mapper.getId(), config.clientScope());
        }
        return roles.map(source -> config.permissions().grantedTo(source.implied(session, userSession, clientSession)))
                .orElse(List.of());
    }

    @Override
    public List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Optional<PermissionMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isEmpty()) {
            return List.of(Because.unreadable());
        }
        String scope = config.get().clientScope();
        Optional<? extends RoleSource> roles =
                RoleSource.ofScope(session.getContext().getRealm(), scope);
        if (roles.isEmpty()) {
            return List.of(RoleSource.noneOnScope(scope));
        }
        List<String> implied = roles.get().implied(session, userSession, clientSession);
        return implied.isEmpty()
                ? roles.get().because(session, userSession, clientSession)
                : config.get().permissions().because(implied);
    }
}
