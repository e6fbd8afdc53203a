package dev.gatehouse.firstadmin;

import dev.gatehouse.broker.UpstreamGroups;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Makes whom the tenant's own identity provider names in a configured group the tenant's first admin, or stays silent. It refuses
 * nobody, whatever happens.
 *
 * <p>What the provider says is asked first, which costs nothing; whoever is not in the group never reaches the database. When the
 * database fails, nothing of the grant stands and the login goes on without it: who only gives must not lock a tenant out, and who
 * is not given anything has no more than before. The server log says so, and the next such login tries again.
 */
final class FirstAdmin implements Authenticator {

    static final FirstAdmin SINGLETON = new FirstAdmin();

    private static final Logger LOG = Logger.getLogger(FirstAdmin.class);

    private FirstAdmin() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        config(context).flatMap(config -> candidate(context, config)).ifPresent(grant -> carryOut(context, grant));
        context.success();
    }

    private static Optional<FirstAdminConfig> config(AuthenticationFlowContext context) {
        AuthenticatorConfigModel model = context.getAuthenticatorConfig();
        try {
            return Optional.of(
                    FirstAdminConfig.parse(model == null || model.getConfig() == null ? Map.of() : model.getConfig()));
        } catch (InvalidConfigurationException e) {
            LOG.errorf(
                    "Realm %s: nobody becomes first admin of a tenant until the execution \"%s\" is mended: %s",
                    context.getRealm().getName(), FirstAdminFactory.DISPLAY_TYPE, e.getMessage());
            return Optional.empty();
        }
    }

    /** @return empty for who is not meant */
    private static Optional<FirstAdminGrant> candidate(AuthenticationFlowContext context, FirstAdminConfig config) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        // anywhere else what a provider said may be left over from another attempt, perhaps of somebody else
        if (!LoginActionsService.POST_BROKER_LOGIN_PATH.equals(context.getFlowPath())) {
            return Optional.empty();
        }
        SerializedBrokeredIdentityContext said = SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);
        if (said == null || !config.isThrough(said.getIdentityProviderId())) {
            return Optional.empty();
        }
        KeycloakSession session = context.getSession();
        BrokeredIdentityContext upstream = said.deserialize(session, login);
        if (!config.isMeantBy(UpstreamGroups.named(upstream, config.groupsClaim()))) {
            return Optional.empty();
        }
        IdentityProviderModel provider = upstream.getIdpConfig();
        UserModel user = context.getUser();
        if (provider.getOrganizationId() == null
                || !context.getRealm().isOrganizationsEnabled()
                || !isLinked(session, context.getRealm(), upstream, user)) {
            return Optional.empty();
        }
        OrganizationModel tenant =
                session.getProvider(OrganizationProvider.class).getById(provider.getOrganizationId());
        return tenant != null && tenant.isEnabled() && user.isEnabled() && tenant.isMember(user)
                ? Optional.of(new FirstAdminGrant(tenant.getId(), user.getId(), provider.getAlias(), config.group()))
                : Optional.empty();
    }

    /** Whether the account at the provider is this person's. */
    private static boolean isLinked(
            KeycloakSession session, RealmModel realm, BrokeredIdentityContext upstream, UserModel user) {
        UserModel linked = session.users()
                .getUserByFederatedIdentity(
                        realm,
                        new FederatedIdentityModel(
                                upstream.getIdpConfig().getAlias(), upstream.getId(), upstream.getUsername()));
        return linked != null && linked.getId().equals(user.getId());
    }

    private static void carryOut(AuthenticationFlowContext context, FirstAdminGrant grant) {
        boolean granted;
        try {
            granted = grant.carryOut(context.getSession(), context.getAuthenticationSession(), context.getConnection());
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "Realm %s: the first admin of the tenant %s could not be made; nothing of it stands, and the login goes on "
                            + "without it.",
                    context.getRealm().getName(),
                    grant.organizationId());
            return;
        }
        // what this request has read of the person before is older than the grant
        if (granted && context.getUser() instanceof CachedUserModel cached) {
            cached.invalidate();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // shows no form
        context.success();
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // demands nothing of anybody
    }

    @Override
    public void close() {
        // holds nothing
    }
}
