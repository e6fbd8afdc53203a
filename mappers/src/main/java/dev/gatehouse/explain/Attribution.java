package dev.gatehouse.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of the steps that made a token wrote which claim: told by comparing the claims after each step.
 *
 * @param <S> a step
 */
final class Attribution<S> {

    /**
     * One claim written or taken out.
     *
     * @param value after the step; empty when the step took the claim out
     * @param step empty for what was there before the first
     */
    record Change<S>(String claim, Kind kind, Optional<JsonNode> value, Optional<S> step) {}

    /** What a step did to a claim. */
    enum Kind {
        /** Nothing: it was there before the first. */
        PROTOCOL,
        ADDED,
        CHANGED,
        REMOVED
    }

    private final Map<String, List<Change<S>>> changes = new TreeMap<>();
    private final Set<S> idle = new LinkedHashSet<>();
    private ObjectNode current;

    /** @param before the claims before the first step */
    Attribution(ObjectNode before) {
        current = before;
        before.properties()
                .forEach(claim -> add(claim.getKey(), Kind.PROTOCOL, Optional.of(claim.getValue()), Optional.empty()));
    }

    /** @param after the claims after the step, not shared with those before */
    void ran(S step, ObjectNode after) {
        Set<String> names = new HashSet<>();
        current.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        boolean changed = false;
        for (String name : names) {
            Optional<JsonNode> value = Optional.ofNullable(after.get(name));
            Optional<JsonNode> before = Optional.ofNullable(current.get(name));
            if (!value.equals(before)) {
                Kind kind = value.isEmpty() ? Kind.REMOVED : before.isEmpty() ? Kind.ADDED : Kind.CHANGED;
                add(name, kind, value, Optional.of(step));
                changed = true;
            }
        }
        if (!changed) {
            idle.add(step);
        }
        current = after;
    }

    private void add(String claim, Kind kind, Optional<JsonNode> value, Optional<S> step) {
        changes.computeIfAbsent(claim, k -> new ArrayList<>()).add(new Change<>(claim, kind, value, step));
    }

    /** Leaves out a claim as if it had never been there. */
    void forget(String claim) {
        current.remove(claim);
        changes.remove(claim);
    }

    /** The claims after the last step, by name. */
    SortedMap<String, JsonNode> claims() {
        SortedMap<String, JsonNode> claims = new TreeMap<>();
        current.properties().forEach(claim -> claims.put(claim.getKey(), claim.getValue()));
        return claims;
    }

    /** What happened to the claims that are there, by name, and of each in the order in which it happened. */
    List<Change<S>> kept() {
        return changes.entrySet().stream()
                .filter(claim -> current.has(claim.getKey()))
                .flatMap(claim -> claim.getValue().stream())
                .toList();
    }

    /** The same for those that were there and are not any more. */
    List<Change<S>> removed() {
        return changes.entrySet().stream()
                .filter(claim -> !current.has(claim.getKey()))
                .flatMap(claim -> claim.getValue().stream())
                .toList();
    }

    /** The same for one claim. */
    List<Change<S>> of(String claim) {
        return List.copyOf(changes.getOrDefault(claim, List.of()));
    }

    /** The steps that changed nothing, in the order in which they ran. */
    List<S> idle() {
        return List.copyOf(idle);
    }
}
