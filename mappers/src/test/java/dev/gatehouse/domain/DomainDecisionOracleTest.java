package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random addresses against random lists. The oracle never reads a text: it knows of each part what it is, and compares names label by
 * label with one entry after the other.
 */
class DomainDecisionOracleTest {

    /** @param means what the text is in ASCII; null for no label */
    private record Label(String text, String means) {}

    private static final List<Label> LABELS = List.of(
            new Label("ax", "ax"),
            new Label("AX", "ax"),
            new Label("xax", "xax"),
            new Label("a-x", "a-x"),
            new Label("99", "99"),
            new Label("å", "xn--5ca"),
            new Label("Å", "xn--5ca"),
            new Label("xn--5CA", "xn--5ca"),
            new Label("\u0430x", "xn--x-7sb"),
            new Label("ｘ", null),
            new Label("aß", null),
            new Label("a\u00adx", null),
            new Label("A\u030a", null),
            new Label("\u212aax", null),
            new Label("-ax", null),
            new Label("ax ", null),
            new Label("a_x", null),
            new Label("", null));

    private static final List<List<String>> ENDS = List.of(
            List.of("example"),
            List.of("EXAMPLE"),
            List.of("se"),
            List.of("co", "uk"),
            List.of("github", "io"),
            List.of("99"),
            List.of());

    private static final Set<List<String>> PUBLIC_SUFFIXES = Set.of(List.of("co", "uk"), List.of("github", "io"));

    private record Name(List<Label> labels, int dots) {

        static Name random(Random random) {
            List<Label> labels = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                // mostly few and valid, so that names meet
                labels.add(LABELS.get(random.nextInt(random.nextInt(4) == 0 ? LABELS.size() : 4)));
            }
            for (String end : ENDS.get(random.nextInt(random.nextInt(3) == 0 ? ENDS.size() : 3))) {
                labels.add(new Label(end, end.toLowerCase(Locale.ROOT)));
            }
            // an empty label at the end would read as a dot
            while (!labels.isEmpty() && labels.get(labels.size() - 1).text().isEmpty()) {
                labels.remove(labels.size() - 1);
            }
            return new Name(labels, random.nextInt(5) == 0 ? random.nextInt(3) : 0);
        }

        String text() {
            return labels.stream().map(Label::text).collect(Collectors.joining(".")) + ".".repeat(dots);
        }

        boolean isOne() {
            return labels.size() > 1
                    && dots < 2
                    && labels.stream().allMatch(label -> label.means() != null)
                    && !labels.get(labels.size() - 1).means().equals("99");
        }

        List<String> means() {
            return labels.stream().map(Label::means).toList();
        }
    }

    private record Entry(Name name, boolean below) {

        String text() {
            return (below ? "*." : "") + name.text();
        }

        boolean isOne() {
            return name.isOne() && !PUBLIC_SUFFIXES.contains(name.means());
        }

        boolean letsIn(Name other) {
            List<String> mine = name.means();
            List<String> theirs = other.means();
            if (!below || theirs.size() < mine.size()) {
                return mine.equals(theirs);
            }
            for (int i = 1; i <= mine.size(); i++) {
                if (!mine.get(mine.size() - i).equals(theirs.get(theirs.size() - i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What stands before the last at sign, and whether it may. */
    private static final Map<String, Boolean> LOCAL_PARTS = Map.of(
            "anna", true, "Å.x+y", true, "", false, "a@b", false, "\"a\"", false, " a", false, "a\u0000", false,
            "a\u00ad", false);

    private enum Outcome {
        ADMITTED,
        EMAIL_MISSING,
        EMAIL_INVALID,
        DOMAIN_NOT_ALLOWED,
        EMAIL_UNVERIFIED
    }

    @Test
    void agreesWithTheOracle() {
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        for (long seed = 0; seed < 60_000; seed++) {
            seen.merge(agreesWithTheOracle(seed), 1, Integer::sum);
        }
        assertThat(seen.values()).as("how often each outcome was met: %s", seen).allMatch(times -> times > 500);
        assertThat(seen).hasSize(Outcome.values().length);
    }

    private static Outcome agreesWithTheOracle(long seed) {
        Random random = new Random(seed);
        List<Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            entries.add(new Entry(Name.random(random), random.nextBoolean()));
        }
        int kind = random.nextInt(10);
        DomainList list = DomainList.lenient(entries.stream().map(Entry::text).toList());
        assertThat(list.unusable())
                .as("seed %d", seed)
                .isEqualTo(entries.stream()
                        .filter(entry -> !entry.isOne())
                        .map(Entry::text)
                        .toList());
        DomainPolicy policy =
                kind == 0 ? DomainPolicy.NOBODY : kind == 1 ? DomainPolicy.EVERYBODY : new DomainPolicy.Listed(list);
        List<String> localParts = LOCAL_PARTS.keySet().stream().sorted().toList();
        String localPart = random.nextInt(3) > 0 ? "anna" : localParts.get(random.nextInt(localParts.size()));
        Name name = Name.random(random);
        String address = random.nextInt(20) == 0 ? null : localPart + "@" + name.text();
        boolean verified = random.nextInt(3) > 0;

        Outcome expected;
        if (address == null) {
            expected = Outcome.EMAIL_MISSING;
        } else if (!LOCAL_PARTS.get(localPart) || !name.isOne()) {
            expected = Outcome.EMAIL_INVALID;
        } else if (kind != 1
                && (kind == 0 || entries.stream().noneMatch(entry -> entry.isOne() && entry.letsIn(name)))) {
            expected = Outcome.DOMAIN_NOT_ALLOWED;
        } else {
            expected = verified ? Outcome.ADMITTED : Outcome.EMAIL_UNVERIFIED;
        }

        DomainVerdict verdict = new DomainDecision(address, verified, policy).decide();
        String outcome = verdict instanceof DomainVerdict.Refused refused ? refused.reason() : "admitted";
        assertThat(outcome)
                .as("seed %d: %s, %s of %s", seed, address, policy, entries)
                .isEqualToIgnoringCase(expected.name());
        return expected;
    }
}
