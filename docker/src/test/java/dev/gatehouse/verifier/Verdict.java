package dev.gatehouse.verifier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a platform says to what it was given.
 *
 * @param broken all rules that are broken, in the platform's order, up to the first decisive one; none: accepted
 */
record Verdict(List<Rule<?>> broken) {

    static <P> Verdict by(Collection<? extends Rule<P>> rules, P presented) {
        List<Rule<?>> broken = new ArrayList<>();
        for (Rule<P> rule : rules) {
            if (!rule.check().isKept().test(presented)) {
                broken.add(rule);
                if (rule.check().decisive()) {
                    break;
                }
            }
        }
        return new Verdict(List.copyOf(broken));
    }

    boolean isAccepted() {
        return broken.isEmpty();
    }

    @Override
    public String toString() {
        return isAccepted()
                ? "accepted"
                : broken.stream()
                        .map(rule -> rule.name() + " (" + rule.check().words() + ")")
                        .collect(Collectors.joining(", ", "refused: ", ""));
    }
}
