package dev.gatehouse.groups;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The names of all groups of one person, sorted, as one request has to find them. */
@State(Scope.Benchmark)
public class GroupNamesBenchmark {

    @Param({"10", "100", "1000", "10000"})
    public int groups;

    @Param({"10", "10000"})
    public int patterns;

    private GroupNamesMapperConfig config;
    private List<List<String>> names;

    @Setup
    public void configure() throws InvalidConfigurationException {
        String others = IntStream.range(1, patterns)
                .mapToObj(group -> GroupPath.of(People.names(group)).text())
                .collect(Collectors.joining("##"));
        config = GroupNamesMapperConfig.parse(Map.of("groups", "/departments/*##" + others, "claim.name", "teams"));
        names = People.groupsOf(groups);
    }

    @Benchmark
    public List<String> names() {
        return config.names(People.memberships(names));
    }
}
