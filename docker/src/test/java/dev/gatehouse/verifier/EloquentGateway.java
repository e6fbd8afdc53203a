package dev.gatehouse.verifier;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Eloquent's gateway: takes access tokens of Eloquent's clients and checks per route what they may do.
 *
 * @param clientIds of Eloquent's clients
 */
record EloquentGateway(Provider provider, Set<String> clientIds) {

    private static final Set<String> WRITABLE = Set.of("workflows", "agents", "entities");

    /** @param path of the route, with a slash in front */
    record Request(Provider provider, CompactToken token, Set<String> clientIds, String method, String path)
            implements Presented {

        /** Whoever is authenticated may GET; any other method needs the scope of the route, and a route without one has none. */
        boolean isInScope() {
            if (method.equals("GET")) {
                return true;
            }
            String route = path.split("/", -1)[1];
            return WRITABLE.contains(route)
                    && List.of(token.string("scope").split(" ")).contains("write:" + route);
        }
    }

    Verdict verify(String method, String path, String accessToken) {
        return Verdict.by(
                EnumSet.allOf(EloquentRule.class),
                new Request(provider, CompactToken.parse(accessToken), clientIds, method, path));
    }
}
