package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on an {@link ExactClaimsMapper}, read and checked.
 *
 * @param accessToken top-level claims of the access token, and of its introspection
 * @param idToken top-level claims of the ID token, and of userinfo
 */
record ExactClaimsMapperConfig(Set<String> accessToken, Set<String> idToken) {

    /** Names, separated by Keycloak's delimiter {@code ##}; none when not set. */
    static final String ACCESS_TOKEN = "access.token.claims";

    /** Names, separated by Keycloak's delimiter {@code ##}; none when not set. */
    static final String ID_TOKEN = "id.token.claims";

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(ACCESS_TOKEN)
                .label("Claims of the access token")
                .helpText(
                        "Every claim that the access token and its introspection may have beside those of the protocol "
                                + "(iss, sub, aud, exp and the like), for example email, name, roles. All others are taken out. Of a "
                                + "nested claim, name the outermost object.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .property()
                .name(ID_TOKEN)
                .label("Claims of the ID token")
                .helpText("The same for the ID token and for userinfo, for example email, email_verified, name.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .build();
    }

    /** @throws InvalidConfigurationException for an empty or repeated name; the message names it */
    static ExactClaimsMapperConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        return new ExactClaimsMapperConfig(
                claims("Claims of the access token", config.get(ACCESS_TOKEN)),
                claims("Claims of the ID token", config.get(ID_TOKEN)));
    }

    private static Set<String> claims(String label, String names) throws InvalidConfigurationException {
        Set<String> claims = new HashSet<>();
        if (names == null || names.isEmpty()) {
            return claims;
        }
        for (String name : Constants.CFG_DELIMITER_PATTERN.split(names, -1)) {
            if (name.isBlank() || !name.equals(name.strip())) {
                throw new InvalidConfigurationException("\"" + label + "\" has an entry \"" + name
                        + "\" that is empty or has white space around it. Remove that.");
            }
            if (!claims.add(name)) {
                throw new InvalidConfigurationException("\"" + label + "\" names \"" + name + "\" twice. Remove one.");
            }
        }
        return Set.copyOf(claims);
    }
}
