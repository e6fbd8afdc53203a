package dev.gatehouse.domain;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Domains that are let in: {@code example.com} is that domain only, {@code *.example.com} is that domain and every one below it.
 * Immutable. Asking costs the labels of the name asked about, whatever the length of the list.
 */
public final class DomainList {

    private static final DomainList EMPTY = new DomainList(Set.of(), Set.of(), List.of());

    private final Set<String> exact;
    private final Set<String> below;
    private final List<String> unusable;

    private DomainList(Set<String> exact, Set<String> below, List<String> unusable) {
        this.exact = Set.copyOf(exact);
        this.below = Set.copyOf(below);
        this.unusable = List.copyOf(unusable);
    }

    private static DomainList of(Collection<DomainEntry> entries, List<String> unusable) {
        Set<String> exact = new HashSet<>();
        Set<String> below = new HashSet<>();
        entries.forEach(
                entry -> (entry.below() ? below : exact).add(entry.domain().ascii()));
        return new DomainList(exact, below, unusable);
    }

    /** Lets nobody in. */
    public static DomainList empty() {
        return EMPTY;
    }

    /**
     * For what an admin saves.
     *
     * @param label what the admin calls the list, for the message
     * @param entries in any order, in any case; may be none
     * @throws InvalidConfigurationException for an entry that is no domain or a public suffix, or that another one covers; the
     *     message names it
     */
    public static DomainList parse(String label, Collection<String> entries) throws InvalidConfigurationException {
        return parse(label, entries, "", List.of());
    }

    /**
     * The same for a list that holds beside another: nor may an entry of the other cover one of this or the other way round.
     *
     * @param beside the other one, which is not judged itself
     */
    static DomainList parse(String label, Collection<String> entries, String besideLabel, Collection<String> beside)
            throws InvalidConfigurationException {
        List<DomainEntry> parsed = new ArrayList<>(entries.size());
        List<Line> lines = new ArrayList<>();
        for (String text : beside) {
            DomainEntry.read(text).ifPresent(entry -> lines.add(new Line(besideLabel, text, entry, false)));
        }
        for (String text : entries) {
            DomainEntry entry = DomainEntry.parse(label, text);
            parsed.add(entry);
            lines.add(new Line(label, text, entry, true));
        }
        refuseCovered(lines);
        return of(parsed, List.of());
    }

    /**
     * For what was saved past the check: what it would refuse never matches.
     *
     * @param entries may hold anything
     */
    public static DomainList lenient(Collection<String> entries) {
        List<DomainEntry> usable = new ArrayList<>(entries.size());
        List<String> unusable = new ArrayList<>();
        for (String text : entries) {
            DomainEntry.read(text).ifPresentOrElse(usable::add, () -> unusable.add(String.valueOf(text)));
        }
        return of(usable, unusable);
    }

    private record Line(String list, String text, DomainEntry entry, boolean judged) {

        String named() {
            return "entry \"" + text + "\" of \"" + list + "\"";
        }
    }

    /** Of two entries for one domain, an admin who removes one would believe that the domain is out. */
    private static void refuseCovered(List<Line> lines) throws InvalidConfigurationException {
        Map<String, Line> exact = new HashMap<>();
        Map<String, Line> below = new HashMap<>();
        for (Line line : lines) {
            Line same = (line.entry().below() ? below : exact)
                    .putIfAbsent(line.entry().domain().ascii(), line);
            if (same != null && (line.judged() || same.judged())) {
                throw covered(line, same);
            }
        }
        for (Line line : lines) {
            Optional<Line> wider = line.entry()
                    .domain()
                    .selfAndAbove()
                    .map(below::get)
                    .filter(other -> other != null && other != line && (line.judged() || other.judged()))
                    .findFirst();
            if (wider.isPresent()) {
                throw covered(line, wider.get());
            }
        }
    }

    private static InvalidConfigurationException covered(Line line, Line by) {
        return new InvalidConfigurationException(DomainEntry.named(line.list(), line.text()) + "lets in what "
                + by.named() + " lets in already. Remove one of the two.");
    }

    /** Whether an entry lets this domain in. */
    public boolean admits(DomainName domain) {
        return exact.contains(domain.ascii()) || domain.selfAndAbove().anyMatch(below::contains);
    }

    /** Whether there is no entry that could let anybody in. */
    public boolean isEmpty() {
        return exact.isEmpty() && below.isEmpty();
    }

    /** The entries that never match, as they were written; in the order of the list. */
    public List<String> unusable() {
        return unusable;
    }

    /** What this or the other list lets in. */
    public DomainList with(DomainList other) {
        return new DomainList(
                union(exact, other.exact),
                union(below, other.below),
                Stream.concat(unusable.stream(), other.unusable.stream()).toList());
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
