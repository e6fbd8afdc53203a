package dev.gatehouse.firstadmin;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;

/** The {@link FirstAdminClaim}s in the database, in the transaction of a session. */
final class FirstAdminClaims {

    /** Another login was faster. */
    static final class TakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TakenException(ModelDuplicateException cause) {
            super(cause);
        }
    }

    private final EntityManager database;

    FirstAdminClaims(KeycloakSession session) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    boolean exists(String realmId, String organizationId) {
        return database.find(FirstAdminClaim.class, new FirstAdminClaim.Key(realmId, organizationId)) != null;
    }

    /**
     * Writes the row at once; one that another transaction is writing is waited for.
     *
     * @throws TakenException when there is one already; the transaction can then only be rolled back
     */
    void insert(FirstAdminClaim claim) {
        try {
            database.persist(claim);
            database.flush();
        } catch (ModelDuplicateException e) {
            throw new TakenException(e);
        }
    }

    /**
     * Whether one of the groups has an enabled member who is a member of an organization. One row is read, however many there are.
     *
     * @param organizationGroup id of the group by which Keycloak keeps the members of the organization
     */
    boolean anyEnabledMember(List<String> groups, String organizationGroup) {
        return !database.createQuery(
                        "select held.groupId from UserGroupMembershipEntity held, UserGroupMembershipEntity member "
                                + "where held.groupId in :groups and member.groupId = :organization "
                                + "and member.user = held.user and held.user.enabled = true",
                        String.class)
                .setParameter("groups", groups)
                .setParameter("organization", organizationGroup)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    void removeOfRealm(String realmId) {
        database.createQuery("delete from FirstAdminClaim claim where claim.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }
}
