package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.utils.JsonUtils;

/**
 * Where a claim stands in a token, as Keycloak writes it: a dot nests, {@code \\.} is a dot in the name.
 *
 * @param path names of the objects the claim is nested in, then its own; mostly just the one
 */
public record ClaimName(List<String> path) {

    /** Keycloak's own key for it in a mapper's configuration. */
    public static final String PROPERTY = OIDCAttributeMapperHelper.TOKEN_CLAIM_NAME;

    private static final Logger LOG = Logger.getLogger(ClaimName.class);

    /** The longest name, in characters. */
    private static final int MAX_LENGTH = 255;

    /** The most objects a claim is nested in; past a thousand, the token could not be written. */
    private static final int MAX_NESTING = 8;

    /**
     * Top-level claims that mean something to OAuth 2.0 (RFC 7519, 7662, 7800, 8693, 9396), OpenID Connect Core, Keycloak or
     * Gatehouse itself: a list of words in their place would break the token or say something else.
     */
    static final Set<String> RESERVED = Set.of(
            ("iss sub aud exp nbf iat jti typ azp nonce auth_time at_hash c_hash s_hash sid session_state acr amr scope client_id "
                            + "cnf act may_act authorization authorization_details realm_access resource_access "
                            + "allowed-origins trusted-certs _claim_names _claim_sources "
                            + "organization active username token_type email email_verified name given_name family_name "
                            + "middle_name nickname preferred_username profile picture website gender birthdate zoneinfo "
                            + "locale phone_number phone_number_verified address updated_at claims_locales "
                            + ClaimsOverflow.CLAIM)
                    .split(" "));

    public ClaimName {
        path = List.copyOf(path);
    }

    /** What the admin console asks for it. */
    public static ProviderConfigProperty property(String example) {
        ProviderConfigProperty property = new ProviderConfigProperty();
        property.setName(PROPERTY);
        property.setLabel(OIDCAttributeMapperHelper.TOKEN_CLAIM_NAME_LABEL);
        property.setHelpText("Name of the claim, for example " + example + ". Its value is always an array of strings. "
                + "A dot nests (\"access." + example + "\"); a dot that belongs to the name is written \"\\.\".");
        property.setType(ProviderConfigProperty.STRING_TYPE);
        property.setRequired(true);
        property.setDefaultValue(example);
        return property;
    }

    /** @throws InvalidConfigurationException for a name that is empty, malformed or taken; the message says which */
    public static ClaimName parse(String name) throws InvalidConfigurationException {
        if (name == null || name.isBlank()) {
            throw new InvalidConfigurationException(
                    "The token claim name is empty. Name the claim, for example roles.");
        }
        if (!name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidConfigurationException("The token claim name \"" + name
                    + "\" has white space around it or a control character in it. Remove that.");
        }
        List<String> path = JsonUtils.splitClaimPath(name);
        if (path.stream().anyMatch(part -> part.isBlank() || part.startsWith(".")) || name.endsWith(".")) {
            throw new InvalidConfigurationException("The token claim name \"" + name
                    + "\" has an empty part. A dot that belongs to the name is written \"\\.\".");
        }
        if (name.length() > MAX_LENGTH || path.size() > MAX_NESTING + 1) {
            throw new InvalidConfigurationException(
                    "The token claim name has " + name.length() + " characters and nests " + (path.size() - 1)
                            + " times; the most are " + MAX_LENGTH + " and " + MAX_NESTING + ". Shorten it.");
        }
        if (RESERVED.contains(path.get(0))) {
            throw new InvalidConfigurationException("The token claim name \"" + name + "\" would overwrite the claim \""
                    + path.get(0)
                    + "\", which OAuth, OpenID Connect, Keycloak or Gatehouse gives a meaning. Choose another.");
        }
        return new ClaimName(path);
    }

    /** The string that stands at this place, as {@link #put(Map, String, String)} writes it; empty for none or something else. */
    public Optional<String> get(Map<String, Object> claims) {
        Object value = claims;
        for (String name : path) {
            value = value instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return value instanceof String string ? Optional.of(string) : Optional.empty();
    }

    /**
     * Writes a list, in the place of whatever stands there. Where an object of the path is something else already, the claim is
     * left out and the server log says so.
     *
     * @param mapper name of the mapper, for the log
     * @return whether it was written
     */
    public boolean put(Map<String, Object> claims, List<String> values, String mapper) {
        // a copy that can grow: Keycloak's own mappers add to a claim that is already there
        return write(claims, new ArrayList<>(values), mapper);
    }

    /** Writes a string in the same way. */
    public boolean put(Map<String, Object> claims, String value, String mapper) {
        return write(claims, value, mapper);
    }

    private boolean write(Map<String, Object> claims, Object value, String mapper) {
        Map<String, Object> object = claims;
        for (String name : path.subList(0, path.size() - 1)) {
            Object nested = object.computeIfAbsent(name, k -> new HashMap<>());
            if (!(nested instanceof Map)) {
                LOG.errorf(
                        "Mapper \"%s\": the token has a claim \"%s\" that is no object, so \"%s\" is left out. Rename one of them.",
                        mapper, name, this);
                return false;
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) nested;
            object = map;
        }
        object.put(path.get(path.size() - 1), value);
        return true;
    }

    /** Whether this claim and the other cannot both stand in a token: they are one, or one would be nested in the other's list. */
    boolean clashesWith(ClaimName other) {
        int common = Math.min(path.size(), other.path.size());
        return path.subList(0, common).equals(other.path.subList(0, common));
    }

    /** The names with dots between them. */
    @Override
    public String toString() {
        return String.join(".", path);
    }
}
