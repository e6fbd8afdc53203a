package dev.gatehouse.wayin;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.WebAuthnConstants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.browser.WebAuthnConditionalUIAuthenticator;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.model.IdentityProviderBean;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.authentication.authenticators.browser.OrganizationAuthenticator;
import org.keycloak.organization.forms.login.freemarker.model.OrganizationAwareIdentityProviderBean;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * Keycloak's own identity-first login, which also takes a login that names its tenant to the tenant's identity provider, and takes
 * nobody anywhere who is to choose; the rule is {@link Arrival#next}.
 *
 * <p>It replaces Keycloak's rather than standing before it: when a provider sends an error, only the step that redirected is asked
 * again, and Keycloak's would redirect again.
 */
final class TenantRedirect extends OrganizationAuthenticator {

    /** Note of a login: it went to a provider, or the person saw a page instead. From then on they choose. */
    private static final String ARRIVED = "gatehouse.wayin.arrived";

    private static final String PROMPT_SELECT_ACCOUNT = "select_account";

    private final WebAuthnConditionalUIAuthenticator passkeys;

    TenantRedirect(KeycloakSession session) {
        super(session);
        passkeys = new WebAuthnConditionalUIAuthenticator(session, this::page);
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<OrganizationModel> tenant = TenantOfLogin.named(context);
        if (tenant.isPresent() && sessionIsForIt(context, tenant.get())) {
            remember(context, tenant.get());
            context.success();
            return;
        }
        Arrival arrival = arrival(context, tenant);
        switch (arrival.next()) {
            case PROVIDER -> redirect(context, arrival.providers().get(0));
            case PAGE -> context.challenge(page(context));
            case KEYCLOAK -> super.authenticate(context);
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String address = form.getFirst(UserModel.USERNAME);
        boolean passkey =
                form.containsKey(WebAuthnConstants.AUTHENTICATOR_DATA) || form.containsKey(WebAuthnConstants.ERROR);
        if (context.getUser() == null && !passkey && (address == null || address.isBlank())) {
            // Keycloak would show its page without the tenant's providers
            context.challenge(page(context, new FormMessage(UserModel.USERNAME, Messages.INVALID_USERNAME)));
            return;
        }
        super.action(context);
    }

    @Override
    protected void redirect(AuthenticationFlowContext context, String providerId, String loginHint) {
        arrived(context);
        super.redirect(context, providerId, loginHint);
    }

    private static void arrived(AuthenticationFlowContext context) {
        context.getAuthenticationSession().setAuthNote(ARRIVED, Boolean.TRUE.toString());
    }

    private static Arrival arrival(AuthenticationFlowContext context, Optional<OrganizationModel> tenant) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String address = login.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
        UserModel user = context.getUser();
        UserModel addressed = user != null || address == null
                ? user
                : KeycloakModelUtils.findUserByNameOrEmail(context.getSession(), context.getRealm(), address);
        return new Arrival(
                !AuthenticatorUtil.isSSOAuthentication(login) && isToChoose(context),
                address != null || user != null && tenant.isPresent(),
                user != null,
                addressed != null
                        && addressed
                                .credentialManager()
                                .getFirstFactorCredentialsStream()
                                .findAny()
                                .isPresent(),
                tenant.map(WaysIn::of).orElse(List.of()));
    }

    private static boolean isToChoose(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String prompt = login.getClientNote(OAuth2Constants.PROMPT);
        return context.getForwardedErrorMessage() != null
                || login.getAuthNote(ARRIVED) != null
                || login.getAuthNote(AuthenticationManager.FORCED_REAUTHENTICATION) != null
                || TokenUtil.hasPrompt(prompt, OIDCLoginProtocol.PROMPT_VALUE_LOGIN)
                || TokenUtil.hasPrompt(prompt, PROMPT_SELECT_ACCOUNT)
                || SignedOutCookie.isPresent(context.getSession());
    }

    /**
     * Whether the person is signed in already, and for this tenant. Keycloak would send who came through its provider there again,
     * which a {@code prompt=none} cannot survive.
     */
    private static boolean sessionIsForIt(AuthenticationFlowContext context, OrganizationModel tenant) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (!AuthenticatorUtil.isSSOAuthentication(login)
                || context.getUser() == null
                || !tenant.isMember(context.getUser())) {
            return false;
        }
        UserSessionModel session = new AuthenticationSessionManager(context.getSession()).getUserSession(login);
        if (session == null) {
            return false;
        }
        String providers = TenantOfLogin.organizationOfProvider(context.getSession(), session);
        return providers == null || providers.equals(tenant.getId());
    }

    private static void remember(AuthenticationFlowContext context, OrganizationModel tenant) {
        context.getAuthenticationSession().setAuthNote(OrganizationModel.ORGANIZATION_ATTRIBUTE, tenant.getId());
        // for the pages
        context.getSession().getContext().setOrganization(tenant);
    }

    private Response page(AuthenticationFlowContext context) {
        return page(context, null);
    }

    /** Keycloak's page that asks for the address first, with the providers of the tenant, or those of the person, or nobody's. */
    private Response page(AuthenticationFlowContext context, FormMessage error) {
        arrived(context);
        Optional<OrganizationModel> tenant = TenantOfLogin.named(context);
        tenant.ifPresent(organization -> remember(context, organization));
        boolean known = context.getUser() != null;
        if (!known && passkeys.isPasskeysEnabled()) {
            passkeys.fillContextForm(context);
        }
        LoginFormsProvider form = context.form();
        String address = context.getAuthenticationSession().getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
        if (known) {
            form.setAttribute(LoginFormsProvider.USERNAME_HIDDEN, true);
            form.setAttribute(LoginFormsProvider.REGISTRATION_DISABLED, true);
        } else {
            form.setAttributeMapper(attributes -> {
                attributes.computeIfPresent(
                        "social",
                        (key, bean) -> new OrganizationAwareIdentityProviderBean(
                                (IdentityProviderBean) bean, tenant.isPresent(), tenant.isEmpty()));
                return attributes;
            });
            form.setFormData(
                    address == null
                            ? new MultivaluedHashMap<>()
                            : new MultivaluedHashMap<>(Map.of(UserModel.USERNAME, address)));
        }
        if (error != null) {
            form.addError(error);
        }
        return form.createLoginUsername();
    }
}
