package dev.gatehouse.federation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is kept of a federation with its identity provider, in the provider's configuration: so it goes when the provider goes, and who
 * made the provider can be told from it.
 */
final class FederationKeys {

    /** Id of the organization that the provider was made for. */
    static final String TENANT = "gatehouse.federation";

    static final String PRESET = "gatehouse.federation.preset";
    static final String ORIGIN = "gatehouse.federation.origin";
    static final String REDIRECT_PATH = "gatehouse.federation.redirect_path";
    static final String REDIRECT_URI = "gatehouse.federation.redirect_uri";

    /** Id of the platform's client, not its client id, which can change. */
    static final String CLIENT = "gatehouse.federation.client";

    /** Whether the redirect URI came to the client by a federation, and not by hand. */
    static final String REDIRECT_URI_ADDED = "gatehouse.federation.redirect_uri_added";

    /** The same of the origin. */
    static final String WEB_ORIGIN_ADDED = "gatehouse.federation.web_origin_added";

    private FederationKeys() {}

    static boolean isOne(String key) {
        return key.startsWith(TENANT);
    }

    /** Of a provider's configuration, only these. */
    static Map<String, String> of(Map<String, String> config) {
        Map<String, String> own = new TreeMap<>(config);
        own.keySet().removeIf(key -> !isOne(key));
        return own;
    }

    static Optional<String> get(Map<String, String> config, String key) {
        return Optional.ofNullable(config.get(key));
    }
}
