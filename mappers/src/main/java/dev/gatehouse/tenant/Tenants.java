package dev.gatehouse.tenant;

import dev.gatehouse.Reason;
import dev.gatehouse.explain.Because;
import dev.gatehouse.token.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * Says which organization (tenant) the token in the making is for, or the token that is presented was for.
 *
 * <p>At a login the rule is {@link TenantEvidence#decide}. {@link TenantGuard} sets the answer as the request's organization,
 * which Keycloak then pins into the refresh token: a refresh keeps it and never decides anew. A token exchange keeps the tenant of
 * the token that is exchanged, userinfo and introspection that of the token they are about. Who is not a member any more, or whose organization is
 * disabled, has none.
 */
public final class Tenants {

    /** The session is one request's: decided once for all claims and tokens of an answer. */
    private static final String SESSION_KEY = "gatehouse.tenant.";

    /** Note of a user session, with the provider's alias: the id of the organization whose provider it was at the login. */
    private static final String PROVIDER_NOTE = "gatehouse.organization_of.";

    /** The grants whose session says through which identity provider the person came, if any. */
    private static final Set<String> LOGINS = Set.of(
            OAuth2Constants.AUTHORIZATION_CODE,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE,
            OAuth2Constants.CIBA_GRANT_TYPE,
            OAuth2Constants.PASSWORD,
            OAuth2Constants.CLIENT_CREDENTIALS);

    private Tenants() {}

    /** @return empty when the token is for no organization, for whatever reason */
    public static Optional<OrganizationModel> of(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        return decided(session, userSession, clientSession) instanceof TenantDecision.Of of
                ? Optional.ofNullable(
                        session.getProvider(OrganizationProvider.class).getById(of.organization()))
                : Optional.empty();
    }

    /**
     * The organization that a login is for while it passes a flow, before there is a session or a token.
     *
     * @param flow the path of the flow that runs, as in Keycloak's {@code LoginActionsService}
     * @param user null for whoever has no account yet: at a registration, or at the first login through a provider
     * @return never null. The organization of an identity provider counts without membership, for whose addresses are admitted does
     *     not depend on it; so does one that somebody without an account names
     */
    public static LoginTenant ofLogin(
            KeycloakSession session, AuthenticationSessionModel login, String flow, UserModel user) {
        if (!login.getRealm().isOrganizationsEnabled()) {
            return LoginTenant.NONE;
        }
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        OrganizationScopes scopes =
                OrganizationScopes.parse(login.getClient(), login.getClientNote(OAuth2Constants.SCOPE));
        Set<String> named = new HashSet<>();
        for (String alias : scopes.aliases()) {
            OrganizationModel organization = organizations.getByAlias(alias);
            if (organization == null || !organization.isEnabled()) {
                return new LoginTenant.Refused(organization == null ? Reason.TENANT_UNKNOWN : Reason.TENANT_DISABLED);
            }
            named.add(organization.getId());
        }
        TenantEvidence.Provider provider = LoginProvider.alias(session, login, flow)
                .map(alias -> provider(
                        session,
                        alias,
                        login.getUserSessionNotes().get(PROVIDER_NOTE + alias),
                        id -> login.setUserSessionNote(PROVIDER_NOTE + alias, id)))
                .orElseGet(TenantEvidence.Provider.Nobodys::new);
        return tenant(new TenantEvidence(
                provider,
                named,
                scopes.choice()
                        ? Optional.ofNullable(login.getClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE))
                        : Optional.empty(),
                id -> user == null || isMember(organizations, id, user),
                () -> user == null ? List.of() : memberships(organizations, user)));
    }

    /**
     * The organization that the login was for which a token is made of; of the same meaning as {@link #ofLogin}.
     *
     * @return never null
     */
    public static LoginTenant ofToken(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        if (!session.getContext().getRealm().isOrganizationsEnabled()) {
            return LoginTenant.NONE;
        }
        TenantEvidence.Provider provider = provider(session, userSession);
        if (provider instanceof TenantEvidence.Provider.Nobodys) {
            TenantDecision decision = decided(session, userSession, clientSession);
            if (decision instanceof TenantDecision.Of of) {
                return new LoginTenant.Of(of.organization());
            }
            if (decision instanceof TenantDecision.Refused refused) {
                return new LoginTenant.Refused(refused.reason());
            }
        }
        // a refresh token of a client without a tenant mapper says nothing of the login's organization
        return tenant(evidence(session, userSession, clientSession));
    }

    private static LoginTenant tenant(TenantEvidence evidence) {
        if (evidence.provider() instanceof TenantEvidence.Provider.Of of
                && Set.of(of.organization()).containsAll(evidence.named())) {
            return new LoginTenant.Of(of.organization());
        }
        TenantDecision decision = evidence.decide();
        if (decision instanceof TenantDecision.Refused refused) {
            return new LoginTenant.Refused(refused.reason());
        }
        return decision instanceof TenantDecision.Of of ? new LoginTenant.Of(of.organization()) : LoginTenant.NONE;
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
        Optional<Answer> answer = Answer.of(session);
        if (answer.isPresent()) {
            return answered(session, answer.get(), userSession, clientSession);
        }
        UserModel user = userSession.getUser();
        String grant = clientSession.getAttribute(Constants.GRANT_TYPE, String.class);
        if (OAuth2Constants.REFRESH_TOKEN.equals(grant)) {
            // what cannot be read here is not what Keycloak has verified
            return PresentedToken.refreshed(session)
                    .map(token -> keep(session, user, token, pinned(session, token)))
                    .orElse(TenantDecision.MISMATCH);
        }
        if (OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grant)) {
            return PresentedToken.exchanged(session)
                    .map(token -> keep(session, user, token, claimed(session, token)))
                    .orElse(TenantDecision.MISMATCH);
        }
        if (grant == null
                && session.getContext().getBearerToken() instanceof AccessToken bearer
                && user.getId().equals(bearer.getSubject())) {
            // a token for the bearer of another (UMA 2.0)
            return keep(session, user, bearer, claimed(session, bearer));
        }
        if (grant != null && !LOGINS.contains(grant)) {
            return TenantDecision.UNKNOWN;
        }
        return evidence(session, userSession, clientSession).decide();
    }

    private static TenantDecision answered(
            KeycloakSession session, Answer answer, UserSessionModel userSession, ClientSessionContext clientSession) {
        Optional<AccessToken> presented = PresentedToken.of(
                session,
                answer,
                userSession,
                clientSession.getClientSession().getClient().getClientId());
        if (presented.isPresent()) {
            return claimed(session, presented.get())
                    .or(() -> pinned(session, presented.get()))
                    .filter(tenant -> tenant.isEnabled() && tenant.isMember(userSession.getUser()))
                    .<TenantDecision>map(tenant -> new TenantDecision.Of(tenant.getId()))
                    .orElse(TenantDecision.NONE);
        }
        // userinfo without a token is what an admin is shown as an example
        return answer == Answer.USERINFO
                ? evidence(session, userSession, clientSession).decide()
                : TenantDecision.NONE;
    }

    /** The tenant that Keycloak pinned into a refresh token. */
    private static Optional<OrganizationModel> pinned(KeycloakSession session, AccessToken token) {
        // in an access token the claim is some mapper's
        return isRefreshToken(token) && token.getOtherClaims().get(OAuth2Constants.ORGANIZATION) instanceof String alias
                ? Optional.ofNullable(
                        session.getProvider(OrganizationProvider.class).getByAlias(alias))
                : Optional.empty();
    }

    private static boolean isRefreshToken(AccessToken token) {
        return TokenUtil.TOKEN_TYPE_REFRESH.equals(token.getType())
                || TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType());
    }

    /** The tenant that the claims of an access token name, as the mappers of its client write them. */
    private static Optional<OrganizationModel> claimed(KeycloakSession session, AccessToken token) {
        ClientModel client = session.getContext().getRealm().getClientByClientId(token.getIssuedFor());
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

    /** The tenant of a token is that of the token it is made of: none for none. */
    private static TenantDecision keep(
            KeycloakSession session, UserModel user, AccessToken token, Optional<OrganizationModel> tenant) {
        if (tenant.isEmpty()) {
            return isRefreshToken(token) && token.getOtherClaims().containsKey(OAuth2Constants.ORGANIZATION)
                    ? TenantDecision.MISMATCH
                    : TenantDecision.NONE;
        }
        return tenant.get().isEnabled() && tenant.get().isMember(user)
                ? new TenantDecision.Of(tenant.get().getId())
                : TenantDecision.MISMATCH;
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
                id -> isMember(organizations, id, user),
                () -> memberships(organizations, user));
    }

    private static boolean isMember(OrganizationProvider organizations, String id, UserModel user) {
        OrganizationModel organization = organizations.getById(id);
        return organization != null && organization.isMember(user);
    }

    private static List<String> memberships(OrganizationProvider organizations, UserModel user) {
        return organizations
                .getByMember(user)
                .filter(OrganizationModel::isEnabled)
                .map(OrganizationModel::getId)
                .toList();
    }

    private static TenantEvidence.Provider provider(KeycloakSession session, UserSessionModel userSession) {
        String alias = userSession.getNote(Details.IDENTITY_PROVIDER);
        return alias == null
                ? new TenantEvidence.Provider.Nobodys()
                : provider(
                        session,
                        alias,
                        userSession.getNote(PROVIDER_NOTE + alias),
                        id -> userSession.setNote(PROVIDER_NOTE + alias, id));
    }

    /**
     * Keycloak forgets whose a provider was when its organization is deleted: the login does not.
     *
     * @param known the organization whose provider it was when the login saw it first; null for not yet
     * @param remember keeps that
     */
    private static TenantEvidence.Provider provider(
            KeycloakSession session, String alias, String known, Consumer<String> remember) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (provider == null) {
            return TenantEvidence.unknown();
        }
        if (known != null && !known.equals(provider.getOrganizationId())) {
            return TenantEvidence.unknown();
        }
        if (provider.getOrganizationId() == null) {
            return new TenantEvidence.Provider.Nobodys();
        }
        if (known == null) {
            remember.accept(provider.getOrganizationId());
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

    /** Whether a refresh keeps what the refresh token says, as Keycloak has verified it. */
    static boolean isPinned(KeycloakSession session, TenantDecision decision, JsonWebToken refreshToken) {
        Object pinned = refreshToken.getOtherClaims().get(OAuth2Constants.ORGANIZATION);
        return decision instanceof TenantDecision.Of of
                ? alias(session, of).equals(pinned)
                : decision instanceof TenantDecision.None && pinned == null;
    }

    private static String alias(KeycloakSession session, TenantDecision.Of of) {
        return session.getProvider(OrganizationProvider.class)
                .getById(of.organization())
                .getAlias();
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
        return decision instanceof TenantDecision.Of of && asked.equals(Set.of(alias(session, of)));
    }
}
