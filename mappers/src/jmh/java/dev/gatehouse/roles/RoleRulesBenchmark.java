package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.groups.People;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The roles of one person, as one request has to find them: the table is ready, the person's groups are new. */
@State(Scope.Benchmark)
public class RoleRulesBenchmark {

    @Param({"10", "100", "1000"})
    public int groups;

    @Param({"10", "1000", "10000"})
    public int rules;

    private RoleRules table;
    private List<List<String>> names;

    @Setup
    public void configure() throws InvalidConfigurationException {
        table = RoleRules.of(Tables.rules(rules), Tables.ORDER, Emission.UNION);
        names = People.groupsOf(groups);
    }

    @Benchmark
    public List<String> emitted() {
        return table.emitted(People.memberships(names));
    }
}
