package dev.gatehouse.directory;

import dev.gatehouse.Reason;

/**
 * Why a login is not begun.
 *
 * @param status of the HTTP answer
 * @param code as in OAuth 2.0 where there is one for it (RFC 6749, sections 4.1.2.1 and 5.2; RFC 7591, section 3.2.2)
 * @param description a sentence for the developer of the client; holds nothing of what was sent
 */
record Refusal(int status, String code, String description) {

    /** The same for a tenant that does not exist and for one that nobody outside may know of. */
    static final Refusal TENANT_UNKNOWN =
            new Refusal(404, Reason.TENANT_UNKNOWN, "There is no tenant with this slug to log in with.");

    static Refusal invalidRequest(String description) {
        return new Refusal(400, "invalid_request", description);
    }

    static Refusal invalidRedirectUri(String description) {
        return new Refusal(400, "invalid_redirect_uri", description);
    }

    static Refusal invalidScope(String description) {
        return new Refusal(400, "invalid_scope", description);
    }

    static Refusal invalidClient(String description) {
        return new Refusal(400, "invalid_client", description);
    }

    static Refusal unauthorizedClient(String description) {
        return new Refusal(403, "unauthorized_client", description);
    }
}
