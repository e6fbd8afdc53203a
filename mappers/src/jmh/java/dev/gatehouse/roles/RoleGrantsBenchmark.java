package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.roles.RoleGrants.Line;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the roles of one person permit: the highest of twenty, so that the answer is the whole list of permissions. */
@State(Scope.Benchmark)
public class RoleGrantsBenchmark {

    /** Of these, as many as the person is permitted. */
    @Param({"10", "100", "1000"})
    public int permitted;

    @Param({"1000", "10000"})
    public int lines;

    private RoleGrants table;

    @Setup
    public void configure() throws InvalidConfigurationException {
        table = RoleGrants.of(
                "Permissions by role",
                IntStream.range(0, lines)
                        .mapToObj(line -> new Line(
                                line < permitted ? Tables.ORDER.get(line % Tables.ORDER.size()) : "nobody's role",
                                "resource-" + line + ":read"))
                        .toList());
    }

    @Benchmark
    public List<String> grantedTo() {
        return table.grantedTo(Tables.ORDER);
    }
}
