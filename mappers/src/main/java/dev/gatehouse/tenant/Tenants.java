package dev.gatehouse.tenant;

import dev.gatehouse.explain.Because;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.representations.AccessToken;

/**
 * Says which organization (tenant) the token in the making is for, or the token that is presented was for.
 *
 * <p>At a login the rule is {@link TenantEvidence#decide}. The answer is set as the request's organization, which Keycloak then pins
 * into the refresh token: a refresh keeps it and never decides anew. A token exchange keeps the tenant of the token that is
 * exchanged, userinfo and introspection that of the token they are about. Who is not a member any more, or whose organization is
 * disabled, has none.
 */
public final class Tenants {

    /** The session is one request's: decided once for all claims and tokens of an answer. */
    private static final String SESSION_KEY = "gatehouse.tenant.";

    private Tenants() {}

    /** @return empty when the token is for no organization, for whatever reason */
    public static Optional<OrganizationModel> of(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        return decided(session, userSession, clientSession) instanceof TenantDecision.Of of
                ? Optional.ofNullable(
                        session.getProvider(OrganizationProvider.class).getById(of.organization()))
                : Optional.empty();
    }

    /** By which step of the rule a login has its tenant, or why it has none, for who explains a login. */
    public static List<Because> because(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        if (!session.getContext().getRealm().isOrganizationsEnabled()) {
            return List.of(Because.nothing("organizations", "switched off in this realm"));
        }
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        return List.of(evidence(session, userSession, clientSession)
                .because(
                        decided(session, userSession, clientSession),
                        id -> organizations.getById(id).getAlias()));
    }

    static TenantDecision decided(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        // not the context itself: Keycloak makes another one while it refreshes an offline token
        String key = SESSION_KEY
                + userSession.getId()
                + '.'
                + clientSession.getClientSession().getClient().getId();
        TenantDecision known = (TenantDecision) session.getAttribute(key);
        if (known == null) {
            known = decide(session, userSession, clientSession);
            session.setAttribute(key, known);
        }
        return known;
    }

