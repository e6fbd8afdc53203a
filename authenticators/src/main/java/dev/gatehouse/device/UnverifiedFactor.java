package dev.gatehouse.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/**
 * A second factor that was set up where nobody had verified the person: it may be a thief's, and never takes the mail's place, whatever
 * its owner confirms later. It goes with its person and with its realm.
 */
@Entity
@Table(name = "GATEHOUSE_UNVERIFIED_FACTOR")
@IdClass(UnverifiedFactor.Key.class)
public class UnverifiedFactor {

    @Id
    @Column(name = "REALM_ID")
    private String realmId;

    @Id
    @Column(name = "USER_ID")
    private String userId;

    @Id
    @Column(name = "CREDENTIAL_ID")
    private String credentialId;

    /** Milliseconds since 1970; for whoever reads the table. */
    @Column(name = "MARKED_AT")
    private long markedAt;

    /** For JPA. */
    protected UnverifiedFactor() {}

    UnverifiedFactor(Key key, long markedAt) {
        this.realmId = key.realmId;
        this.userId = key.userId;
        this.credentialId = key.credentialId;
        this.markedAt = markedAt;
    }

    /** Whose credential it is, and which. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String realmId;
        private String userId;
        private String credentialId;

        /** For JPA. */
        public Key() {}

        Key(String realmId, String userId, String credentialId) {
            this.realmId = realmId;
            this.userId = userId;
            this.credentialId = credentialId;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(realmId, key.realmId)
                    && Objects.equals(userId, key.userId)
                    && Objects.equals(credentialId, key.credentialId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, userId, credentialId);
        }
    }
}
