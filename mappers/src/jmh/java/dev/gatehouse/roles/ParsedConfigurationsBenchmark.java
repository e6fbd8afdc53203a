package dev.gatehouse.roles;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ProtocolMapperModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the table of a mapper: ready as it is for every token, and read anew as it is once after every change. */
@State(Scope.Benchmark)
public class ParsedConfigurationsBenchmark {

    @Param({"10", "1000", "10000"})
    public int rules;

    private final ParsedConfigurations<GroupRoleMapperConfig> configurations =
            new ParsedConfigurations<>(GroupRoleMapperConfig::parse);
    private ProtocolMapperModel mapper;

    @Setup
    public void configure() {
        mapper = new ProtocolMapperModel();
        mapper.setId("b4ba3c4e-61cd-4fd0-8f9b-c5ff4a2f5b2a");
        mapper.setName("roles");
        mapper.setConfig(new HashMap<>(Map.of(
                "rules", Tables.json(rules),
                "role.order", String.join("##", Tables.ORDER),
                "emission", "union",
                "unmapped", "refuse",
                "claim.name", "roles",
                "id.token.claim", "true",
                "access.token.claim", "true",
                "lightweight.claim", "false",
                "userinfo.token.claim", "true",
                "introspection.token.claim", "true")));
    }

    @Benchmark
    public Optional<GroupRoleMapperConfig> known() {
        return configurations.get(mapper);
    }

    @Benchmark
    public GroupRoleMapperConfig readAnew() throws InvalidConfigurationException {
        return GroupRoleMapperConfig.parse(mapper.getConfig());
    }
}