    private static TenantDecision decide(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        RealmModel realm = session.getContext().getRealm();
        if (!realm.isOrganizationsEnabled()) {
            return TenantDecision.NONE;
        }
        ClientModel client = clientSession.getClientSession().getClient();
        UserModel user = userSession.getUser();
        String grant = clientSession.getAttribute(Constants.GRANT_TYPE, String.class);
        if (OAuth2Constants.REFRESH_TOKEN.equals(grant)) {
            return PresentedToken.refreshed(session)
                    .flatMap(token -> pinned(session, token))
                    .map(tenant -> keep(session, user, tenant))
                    .orElse(TenantDecision.NONE);
        }
        if (grant == null) {
            Optional<AccessToken> bearer = PresentedToken.bearer(session, userSession, client.getClientId());
            if (bearer.isPresent()) {
                return claimed(session, client, bearer.get())
                        .or(() -> pinned(session, bearer.get()))
                        .filter(tenant -> tenant.isEnabled() && tenant.isMember(user))
                        .<TenantDecision>map(tenant -> new TenantDecision.Of(tenant.getId()))
                        .orElse(TenantDecision.NONE);
            }
        }
        TenantDecision decision = OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grant)
                ? PresentedToken.exchanged(session)
                        .flatMap(token -> claimed(session, realm.getClientByClientId(token.getIssuedFor()), token))
                        .map(tenant -> keepExchanged(session, user, tenant, clientSession))
                        .orElseGet(() ->
                                evidence(session, userSession, clientSession).decide())
                : evidence(session, userSession, clientSession).decide();
        if (decision instanceof TenantDecision.Of of && session.getContext().getOrganization() == null) {
            session.getContext()
                    .setOrganization(
                            session.getProvider(OrganizationProvider.class).getById(of.organization()));
        }
        return decision;
    }

    /** The tenant that Keycloak pinned into a refresh token. */
    private static Optional<OrganizationModel> pinned(KeycloakSession session, AccessToken token) {
        return token.getOtherClaims().get(OAuth2Constants.ORGANIZATION) instanceof String alias
                ? Optional.ofNullable(
                        session.getProvider(OrganizationProvider.class).getByAlias(alias))
                : Optional.empty();
    }

    /** The tenant that the claims of an access token name, as the mappers of its client write them. */
    private static Optional<OrganizationModel> claimed(KeycloakSession session, ClientModel client, AccessToken token) {
        if (client == null) {
            return Optional.empty();
        }
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        return Stream.of(true, false)
                .flatMap(assigned -> client.getClientScopes(assigned).values().stream())
                .flatMap(ClientScopeModel::getProtocolMappersStream)
                .filter(mapper -> TenantMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .map(TenantMapper::config)
                .flatMap(Optional::stream)
                .map(config -> config.read(token.getOtherClaims(), organizations::getById, organizations::getByAlias))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static TenantDecision keep(KeycloakSession session, UserModel user, OrganizationModel tenant) {
        if (!tenant.isEnabled() || !tenant.isMember(user)) {
            return TenantDecision.MISMATCH;
        }
        session.getContext().setOrganization(tenant);
        return new TenantDecision.Of(tenant.getId());
    }

    private static TenantDecision keepExchanged(
            KeycloakSession session, UserModel user, OrganizationModel tenant, ClientSessionContext clientSession) {
        Set<String> others = new HashSet<>(granted(clientSession).aliases());
        others.remove(tenant.getAlias());
        return others.isEmpty() ? keep(session, user, tenant) : TenantDecision.MISMATCH;
    }

    private static OrganizationScopes granted(ClientSessionContext clientSession) {
        return OrganizationScopes.parse(
                clientSession.getClientSession().getClient(), clientSession.getScopeString(true));
    }

    private static TenantEvidence evidence(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        AuthenticatedClientSessionModel client = clientSession.getClientSession();
        UserModel user = userSession.getUser();
        OrganizationScopes scopes = granted(clientSession);
        Set<String> named = new HashSet<>();
        for (String alias : scopes.aliases()) {
            OrganizationModel organization = organizations.getByAlias(alias);
            if (organization != null && organization.isEnabled()) {
                named.add(organization.getId());
            }
        }
        return new TenantEvidence(
                provider(session, userSession),
                named,
                scopes.choice()
                        ? Optional.ofNullable(client.getNote(OrganizationModel.ORGANIZATION_ATTRIBUTE))
                        : Optional.empty(),
                id -> {
                    OrganizationModel organization = organizations.getById(id);
                    return organization != null && organization.isMember(user);
                },
                () -> organizations
                        .getByMember(user)
                        .filter(OrganizationModel::isEnabled)
                        .map(OrganizationModel::getId)
                        .toList());
    }

    private static TenantEvidence.Provider provider(KeycloakSession session, UserSessionModel userSession) {
        String alias = userSession.getNote(Details.IDENTITY_PROVIDER);
        if (alias == null) {
            return new TenantEvidence.Provider.Nobodys();
        }
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (provider == null) {
            return TenantEvidence.unknown();
        }
        if (provider.getOrganizationId() == null) {
            return new TenantEvidence.Provider.Nobodys();
        }
        OrganizationModel organization =
                session.getProvider(OrganizationProvider.class).getById(provider.getOrganizationId());
        if (organization == null) {
            return TenantEvidence.unknown();
        }
        return organization.isEnabled()
                ? new TenantEvidence.Provider.Of(organization.getId())
                : TenantEvidence.disabled();
    }

    /** Whether the organizations that a scope names, if any, are what was decided about. */
    static boolean isWhatWasAskedFor(
            KeycloakSession session,
            TenantDecision decision,
            ClientSessionContext clientSession,
            String requestedScope) {
        ClientModel client = clientSession.getClientSession().getClient();
        Set<String> asked = OrganizationScopes.parse(client, requestedScope).aliases();
        if (asked.isEmpty()) {
            return true;
        }
        if (decision instanceof TenantDecision.Ambiguous) {
            return granted(clientSession).aliases().equals(asked);
        }
        return decision instanceof TenantDecision.Of of
                && asked.equals(Set.of(session.getProvider(OrganizationProvider.class)
                        .getById(of.organization())
                        .getAlias()));
    }
}
