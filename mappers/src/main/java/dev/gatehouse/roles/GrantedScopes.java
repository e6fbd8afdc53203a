package dev.gatehouse.roles;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.OAuth2Constants;

/**
 * Which scopes somebody is granted.
 *
 * @param governed the scopes that need to be granted; null for every scope but {@code openid}
 * @param granted those that are
 */
record GrantedScopes(List<String> governed, List<String> granted) {

    /** What is left when nobody knows what is granted. */
    static final GrantedScopes NONE = new GrantedScopes(null, List.of());

    /**
     * Takes out of a scope what needs to be granted and is not.
     *
     * @param scope names separated by spaces (RFC 6749, section 3.3); {@code name:parameter} is granted by its name
     */
    String filter(String scope) {
        return Arrays.stream(scope.split(" "))
                .filter(name -> isGranted(name) && isGrantedBeforeItsParameter(name))
                .collect(Collectors.joining(" "));
    }

    /** Where the name ends and a parameter begins cannot be told: a client scope may have a colon in its name. */
    private boolean isGrantedBeforeItsParameter(String name) {
        for (int colon = name.indexOf(':'); colon >= 0; colon = name.indexOf(':', colon + 1)) {
            if (!isGranted(name.substring(0, colon))) {
                return false;
            }
        }
        return true;
    }

    private boolean isGranted(String name) {
        return governed == null
                ? name.equals(OAuth2Constants.SCOPE_OPENID)
                : !governed.contains(name) || granted.contains(name);
    }
}
