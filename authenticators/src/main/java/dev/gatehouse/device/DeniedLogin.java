package dev.gatehouse.device;

import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelIllegalStateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageId;

/** What happens to an account whose owner says that a login was not them: whoever it was knew the password. */
record DeniedLogin(KeycloakSession session, RealmModel realm, UserModel user) {

    private static final Logger LOG = Logger.getLogger(DeniedLogin.class);

    /** So often, when what is to be removed is just being changed by a login. */
    private static final int TRIES = 3;

    /**
     * Does it in a transaction of its own, so that a login that writes at the same moment cannot undo it.
     *
     * @throws ModelIllegalStateException when that goes on
     */
    void carryOut(Denial denial) {
        for (int tries = 1; ; tries++) {
            try {
                KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(), session.getContext(), own -> {
                            RealmModel sameRealm = own.realms().getRealm(realm.getId());
                            UserModel samePerson = own.users().getUserById(sameRealm, user.getId());
                            if (samePerson != null) {
                                new DeniedLogin(own, sameRealm, samePerson).protect(denial);
                            }
                        });
                return;
            } catch (ModelIllegalStateException e) {
                if (tries == TRIES) {
                    throw e;
                }
                LOG.debugf(e, "The account %s is being changed; once more", user.getId());
            }
        }
    }

    private void protect(Denial denial) {
        if (denial.removesDevices()) {
            new Devices(session, realm, user).removeAll(device -> true, DeviceReason.DENIED);
        }
        if (denial.blocksPassword()) {
            blockPassword();
        }
        if (denial.endsSessions()) {
            new DeviceSessions(session, realm, user).endAll();
        }
    }

    /**
     * Without it nobody gets in by it; "Forgot password" sets a new one, through the mailbox. What a directory keeps is not Keycloak's to
     * take away: then {@link DeviceVerification} lets nobody in until that is done.
     */
    private void blockPassword() {
        List<String> passwords = user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(CredentialModel::getId)
                .toList();
        passwords.forEach(user.credentialManager()::removeStoredCredentialById);
        boolean kept = user.isFederated() || !StorageId.isLocalStorage(user.getId());
        if (kept) {
            new PersonState(session, realm, user).blockPassword(true);
        }
        if (kept || !passwords.isEmpty()) {
            new EventBuilder(realm, session, session.getContext().getConnection())
                    .event(EventType.REMOVE_CREDENTIAL)
                    .user(user)
                    .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE)
                    .detail(Details.REASON, DeviceReason.DENIED)
                    .success();
        }
    }
}
