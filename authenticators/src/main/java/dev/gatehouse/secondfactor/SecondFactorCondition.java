package dev.gatehouse.secondfactor;

import dev.gatehouse.roles.RoleTable;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * True when the person has one of the chosen roles and this session has not seen a second factor of theirs; on request only for
 * people who hold one, or who hold none.
 *
 * <p>It looks at the whole session, not only at this login: who was given the role while logged in is asked the next time
 * they pass a flow, by the SSO cookie too. A passkey counts as two factors where the realm
 * demands that it verifies its user.
 */
final class SecondFactorCondition implements ConditionalAuthenticator {

    static final SecondFactorCondition SINGLETON = new SecondFactorCondition();

    private static final Logger LOG = Logger.getLogger(SecondFactorCondition.class);

    /** User session note: a passkey was the login's credential. Keycloak keeps no trace of one used in the password form. */
    private static final String PASSKEY_NOTE = "gatehouse.second_factor.passkey";

    private SecondFactorCondition() {}

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        SecondFactorConditionConfig config = SecondFactorConditionConfig.of(context.getAuthenticatorConfig());
        return demanded(context, config) && !shown(context) && config.holders().include(() -> holdsOne(context));
    }

    private static boolean demanded(AuthenticationFlowContext context, SecondFactorConditionConfig config) {
        Optional<RoleTable> table = RoleTable.ofScope(context.getRealm(), config.clientScope());
        if (table.isEmpty() || config.roles().isEmpty() || !table.get().order().containsAll(config.roles())) {
            LOG.errorf(
                    "Realm %s: the condition \"%s\" cannot be evaluated, so everybody needs a second factor. Its client scope "
                            + "\"%s\" must have exactly one mapper \"Gatehouse: roles by group\" that can be read, and its list of roles must "
                            + "name some of that mapper's role order and no others.",
                    context.getRealm().getName(), SecondFactorConditionFactory.DISPLAY_TYPE, config.clientScope());
            return true;
        }
        return !Collections.disjoint(table.get().mapped(context.getUser()), config.roles());
    }

    private static boolean shown(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (SecondFactors.isPasskeyShownIn(context.getRealm(), login)) {
            login.setUserSessionNote(PASSKEY_NOTE, Boolean.TRUE.toString());
            return true;
        }
        // Keycloak carries the executions of the session into this note when the SSO cookie is accepted
        Collection<String> executions = AuthenticatorUtils.parseCompletedExecutions(
                        login.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED))
                .keySet();
        return executions.stream().anyMatch(id -> isSecondFactor(context, id)) || passkeyOfTheSession(context);
    }

    private static boolean holdsOne(AuthenticationFlowContext context) {
        return context.getUser()
                .credentialManager()
                .getCredentials()
                .map(CredentialModel::getType)
                .anyMatch(type -> SecondFactors.are(context.getRealm(), type));
    }

    private static boolean isSecondFactor(AuthenticationFlowContext context, String executionId) {
        AuthenticationExecutionModel execution = context.getRealm().getAuthenticationExecutionById(executionId);
        if (execution == null || execution.getAuthenticator() == null) {
            return false;
        }
        AuthenticatorFactory factory = (AuthenticatorFactory) context.getSession()
                .getKeycloakSessionFactory()
                .getProviderFactory(Authenticator.class, execution.getAuthenticator());
        return factory != null
                && factory.getReferenceCategory() != null
                && SecondFactors.are(context.getRealm(), factory.getReferenceCategory());
    }

    private static boolean passkeyOfTheSession(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (!AuthenticatorUtil.isSSOAuthentication(login)) {
            return false;
        }
        UserSessionModel session = new AuthenticationSessionManager(context.getSession()).getUserSession(login);
        return session != null
                && session.getUser().getId().equals(context.getUser().getId())
                && Boolean.parseBoolean(session.getNote(PASSKEY_NOTE));
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // a condition shows no form
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // a condition enrols nobody; the executions beside it do
    }

    @Override
    public void close() {
        // holds nothing
    }
}
