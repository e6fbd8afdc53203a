package dev.gatehouse.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Above this many mappers, what is kept is dropped: those in use come back, deleted ones do not. */
    private static final int MAX_KEPT = 10_000;

    private record Kept<C>(Map<String, String> config, Optional<C> parsed) {}

    private final Map<String, Kept<C>> kept = new ConcurrentHashMap<>();
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
        Kept<C> known = kept.get(id);
        // the realm cache hands out the same strings until the mapper changes, so that this compares references
        if (known == null || !known.config().equals(config)) {
            known = new Kept<>(new HashMap<>(config), parse(id, name, config));
            if (kept.size() >= MAX_KEPT) {
                kept.clear();
            }
            kept.put(id, known);
        }
        return known.parsed();
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
