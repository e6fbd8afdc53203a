package dev.gatehouse.device;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What is remembered about a person beside their devices, in the database and in the transaction of a session. */
final class PersonState {

    /** The names are in the database. */
    private enum Mark {
        EXEMPT,
        PASSWORD_BLOCKED
    }

    private static final List<String> ENTITIES =
            List.of(PersonMark.class.getSimpleName(), VerifiedFactor.class.getSimpleName());

    private final EntityManager database;
    private final String realm;
    private final String user;

    PersonState(KeycloakSession session, RealmModel realm, UserModel user) {
        this.database = database(session);
        this.realm = realm.getId();
        this.user = user.getId();
    }

    /** Whether the person's logins need no mail, because an admin says so. */
    boolean isExempt() {
        return has(Mark.EXEMPT);
    }

    void exempt(boolean exempt) {
        set(Mark.EXEMPT, exempt);
    }

    /** Whether a password that is not kept here must not open anything until the person has reset it through their mailbox. */
    boolean isPasswordBlocked() {
        return has(Mark.PASSWORD_BLOCKED);
    }

    void blockPassword(boolean blocked) {
        set(Mark.PASSWORD_BLOCKED, blocked);
    }

    private boolean has(Mark mark) {
        return database.find(PersonMark.class, key(mark)) != null;
    }

    private void set(Mark mark, boolean on) {
        PersonMark there = database.find(PersonMark.class, key(mark));
        if (on && there == null) {
            database.persist(new PersonMark(key(mark), Time.currentTimeMillis()));
        } else if (!on && there != null) {
            database.remove(there);
        }
    }

    private PersonMark.Key key(Mark mark) {
        return new PersonMark.Key(realm, user, mark.name());
    }

    static void removeOfUser(KeycloakSession session, RealmModel realm, String user) {
        for (String entity : ENTITIES) {
            database(session)
                    .createQuery("delete from " + entity + " kept where kept.realmId = :realm and kept.userId = :user")
                    .setParameter("realm", realm.getId())
                    .setParameter("user", user)
                    .executeUpdate();
        }
    }

    static void removeOfRealm(KeycloakSession session, RealmModel realm) {
        for (String entity : ENTITIES) {
            database(session)
                    .createQuery("delete from " + entity + " kept where kept.realmId = :realm")
                    .setParameter("realm", realm.getId())
                    .executeUpdate();
        }
    }

    private static EntityManager database(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
