package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.explain.Because;
import dev.gatehouse.groups.GroupPattern;
import dev.gatehouse.groups.GroupTable;
import dev.gatehouse.groups.Membership;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.Constants;

/**
 * The table group → role, ready to be asked: many groups may give one role, one group many.
 *
 * <p>Immutable. An answer costs a few look-ups for each of the person's groups, however long the table is.
 */
public final class RoleRules {

    /** The longest role name, in characters. */
    static final int MAX_ROLE_LENGTH = 255;

    /** The empty table: nobody has a role. */
    static final RoleRules NONE = new RoleRules(List.of(), Emission.UNION);

    private final List<String> order;
    private final Emission emission;
    private final GroupTable<Integer> ranks = new GroupTable<>();
    private final List<Line> lines = new ArrayList<>();

    private record Line(GroupPattern groups, RoleRule rule) {}

    private RoleRules(List<String> order, Emission emission) {
        this.order = order;
        this.emission = emission;
    }

    /**
     * @param rules the table; may be empty, and then nobody has a role
     * @param order every role of the table, lowest first
     * @param emission which roles {@link #emitted} names
     * @throws InvalidConfigurationException for an empty, repeated or malformed role of the order, and for a rule that is
     *     malformed, stands there twice, or gives a role that the order does not name
     */
    public static RoleRules of(List<RoleRule> rules, List<String> order, Emission emission)
            throws InvalidConfigurationException {
        Map<String, Integer> ranks = ranks(order);
        RoleRules result = new RoleRules(List.copyOf(order), emission);
        Set<RoleRule> seen = new HashSet<>();
        for (RoleRule rule : rules) {
            if (rule.role().isBlank()) {
                throw new InvalidConfigurationException(
                        "Rule \"" + rule + "\": the role is empty. Name the role its members have.");
            }
            Integer rank = ranks.get(rule.role());
            if (rank == null) {
                throw new InvalidConfigurationException(
                        "Rule \"" + rule + "\": the role order does not name the role \"" + rule.role()
                                + "\". Add it to the order, at its place from lowest to highest.");
            }
            if (!seen.add(rule)) {
                throw new InvalidConfigurationException("Rule \"" + rule + "\" stands in the table twice. Remove one.");
            }
            result.add(rule, rank);
        }
        return result;
    }

    /** Reads roles as the admin console stores a list: separated by Keycloak's delimiter {@code ##}; null for none. */
    static List<String> order(String roles) {
        return roles == null || roles.isEmpty() ? List.of() : List.of(Constants.CFG_DELIMITER_PATTERN.split(roles, -1));
    }

    private static Map<String, Integer> ranks(List<String> order) throws InvalidConfigurationException {
        Map<String, Integer> ranks = new HashMap<>();
        for (String role : order) {
            if (role.isBlank()) {
                throw new InvalidConfigurationException("The role order has an empty entry. Remove it.");
            }
            if (!role.equals(role.strip()) || role.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidConfigurationException("Role \"" + role
                        + "\" of the role order has white space around it or a control character in it. Remove that.");
            }
            if (role.length() > MAX_ROLE_LENGTH) {
                throw new InvalidConfigurationException("A role of the role order has " + role.length()
                        + " characters; the most are " + MAX_ROLE_LENGTH + ".");
            }
            if (ranks.put(role, ranks.size()) != null) {
                throw new InvalidConfigurationException(
                        "Role \"" + role + "\" stands in the role order twice. Remove one.");
            }
        }
        return ranks;
    }

    private void add(RoleRule rule, int rank) throws InvalidConfigurationException {
        try {
            GroupPattern groups = GroupPattern.parse(rule.group());
            ranks.add(groups, rank);
            lines.add(new Line(groups, rule));
        } catch (InvalidConfigurationException e) {
            throw new InvalidConfigurationException("Rule \"" + rule + "\": " + e.getMessage() + ".");
        }
    }

    /** Every role that one of the groups gives, lowest first, each once; never null. */
    public List<String> mapped(Collection<Membership> memberships) {
        return names(ranksOf(memberships));
    }

    /** These and every role below them in the order, lowest first; never null. */
    List<String> implied(Collection<Membership> memberships) {
        return order.subList(0, ranksOf(memberships).length());
    }

    List<String> order() {
        return order;
    }

    /** Whether there is no rule, so that nobody has a role. */
    boolean isEmpty() {
        return ranks.isEmpty();
    }

    /** The roles a token names, by the rules' emission: lowest first, each once; never null. */
    public List<String> emitted(Collection<Membership> memberships) {
        BitSet ranks = ranksOf(memberships);
        int highest = ranks.length() - 1;
        if (highest > 0) {
            switch (emission) {
                case UNION -> {}
                case DOWNWARD -> ranks.set(0, highest);
                case HIGHEST -> ranks.clear(0, highest);
            }
        }
        return names(ranks);
    }

    /** Which rules give these memberships their roles, lowest role first, and what the emission makes of them. Reads the whole table. */
    List<Because> because(Collection<Membership> memberships) {
        GroupTable<RoleRule> rules = new GroupTable<>();
        lines.forEach(line -> rules.add(line.groups(), line.rule()));
        List<Because> because = new ArrayList<>();
        for (Membership membership : memberships) {
            rules.forEach(
                    membership, rule -> because.add(new Because(rule.role(), rule.toString(), membership.evidence())));
        }
        List<String> mapped = mapped(memberships);
        List<String> emitted = emitted(memberships);
        for (String role : order) {
            if (emitted.contains(role) && !mapped.contains(role)) {
                because.add(new Because(role, emission.id(), "below " + mapped.get(mapped.size() - 1)));
            } else if (mapped.contains(role) && !emitted.contains(role)) {
                because.add(
                        new Because(role, emission.id(), "left out: " + mapped.get(mapped.size() - 1) + " is higher"));
            }
        }
        because.sort(Comparator.comparingInt(reason -> order.indexOf(reason.value())));
        return because;
    }

    private BitSet ranksOf(Collection<Membership> memberships) {
        BitSet mapped = new BitSet(order.size());
        for (Membership membership : memberships) {
            ranks.forEach(membership, mapped::set);
        }
        return mapped;
    }

    private List<String> names(BitSet ranks) {
        List<String> names = new ArrayList<>(ranks.cardinality());
        ranks.stream().mapToObj(order::get).forEach(names::add);
        return List.copyOf(names);
    }
}
