package dev.gatehouse.tenant;

import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The identity provider that a login under way comes through. Keycloak keeps it in another place in each of its flows. */
final class LoginProvider {

    private LoginProvider() {}

    /**
     * @param flow the path of the flow that runs: what one that was left has put down says nothing of it
     * @return its alias; empty when the person did not come through one
     */
    static Optional<String> alias(KeycloakSession session, AuthenticationSessionModel login, String flow) {
        return switch (flow) {
            case LoginActionsService.FIRST_BROKER_LOGIN_PATH ->
                brokered(login, AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE);
            case LoginActionsService.POST_BROKER_LOGIN_PATH ->
                brokered(login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);
            default ->
                Optional.ofNullable(login.getUserSessionNotes().get(Details.IDENTITY_PROVIDER))
                        .or(() -> ofSession(session, login));
        };
    }

    private static Optional<String> brokered(AuthenticationSessionModel login, String note) {
        return Optional.ofNullable(SerializedBrokeredIdentityContext.readFromAuthenticationSession(login, note))
                .map(SerializedBrokeredIdentityContext::getIdentityProviderId);
    }

    /** Whoever comes by the SSO cookie came through the provider of that session. */
    private static Optional<String> ofSession(KeycloakSession session, AuthenticationSessionModel login) {
        if (!AuthenticatorUtil.isSSOAuthentication(login)) {
            return Optional.empty();
        }
        UserSessionModel userSession = new AuthenticationSessionManager(session).getUserSession(login);
        return userSession == null
                ? Optional.empty()
                : Optional.ofNullable(userSession.getNote(Details.IDENTITY_PROVIDER));
    }
}
