package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * certctl: validates the ID token by {@linkplain CertctlCheck twelve checks}, then {@linkplain CertctlGroupRule makes roles of its
 * groups}.
 *
 * @param groupsClaim where the groups are: one literal claim when it starts with {@code http://} or {@code https://}, else a path
 *     whose dots walk nested objects
 * @param roles by group, exact and case-sensitive
 */
record Certctl(Provider provider, String clientId, String groupsClaim, Map<String, String> roles) {

    /** @param roles empty when nobody is let in */
    record Outcome(Verdict verdict, SortedSet<String> roles) {}

    /** Before a provider is taken at all. */
    Verdict addProvider() {
        return Verdict.by(EnumSet.of(CertctlCheck.DISCOVERY), Callback.none(provider, clientId));
    }

    Outcome logIn(Sent sent, URI redirect, JsonNode answer) {
        Callback callback = Callback.of(provider, clientId, sent, redirect, answer);
        Verdict verdict = Verdict.by(EnumSet.complementOf(EnumSet.of(CertctlCheck.DISCOVERY)), callback);
        if (!verdict.isAccepted()) {
            return new Outcome(verdict, new TreeSet<>());
        }
        CertctlGroups groups = new CertctlGroups(callback.token().claims(), groupsClaim, roles);
        verdict = Verdict.by(EnumSet.allOf(CertctlGroupRule.class), groups);
        return new Outcome(verdict, verdict.isAccepted() ? groups.mapped() : new TreeSet<>());
    }
}
