package dev.gatehouse.device;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.CredentialAction;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.actiontoken.DefaultActionToken;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.authentication.actiontoken.resetcred.ResetCredentialsActionToken;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.events.Details;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Required actions by which somebody who has no more than a stolen password, or an identity provider that says so, would make an
 * account their own: to change the password or the address, to set up or remove a factor or a device, to link another account, to
 * delete it. In a realm where devices count ({@link DeviceDemand}) they want a login that is verified, one way or another.
 *
 * <p>Two logins that are not verified may act all the same. One that came out of the mailbox, by a link of Keycloak's that resets the
 * password or carries out what an admin asks for. And one in which an admin, or the realm's policy for passwords, has set the person to
 * choose a password ({@code UPDATE_PASSWORD} stands with the user), as far as it was begun with the password that is to be replaced, or
 * made the account itself: else nobody could come in with the temporary password they were given. Whoever stole that one, or one that
 * the policy calls too old, can thereby change it, and gains nothing by it: the devices and sessions of the person end, the new password
 * opens no more than the old one did, and the mailbox takes the account back. The same action by {@code kc_action} is the wish of whoever
 * signs in, and is no such thing.
 */
final class SensitiveActions {

    private static final Logger LOG = Logger.getLogger(SensitiveActions.class);

    /** Beside everything about credentials. */
    private static final Set<String> NAMED = Set.of(
            UserModel.RequiredAction.UPDATE_PASSWORD.name(),
            UserModel.RequiredAction.UPDATE_EMAIL.name(),
            "delete_account",
            IdpLinkAction.PROVIDER_ID);

    /** Note of a login that made its account; Keycloak has a constant for it since 26.7. */
    private static final String NEW_USER_REGISTERED = "NEW_USER_REGISTERED";

    private static final Set<String> LINKS =
            Set.of(ResetCredentialsActionToken.TOKEN_TYPE, ExecuteActionsActionToken.TOKEN_TYPE);

    private SensitiveActions() {}

    /** Whether a login may do whatever it has to do. */
    static boolean mayAll(KeycloakSession session, AuthenticationSessionModel login) {
        return SessionTrust.isVerified(login.getUserSessionNotes(), login.getAuthenticatedUser())
                || SessionTrust.joined(session, login)
                        .filter(joined -> SessionTrust.suffices(session, login.getRealm(), joined))
                        .isPresent()
                || isOutOfMailbox(login);
    }

    /** An action that somebody wants of this login, and that it may do only when it is verified. */
    static Optional<String> pending(KeycloakSession session, AuthenticationSessionModel login) {
        UserModel user = login.getAuthenticatedUser();
        return Stream.of(
                        user.getRequiredActionsStream(),
                        login.getRequiredActions().stream(),
                        Stream.ofNullable(login.getClientNote(Constants.KC_ACTION)),
                        Stream.ofNullable(login.getClientNote(Constants.KC_ACTION_EXECUTING)))
                .flatMap(actions -> actions)
                .filter(Objects::nonNull)
                .filter(action -> isEnabled(login.getRealm(), action) && isSensitive(session, login, action))
                .findFirst();
    }

    private static boolean isEnabled(RealmModel realm, String action) {
        RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(action);
        return model != null && model.isEnabled();
    }

    /** Whether the login may do this only when it is verified. @param action alias or provider */
    static boolean isSensitive(KeycloakSession session, AuthenticationSessionModel login, String action) {
        RequiredActionProviderModel model = login.getRealm().getRequiredActionProviderByAlias(action);
        String provider = model == null ? action : model.getProviderId();
        if (UserModel.RequiredAction.UPDATE_PASSWORD.name().equals(provider)) {
            return !isAskedToChoosePassword(login);
        }
        return NAMED.contains(provider)
                || session.getProvider(RequiredActionProvider.class, provider) instanceof CredentialAction;
    }

    /** After an identity provider, a password that the login was begun with, or an account that it made, may have been another's. */
    private static boolean isAskedToChoosePassword(AuthenticationSessionModel login) {
        return !login.getUserSessionNotes().containsKey(Details.IDENTITY_PROVIDER)
                && login.getAuthenticatedUser()
                        .getRequiredActionsStream()
                        .anyMatch(UserModel.RequiredAction.UPDATE_PASSWORD.name()::equals)
                && (AuthenticatorUtil.isPasswordValidated(login)
                        || Boolean.parseBoolean(login.getAuthNote(NEW_USER_REGISTERED)));
    }

    /** Keycloak has checked the link, and kept it with the login. */
    private static boolean isOutOfMailbox(AuthenticationSessionModel login) {
        String link = login.getAuthNote(Constants.KEY);
        if (link == null) {
            return false;
        }
        try {
            DefaultActionToken token = new JWSInput(link).readJsonContent(DefaultActionToken.class);
            return LINKS.contains(token.getActionId())
                    && login.getAuthenticatedUser().getId().equals(token.getUserId());
        } catch (JWSInputException e) {
            LOG.debugf(e, "The link of the login cannot be read");
            return false;
        }
    }
}
