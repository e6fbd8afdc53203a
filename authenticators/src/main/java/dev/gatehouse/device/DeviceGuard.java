package dev.gatehouse.device;

import dev.gatehouse.explain.ExplainFactory;
import dev.gatehouse.token.Refusal;
import dev.gatehouse.token.TokenGuard;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The last line, at every token and in realms that say so ({@link DeviceDemand}): a client that demands it gets none for a session
 * that is not verified, however that came to be; and no client gets one for a session that was verified and has lost its trust, which
 * ends there. Service accounts have no device, and whoever stands in for a person needs none of theirs.
 */
final class DeviceGuard extends TokenGuard {

    DeviceGuard(KeycloakSession session) {
        super(session);
    }

    @Override
    public Optional<Refusal> refusal(TokenPostProcessorContext context) {
        RealmModel realm = session.getContext().getRealm();
        AuthenticatedClientSessionModel client = context.clientSessionCtx().getClientSession();
        UserSessionModel userSession = client.getUserSession();
        DeviceDemand demand = DeviceDemand.of(realm, client.getClient());
        if (demand == DeviceDemand.OFF
                || userSession.getUser().getServiceAccountClientLink() != null
                || SessionTrust.isImpersonated(userSession)
                // what a login would be given is told as if it came from a device that is trusted
                || ExplainFactory.PROVIDER_ID.equals(userSession.getAuthMethod())) {
            return Optional.empty();
        }
        if (!SessionTrust.isVerified(userSession.getNotes())) {
            if (demand == DeviceDemand.REQUIRED && !SessionTrust.isExcused(session, realm, userSession)) {
                return Optional.of(new Refusal(
                        DeviceReason.DEVICE_UNVERIFIED,
                        "this client wants a device that the person has confirmed; sign in with a browser, where that can be done",
                        null));
            }
            return isPasswordBlocked(realm, userSession.getUser())
                    ? Optional.of(new Refusal(
                            DeviceReason.PASSWORD_BLOCKED,
                            "the password does not work until it is reset by \"Forgot password\"",
                            null))
                    : Optional.empty();
        }
        if (SessionTrust.isVerified(userSession.getNotes(), userSession.getUser()) && isJustVerified(context, client)) {
            return Optional.empty();
        }
        return SessionTrust.lost(Person.of(session, realm, userSession.getUser()), userSession)
                .map(reason -> new Refusal(
                        reason,
                        "the device of this session is not trusted any more, or the person's address or password changed; sign in again",
                        null));
    }

    /** Of a directory, where Keycloak cannot take the password away: the login may have passed no step that asks. */
    private boolean isPasswordBlocked(RealmModel realm, UserModel user) {
        return user.isFederated() && new PersonState(session, realm, user).isPasswordBlocked();
    }

    /** The login was looked at moments ago, unless it joined a session that was there before. */
    private static boolean isJustVerified(TokenPostProcessorContext context, AuthenticatedClientSessionModel client) {
        return context.requestRefreshToken() == null
                && OAuth2Constants.AUTHORIZATION_CODE.equals(
                        context.clientSessionCtx().getAttribute(Constants.GRANT_TYPE, String.class))
                && !AuthenticationManager.isSSOAuthentication(client);
    }

    @Override
    protected void refuse(TokenPostProcessorContext context, Refusal refusal) {
        if (DeviceReason.DEVICE_GONE.equals(refusal.reason())) {
            end(context.clientSessionCtx().getClientSession().getUserSession());
        }
    }

    private void end(UserSessionModel lost) {
        if (lost.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT) {
            // a token exchange puts a copy in the place of the session, under its id and for as long as the request
            // lasts
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(), session.getContext(), apart -> end(apart, lost));
        } else {
            end(session, lost);
        }
    }

    private static void end(KeycloakSession session, UserSessionModel lost) {
        RealmModel realm = session.getContext().getRealm();
        UserModel user = session.users().getUserById(realm, lost.getUser().getId());
        if (user != null) {
            new DeviceSessions(session, realm, user).endOne(lost.getId());
        }
    }
}
