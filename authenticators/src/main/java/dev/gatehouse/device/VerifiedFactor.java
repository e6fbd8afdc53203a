package dev.gatehouse.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/**
 * That a second factor was set up where its person was verified, so that it may take the mail's place. One without such a row may be a
 * thief's: it does not, whatever its owner confirms later. The row goes with its person and with its realm.
 */
@Entity
@Table(name = "GATEHOUSE_VERIFIED_FACTOR")
@IdClass(VerifiedFactor.Key.class)
public class VerifiedFactor {

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
    @Column(name = "VERIFIED_AT")
    private long verifiedAt;

    /** For JPA. */
    protected VerifiedFactor() {}

    VerifiedFactor(Key key, long verifiedAt) {
        this.realmId = key.realmId;
        this.userId = key.userId;
        this.credentialId = key.credentialId;
        this.verifiedAt = verifiedAt;
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
