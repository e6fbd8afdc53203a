package dev.gatehouse.roles;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.gatehouse.claims.GatehouseMapper;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.explain.Because;
import dev.gatehouse.explain.Explained;
import dev.gatehouse.token.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenResponseMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.util.JsonSerialization;

/**
 * Leaves out of {@code scope} what no role of the person grants, as RFC 6749, section 3.3, allows: in the access token, in the token
 * endpoint's answer, and in an introspection. Client scopes that the table does not name are not its business.
 *
 * <p>Keycloak's own way, roles mapped to a client scope, needs a second table of who has which role, and counts a role in any of a
 * person's organizations for all of them.
 *
 * <p>A table that cannot be read, because it was saved past {@link #validateConfig}, leaves no scope but {@code openid}; one whose
 * roles are gone grants nobody what it names. The server log says why.
 */
public final class ScopeMapper extends GatehouseMapper
        implements OIDCAccessTokenMapper, OIDCAccessTokenResponseMapper, TokenIntrospectionTokenMapper, Explained {

    public static final String PROVIDER_ID = "gatehouse-scope-mapper";

    private static final Logger LOG = Logger.getLogger(ScopeMapper.class);

    private static final ParsedConfigurations<ScopeMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(ScopeMapperConfig::parse);

    public ScopeMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: scopes by role",
                "Leaves out of the scope of a token what no role of the person grants.",
                ScopeMapperConfig.properties());
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        ScopeMapperConfig parsed = ScopeMapperConfig.parse(config);
        parsed.scopes()
                .checkRoles(RoleSource.required(realm, parsed.clientScope()).order());
    }

    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        if (token.getScope() != null) {
            token.setScope(granted(mapper, session, userSession, clientSession).filter(token.getScope()));
        }
        return token;
    }

    @Override
    public AccessToken transformIntrospectionToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Answer.INTROSPECTION.begins(session);
        return transformAccessToken(token, mapper, session, userSession, clientSession);
    }

    @Override
    public AccessTokenResponse transformAccessTokenResponse(
            AccessTokenResponse response,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        GrantedScopes granted = granted(mapper, session, userSession, clientSession);
        String scope = clientSession.getScopeString();
        if (granted.filter(scope).equals(scope)) {
            return response;
        }
        if (response instanceof GrantedScopesResponse other) {
            other.granted.add(granted);
            return other;
        }
        try {
            // Keycloak writes the scope after the mappers have run
            return JsonSerialization.mapper.updateValue(new GrantedScopesResponse(granted), response);
        } catch (JsonMappingException e) {
            throw new IllegalStateException("The token endpoint's answer cannot be copied", e);
        }
    }

    @Override
    public List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Optional<ScopeMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isEmpty()) {
            return List.of(Because.unreadable());
        }
        String clientScope = config.get().clientScope();
        Optional<? extends RoleSource> source =
                RoleSource.ofScope(session.getContext().getRealm(), clientScope);
        if (source.isEmpty()) {
            return List.of(RoleSource.noneOnScope(clientScope));
        }
        List<String> roles = source.get().implied(session, userSession, clientSession);
        List<String> asked = List.of(clientSession.getScopeString().split(" "));
        RoleGrants scopes = config.get().scopes();
        List<Because> because = new ArrayList<>(scopes.because(roles));
        because.removeIf(granted -> !asked.contains(granted.value()));
        for (String scope : scopes.all()) {
            if (asked.contains(scope) && !scopes.grantedTo(roles).contains(scope)) {
                because.add(new Because(
                        scope,
                        "scopes by role: " + scope + " needs one of " + scopes.rolesGranting(scope),
                        roles.isEmpty() ? "has no role" : "has " + roles));
            }
        }
        return because;
    }

    private static GrantedScopes granted(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Optional<ScopeMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isEmpty()) {
            return GrantedScopes.NONE;
        }
        Optional<? extends RoleSource> roles =
                RoleSource.ofScope(session.getContext().getRealm(), config.get().clientScope());
        if (roles.isEmpty()) {
            LOG.errorf(
                    "Mapper \"%s\" (%s) grants nobody %s: the client scope \"%s\" does not have exactly one role mapper.",
                    mapper.getName(),
                    mapper.getId(),
                    config.get().scopes().all(),
                    config.get().clientScope());
        }
        return new GrantedScopes(
                config.get().scopes().all(),
                roles.map(source ->
                                config.get().scopes().grantedTo(source.implied(session, userSession, clientSession)))
                        .orElse(List.of()));
    }

    /** An answer of the token endpoint that takes only the scopes that are granted. */
    private static final class GrantedScopesResponse extends AccessTokenResponse {

        private final List<GrantedScopes> granted = new ArrayList<>();

        GrantedScopesResponse(GrantedScopes granted) {
            this.granted.add(granted);
        }

        @Override
        public void setScope(String scope) {
            String rest = scope;
            for (GrantedScopes scopes : granted) {
                rest = rest == null ? null : scopes.filter(rest);
            }
            super.setScope(rest);
        }
    }
}
