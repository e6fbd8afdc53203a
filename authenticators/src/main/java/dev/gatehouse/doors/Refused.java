package dev.gatehouse.doors;

import dev.gatehouse.Reason;
import dev.gatehouse.correlation.Correlation;
import dev.gatehouse.domain.DomainName;
import dev.gatehouse.token.GrantEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;

/**
 * What a door refuses.
 *
 * @param reason one of {@link Reason}
 * @param tenant alias of the organization whose rule it is; empty for none
 * @param domain of the person's address, as far as there is one; the rest of the address is never told
 */
public record Refused(String reason, Optional<String> tenant, Optional<DomainName> domain) {

    private static final String TENANT_DETAIL = "tenant";
    private static final String DOMAIN_DETAIL = "email_domain";

    static Refused unmapped() {
        return new Refused(Reason.UNMAPPED_GROUPS, Optional.empty(), Optional.empty());
    }

    /** Writes the error event; it is kept whatever becomes of the request. */
    public void event(KeycloakSession session, EventBuilder event) {
        details(session, event).detail(Details.REASON, reason).error(Errors.ACCESS_DENIED);
    }

    /** Writes the event that says what would have been refused. */
    public void report(KeycloakSession session, EventBuilder event) {
        GrantEvent.report(details(session, event), reason);
    }

    /** Adds all but the reason to an event that somebody else writes. */
    EventBuilder details(KeycloakSession session, EventBuilder event) {
        details().forEach(event::detail);
        return event.detail(Correlation.DETAIL, Correlation.id(session));
    }

    /** Of its event, for admins. */
    Map<String, String> details() {
        Map<String, String> details = new HashMap<>();
        tenant.ifPresent(alias -> details.put(TENANT_DETAIL, alias));
        domain.ifPresent(name -> details.put(DOMAIN_DETAIL, name.ascii()));
        return details;
    }

    /** For the client's developer, in an OAuth error (RFC 6749, section 4.1.2.1): ASCII, and nothing that the person may not know. */
    String description(KeycloakSession session) {
        String what = switch (reason) {
            case Reason.UNMAPPED_GROUPS -> "No role for this application";
            case Reason.DOMAIN_NOT_ALLOWED -> "Email domain not allowed";
            default -> "Sign-in not allowed";
        };
        return what + ". Correlation id: " + Correlation.id(session);
    }
}
