package dev.gatehouse.device;

/** Why a device was not trusted or a login not confirmed: the detail {@code reason} of events. They do not change. */
final class DeviceReason {

    /** The browser is none that this person confirmed. */
    static final String DEVICE_UNVERIFIED = "device_unverified";

    /** The device of the session was removed, its time is over, or the person's address or password changed. */
    static final String DEVICE_GONE = "device_gone";

    /** The connection is neither https nor with this machine: no cookie could be kept safely. */
    static final String INSECURE_CONNECTION = "insecure_connection";

    /** The person has no e-mail address. */
    static final String EMAIL_MISSING = "email_missing";

    /** Nobody has confirmed that the e-mail address is the person's. */
    static final String EMAIL_UNVERIFIED = "email_unverified";

    /** The mail could not be handed over. */
    static final String MAIL_FAILED = "mail_failed";

    /** The last mail to this person was sent moments ago. */
    static final String MAIL_TOO_SOON = "mail_too_soon";

    /** This person got, or this address caused, as many mails as there may be in an hour. */
    static final String MAIL_TOO_MANY = "mail_too_many";

    /** The code is not the one of the newest mail of this login. */
    static final String CODE_WRONG = "code_wrong";

    /** No more codes may be tried in this login, or by this person today. */
    static final String CODE_TRIES = "code_tries";

    /** The link, the code or the device is older than it may be. */
    static final String EXPIRED = "expired";

    /** Somebody has decided about this login already. */
    static final String USED = "used";

    /** The link is none of this realm's, or it was forgotten. */
    static final String LINK_UNKNOWN = "link_unknown";

    /** Somebody picked another number than that of the page that waits. */
    static final String WRONG_NUMBER = "wrong_number";

    /** The person said that it was not them. */
    static final String DENIED = "denied";

    /** The password does not work until it is reset through the mailbox. */
    static final String PASSWORD_BLOCKED = "password_blocked";

    /** A secret was presented that another one had followed. */
    static final String COOKIE_REUSE = "device_cookie_reuse";

    /** The person's password was changed. */
    static final String PASSWORD_CHANGED = "password_changed";

    /** The person's e-mail address was changed. */
    static final String ADDRESS_CHANGED = "email_changed";

    /** An admin, or whoever manages the person elsewhere, changed the address or the password. */
    static final String PERSON_CHANGED = "person_changed";

    /** The account was disabled. */
    static final String USER_DISABLED = "user_disabled";

    /** The person removed the device. */
    static final String REMOVED_BY_PERSON = "removed_by_person";

    /** An admin removed the device. */
    static final String REMOVED_BY_ADMIN = "removed_by_admin";

    /** The person has as many devices as there may be, and confirmed another. */
    static final String TOO_MANY = "too_many";

    private DeviceReason() {}
}
