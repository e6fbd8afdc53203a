package dev.gatehouse.federation;

import java.net.URI;
import java.net.URISyntaxException;

/** The check of an address at an identity provider. */
final class Endpoint {

    /** The longest, in characters. */
    static final int MAX_LENGTH = 2_048;

    private Endpoint() {}

    /**
     * @param refusal for what is no https address of a server; http only to localhost and 127.0.0.1
     * @param label what the admin or the provider calls it
     */
    static URI parse(Refusal refusal, String label, String text) throws RefusedCallException {
        URI uri = text.length() > MAX_LENGTH ? null : uri(text);
        if (uri == null || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new RefusedCallException(
                    refusal, "\"" + label + "\" is no address of a server. Write it as in https://id.example/path.");
        }
        boolean secure = "https".equals(uri.getScheme());
        boolean local = "http".equals(uri.getScheme()) && PlatformOrigin.LOOPBACK.contains(uri.getHost());
        if (!secure && !local) {
            throw new RefusedCallException(
                    refusal, "\"" + label + "\" is not https. http is only for localhost and 127.0.0.1.");
        }
        return uri;
    }

    /**
     * The same for what stands in a document: a provider elsewhere that named this machine would have Keycloak ask, with the client's
     * secret, what only this machine can reach.
     *
     * @param document where it is published
     */
    static URI published(URI document, String label, String text) throws RefusedCallException {
        URI uri = parse(Refusal.DISCOVERY_MALFORMED, label, text);
        if (PlatformOrigin.LOOPBACK.contains(uri.getHost()) && !PlatformOrigin.LOOPBACK.contains(document.getHost())) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED,
                    "\"" + label + "\" leads to the machine that Keycloak runs on, where the provider is not.");
        }
        return uri;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
