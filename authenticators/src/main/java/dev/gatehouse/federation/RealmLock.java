package dev.gatehouse.federation;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * One writer at a time in a realm, on all its nodes: what is read of other tenants (their domains, their redirect URIs) is still so
 * when it is written. Kept beside the request's transaction, and given back when that has ended.
 */
final class RealmLock {

    /** What a node that dies leaves is gone after this. Writing asks nobody outside, and takes a fraction of a second. */
    private static final int LIFESPAN_SECONDS = 60;

    private RealmLock() {}

    /** @throws RefusedCallException while another has it */
    static void take(KeycloakSession session, RealmModel realm) throws RefusedCallException {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String key = "gatehouse.federation." + realm.getId();
        boolean taken = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, own -> own.singleUseObjects().putIfAbsent(key, LIFESPAN_SECONDS));
        if (!taken) {
            throw new RefusedCallException(
                    Refusal.BUSY, "Another tenant's federation is being written in this realm. Try again in a second.");
        }
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {

            @Override
            protected void commitImpl() {
                giveBack();
            }

            @Override
            protected void rollbackImpl() {
                giveBack();
            }

            private void giveBack() {
                KeycloakModelUtils.runJobInTransaction(
                        factory, own -> own.singleUseObjects().remove(key));
            }
        });
    }
}
