package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;

/** A mapper that says which claims it writes, so that {@link ClaimClash} can see two that write the same. */
public interface ClaimWriter {

    /** @throws InvalidConfigurationException for a configuration that it refuses */
    List<ClaimName> claims(Map<String, String> config) throws InvalidConfigurationException;
}
