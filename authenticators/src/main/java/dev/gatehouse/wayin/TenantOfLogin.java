package dev.gatehouse.wayin;

import dev.gatehouse.Reason;
import dev.gatehouse.tenant.TenantScope;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.common.Version;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.organization.protocol.mappers.oidc.OrganizationScope;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Binds a login to the organization (tenant) that it is for, by writing it into the login's own scope: {@code organization:<alias>}.
 *
 * <p>The scope travels with the authorization code, so that every tab of a browser gets what it was for. What Keycloak itself keeps
 * of a choice is one note per client and session, which the next tab overwrites.
 */
public final class TenantOfLogin {

    /** Parameter of an authorization request: the alias of the organization that the login is for. */
    public static final String PARAMETER = "tenant";

    private static final String PARAMETER_NOTE =
            AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + PARAMETER;

    /** Keycloak's note since 26.7 that another organization may be chosen; its consent page cannot be shown with it. */
    private static final String SWITCHABLE = "kc.org.switchable";

    /** As long as Keycloak's column for it. */
    private static final int LONGEST_ALIAS = 255;

    private TenantOfLogin() {}

    /**
     * Binds the login to what the parameter {@value #PARAMETER} names, and to what the person chose on Keycloak's page. To do so
     * twice changes nothing. A client that may not ask for organizations cannot name one: for it the parameter is one that is not
     * recognised (RFC 6749, section 3.1).
     *
     * @return why the login must be refused, one of {@link Reason}; empty when nothing is against it. An organization that is
     *     neither listed nor has a provider, one that is disabled and one that there is not are all unknown.
     */
    public static Optional<String> bind(AuthenticationFlowContext context) {
        if (!context.getRealm().isOrganizationsEnabled()) {
            return Optional.empty();
        }
        Optional<String> refusal = bindToParameter(context);
        if (refusal.isEmpty()) {
            bindToChoice(context);
        }
        return refusal;
    }

    private static Optional<String> bindToParameter(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String tenant = login.getClientNote(PARAMETER_NOTE);
        if (tenant == null || !TenantScope.mayAsk(login.getClient())) {
            return Optional.empty();
        }
        Set<String> named = TenantScope.named(login.getClient(), scope(login));
        if (named.equals(Set.of(tenant))) {
            return Optional.empty();
        }
        OrganizationModel organization =
                tenant.length() > LONGEST_ALIAS ? null : WaysIn.organization(context.getSession(), tenant);
        if (organization == null || !WaysIn.isPublic(organization)) {
            return Optional.of(Reason.TENANT_UNKNOWN);
        }
        if (!named.isEmpty()) {
            return Optional.of(Reason.TENANT_MISMATCH);
        }
        return narrow(context.getSession(), login, organization)
                ? Optional.empty()
                : Optional.of(Reason.TENANT_UNKNOWN);
    }

    private static void bindToChoice(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String chosen = login.getClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE);
        if (chosen == null
                || !TenantScope.letsChoose(login.getClient(), scope(login))
                || cameThroughAProvider(context)) {
            return;
        }
        OrganizationModel organization =
                context.getSession().getProvider(OrganizationProvider.class).getById(chosen);
        if (organization == null) {
            return;
        }
        login.removeAuthNote(SWITCHABLE);
        if (!consentCannotNameIt(login.getClient())) {
            narrow(context.getSession(), login, organization);
        }
    }

    /** Keycloak 26.6 does not find a consent again that was given to an organization by its name: there the choice stays one. */
    private static boolean consentCannotNameIt(ClientModel client) {
        return client.isConsentRequired() && Version.VERSION.startsWith("26.6.");
    }

    /** Then its organization decides, whatever was chosen. */
    private static boolean cameThroughAProvider(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (!AuthenticatorUtil.isSSOAuthentication(login)) {
            return false;
        }
        UserSessionModel session = new AuthenticationSessionManager(context.getSession()).getUserSession(login);
        return session != null && organizationOfProvider(context.getSession(), session) != null;
    }

    /** Id of the organization whose provider a session came through; null for none. */
    static String organizationOfProvider(KeycloakSession session, UserSessionModel userSession) {
        String alias = userSession.getNote(Details.IDENTITY_PROVIDER);
        IdentityProviderModel provider =
                alias == null ? null : session.identityProviders().getByAlias(alias);
        return provider == null ? null : provider.getOrganizationId();
    }

    /**
     * The organization that the scope of the login names; empty when it names none or several, or the one it names is not there or
     * disabled.
     */
    static Optional<OrganizationModel> named(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (!context.getRealm().isOrganizationsEnabled()) {
            return Optional.empty();
        }
        Set<String> named = TenantScope.named(login.getClient(), scope(login));
        return named.size() == 1
                ? Optional.ofNullable(WaysIn.organization(
                        context.getSession(), named.iterator().next()))
                : Optional.empty();
    }

    private static boolean narrow(
            KeycloakSession session, AuthenticationSessionModel login, OrganizationModel organization) {
        Optional<String> narrowed = TenantScope.narrowed(login.getClient(), scope(login), organization.getAlias());
        if (narrowed.isEmpty()) {
            return false;
        }
        login.setClientNote(OIDCLoginProtocol.SCOPE_PARAM, narrowed.get());
        // Keycloak remembers for a request what the scope said
        session.removeAttribute(OrganizationScope.class.getName());
        return true;
    }

    private static String scope(AuthenticationSessionModel login) {
        return login.getClientNote(OAuth2Constants.SCOPE);
    }
}
