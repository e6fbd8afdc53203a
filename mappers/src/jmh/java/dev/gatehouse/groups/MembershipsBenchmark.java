package dev.gatehouse.groups;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The paths of one person's groups: what every other benchmark does first, and no table has a part in. */
@State(Scope.Benchmark)
public class MembershipsBenchmark {

    @Param({"10", "100", "1000"})
    public int groups;

    private List<List<String>> names;

    @Setup
    public void join() {
        names = People.groupsOf(groups);
    }

    @Benchmark
    public List<Membership> memberships() {
        return People.memberships(names);
    }
}
