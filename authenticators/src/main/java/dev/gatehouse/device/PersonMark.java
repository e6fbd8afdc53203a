package dev.gatehouse.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/**
 * Something that is to be remembered about a person beside their devices. It holds as long as its row is there, and each has a row of
 * its own, so that changes of two of them at the same time do not undo each other. It goes with its person and with its realm.
 */
@Entity
@Table(name = "GATEHOUSE_PERSON_MARK")
@IdClass(PersonMark.Key.class)
public class PersonMark {

    @Id
    @Column(name = "REALM_ID")
    private String realmId;

    @Id
    @Column(name = "USER_ID")
    private String userId;

    @Id
    @Column(name = "MARK")
    private String mark;

    /** Milliseconds since 1970; for whoever reads the table. */
    @Column(name = "MARKED_AT")
    private long markedAt;

    /** For JPA. */
    protected PersonMark() {}

    PersonMark(Key key, long markedAt) {
        this.realmId = key.realmId;
        this.userId = key.userId;
        this.mark = key.mark;
        this.markedAt = markedAt;
    }

    /** Whose mark it is, and which. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String realmId;
        private String userId;
        private String mark;

        /** For JPA. */
        public Key() {}

        Key(String realmId, String userId, String mark) {
            this.realmId = realmId;
            this.userId = userId;
            this.mark = mark;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(realmId, key.realmId)
                    && Objects.equals(userId, key.userId)
                    && Objects.equals(mark, key.mark);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, userId, mark);
        }
    }
}
