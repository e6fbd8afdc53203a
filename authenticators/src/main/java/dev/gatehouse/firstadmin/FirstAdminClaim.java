package dev.gatehouse.firstadmin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/**
 * That a tenant has had its first admin, and who it was. The primary key is what lets only one be the first.
 *
 * <p>The row outlives the membership, the person and the organization, whose id does not come back: a tenant gets a first admin once.
 * It goes with its realm.
 */
@Entity
@Table(name = "GATEHOUSE_FIRST_ADMIN")
@IdClass(FirstAdminClaim.Key.class)
public class FirstAdminClaim {

    @Id
    @Column(name = "REALM_ID")
    private String realmId;

    @Id
    @Column(name = "ORGANIZATION_ID")
    private String organizationId;

    @Column(name = "USER_ID")
    private String userId;

    @Column(name = "IDENTITY_PROVIDER")
    private String identityProvider;

    /** Milliseconds since 1970. */
    @Column(name = "GRANTED_AT")
    private long grantedAt;

    /** For JPA. */
    protected FirstAdminClaim() {}

    FirstAdminClaim(String realmId, String organizationId, String userId, String identityProvider, long grantedAt) {
        this.realmId = realmId;
        this.organizationId = organizationId;
        this.userId = userId;
        this.identityProvider = identityProvider;
        this.grantedAt = grantedAt;
    }

    /** Whose first admin it is. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String realmId;
        private String organizationId;

        /** For JPA. */
        public Key() {}

        Key(String realmId, String organizationId) {
            this.realmId = realmId;
            this.organizationId = organizationId;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(realmId, key.realmId)
                    && Objects.equals(organizationId, key.organizationId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, organizationId);
        }
    }
}
