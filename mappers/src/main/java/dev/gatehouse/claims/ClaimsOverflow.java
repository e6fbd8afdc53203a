package dev.gatehouse.claims;

import dev.gatehouse.Reason;
import dev.gatehouse.token.GrantEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;

/** Says which lists were cut: in the token, in the server log, and in an event for each request that issued tokens. */
final class ClaimsOverflow {

    /** Top-level claim: an array of the names of the token's claims that do not hold all their values; absent when all do. */
    static final String CLAIM = "claims_overflow";

    /** Event detail: which claims, and how much of them the tokens hold, {@code groups: 200 of 312}. */
    static final String DETAIL = "claims";

    private static final Logger LOG = Logger.getLogger(ClaimsOverflow.class);

    /** The session is one request's. */
    private static final String SESSION_KEY = "gatehouse.claims_overflow";

    private ClaimsOverflow() {}

    /** Names a claim in the token it was cut in. */
    static void mark(Map<String, Object> claims, ClaimName claim) {
        Collection<String> names = new TreeSet<>(names(claims));
        names.add(claim.toString());
        claims.put(CLAIM, new ArrayList<>(names));
    }

    /** To be called when claims were taken out of a token: takes their names out too. */
    static void retainNamesOf(Map<String, Object> claims) {
        if (!claims.containsKey(CLAIM)) {
            return;
        }
        List<String> names = names(claims).stream()
                .filter(name ->
                        claims.keySet().stream().anyMatch(key -> name.equals(key) || name.startsWith(key + ".")))
                .toList();
        if (names.isEmpty()) {
            claims.remove(CLAIM);
        } else {
            claims.put(CLAIM, names);
        }
    }

    private static List<String> names(Map<String, Object> claims) {
        return claims.get(CLAIM) instanceof Collection<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Remembers a cut for {@link #report} and logs it: once in a request, however many of its tokens have the claim. */
    static void note(KeycloakSession session, ProtocolMapperModel mapper, ListClaim claim, int values) {
        Map<String, String> cuts = cuts(session);
        if (cuts == null) {
            cuts = new HashMap<>();
            session.setAttribute(SESSION_KEY, cuts);
        }
        String cut = claim.name() + ": " + claim.maxValues() + " of " + values;
        if (!cut.equals(cuts.put(mapper.getId(), cut))) {
            LOG.warnf(
                    "Mapper \"%s\" (%s): the claim \"%s\" would have %d values and is cut to the %d it may have. Let it name less, "
                            + "or raise the number.",
                    mapper.getName(), mapper.getId(), claim.name(), values, claim.maxValues());
        }
    }

    /**
     * Writes the event of a request whose tokens hold cut lists. Its type is the grant's own and not that of a failure, for tokens
     * were issued; its error is the reason code, by which Keycloak's log, metrics and console show it as a warning.
     */
    static void report(KeycloakSession session, ClientSessionContext client) {
        Map<String, String> cuts = cuts(session);
        if (cuts != null) {
            session.removeAttribute(SESSION_KEY);
            EventBuilder event = GrantEvent.of(session, client)
                    .detail(Details.REASON, Reason.CLAIMS_OVERFLOW)
                    .detail(DETAIL, cuts.values().stream().sorted());
            event.getEvent().setError(Reason.CLAIMS_OVERFLOW);
            event.success();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> cuts(KeycloakSession session) {
        return (Map<String, String>) session.getAttribute(SESSION_KEY);
    }
}
