package dev.gatehouse.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.ProtocolMapperModel;

/**
 * What the mappers of one kind are configured to do, parsed once per configuration and kept; a changed configuration replaces it at
 * its next use, on every node.
 *
 * @param <C> the configuration, read and checked; immutable
 */
public final class ParsedConfigurations<C> {

    /** Reads a mapper's configuration. */
    @FunctionalInterface
    public interface Parser<C> {

        C parse(Map<String, String> config) throws InvalidConfigurationException;
    }

    private static final Logger LOG = Logger.getLogger(ParsedConfigurations.class);

    private final KeptConfigurations<Map<String, String>, Optional<C>> kept = new KeptConfigurations<>(HashMap::new);
    private final Parser<C> parser;

    public ParsedConfigurations(Parser<C> parser) {
        this.parser = parser;
    }

    /** What is configured as it stands; empty where the API was given no configuration at all. */
    public static Map<String, String> of(ProtocolMapperModel mapper) {
        return mapper.getConfig() == null ? Map.of() : mapper.getConfig();
    }

    /** The same for a mapper of an identity provider. */
    public static Map<String, String> of(IdentityProviderMapperModel mapper) {
        return mapper.getConfig() == null ? Map.of() : mapper.getConfig();
    }

    /** @return empty for a configuration that is refused; the server log has said why when it was first read */
    public Optional<C> get(ProtocolMapperModel mapper) {
        return get(mapper.getId(), mapper.getName(), of(mapper));
    }

    /** The same for a mapper of an identity provider. */
    public Optional<C> get(IdentityProviderMapperModel mapper) {
        return get(mapper.getId(), mapper.getName(), of(mapper));
    }

    private Optional<C> get(String id, String name, Map<String, String> config) {
        return kept.get(id, config, () -> parse(id, name, config));
    }

    private Optional<C> parse(String id, String name, Map<String, String> config) {
        try {
            return Optional.of(parser.parse(config));
        } catch (InvalidConfigurationException e) {
            LOG.errorf("Mapper \"%s\" (%s) gives nobody anything until it is mended: %s", name, id, e.getMessage());
            return Optional.empty();
        }
    }
}
