package dev.gatehouse.broker;

import dev.gatehouse.Reason;

/** Why what a provider says refuses a login. */
enum Refusal {
    /** Groups are neither strings in an array nor a single string, or longer than is allowed. */
    GROUPS_MALFORMED(Reason.GROUPS_MALFORMED, "gatehouseGroupsMalformed"),
    /** More groups than are allowed. */
    GROUPS_TOO_MANY(Reason.GROUPS_TOO_MANY, "gatehouseGroupsTooMany"),
    /** The provider says that it left the groups out. */
    GROUPS_OVERAGE(Reason.GROUPS_OVERAGE, "gatehouseGroupsOverage"),
    /** The e-mail address or a name is none. */
    PERSON_MALFORMED(Reason.PERSON_MALFORMED, "gatehousePersonMalformed"),
    /** The new e-mail address is that of somebody else. */
    EMAIL_TAKEN(Reason.EMAIL_TAKEN, "gatehouseEmailTaken");

    private final String reason;
    private final String messageKey;

    Refusal(String reason, String messageKey) {
        this.reason = reason;
        this.messageKey = messageKey;
    }

    /** One of {@link Reason}. */
    String reason() {
        return reason;
    }

    /** Of the text for the person, in the message bundles of the login theme. */
    String messageKey() {
        return messageKey;
    }
}
