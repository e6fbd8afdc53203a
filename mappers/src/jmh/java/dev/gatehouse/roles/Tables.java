package dev.gatehouse.roles;

import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.People;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Tables as large as somebody may configure them. */
final class Tables {

    /** Roles, lowest first. */
    static final List<String> ORDER =
            IntStream.range(0, 20).mapToObj(rank -> "role-" + rank).toList();

    private Tables() {}

    /** Of every ten rules seven are about one group, two about all below one, one about a name. */
    static List<RoleRule> rules(int size) {
        List<RoleRule> rules = new ArrayList<>(size);
        for (int group = 0; group < size; group++) {
            List<String> names = People.names(group);
            String pattern = switch (group % 10) {
                case 7, 8 -> GroupPath.of(List.of("departments", "d" + group)).text() + "/*";
                case 9 -> "name:" + names.get(2);
                default -> GroupPath.of(names).text();
            };
            rules.add(new RoleRule(pattern, ORDER.get(group % ORDER.size())));
        }
        return rules;
    }

    /** The same as the admin console stores it. */
    static String json(int size) {
        StringBuilder json = new StringBuilder("[");
        for (RoleRule rule : rules(size)) {
            json.append(json.length() > 1 ? "," : "")
                    .append("{\"key\":\"")
                    .append(rule.group())
                    .append("\",\"value\":\"")
                    .append(rule.role())
                    .append("\"}");
        }
        return json.append("]").toString();
    }
}
