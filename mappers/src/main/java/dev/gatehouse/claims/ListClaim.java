package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/**
 * A claim that is a list of words, and how long it may be. What is over that is cut, and the token says so in the claim
 * {@code claims_overflow}.
 *
 * @param maxValues at least 1
 */
public record ListClaim(ClaimName name, int maxValues) {

    static final String MAX_VALUES = "max.values";

    /** More make a token too long for the headers it travels in. */
    public static final int DEFAULT_MAX_VALUES = 200;

    private static final String MAX_VALUES_LABEL = "Most values";
    private static final int LIMIT = 10_000;

    /** What the admin console asks for it, beside {@link ClaimName#property}. */
    static ProviderConfigProperty maxValuesProperty() {
        ProviderConfigProperty property = new ProviderConfigProperty();
        property.setName(MAX_VALUES);
        property.setLabel(MAX_VALUES_LABEL);
        property.setHelpText(
                "How many values the claim has at most, for example " + DEFAULT_MAX_VALUES + ". Of more, it has the "
                        + "first in its order; the token then has a claim " + ClaimsOverflow.CLAIM
                        + " that names it, and an event says how many there are. From 1 to " + LIMIT + ".");
        property.setType(ProviderConfigProperty.INTEGER_TYPE);
        property.setDefaultValue(DEFAULT_MAX_VALUES);
        return property;
    }

    /** @throws InvalidConfigurationException for a name or a number that could not be carried out; the message says which */
    public static ListClaim parse(Map<String, String> config) throws InvalidConfigurationException {
        return new ListClaim(ClaimName.parse(config.get(ClaimName.PROPERTY)), maxValues(config.get(MAX_VALUES)));
    }

    private static int maxValues(String number) throws InvalidConfigurationException {
        if (number == null) {
            return DEFAULT_MAX_VALUES;
        }
        try {
            int maxValues = Integer.parseInt(number);
            if (maxValues >= 1 && maxValues <= LIMIT) {
                return maxValues;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InvalidConfigurationException("\"" + MAX_VALUES_LABEL + "\" is \"" + number
                + "\", which is no whole number from 1 to " + LIMIT + ".");
    }

    /**
     * Writes the list into a token, in the place of whatever stands there: as much of it as it may hold, from its beginning.
     *
     * @param values in their order, which must be the same for every token
     */
    public void put(KeycloakSession session, ProtocolMapperModel mapper, IDToken token, List<String> values) {
        boolean overflows = values.size() > maxValues;
        List<String> held = overflows ? values.subList(0, maxValues) : values;
        if (name.put(token.getOtherClaims(), held, mapper.getName()) && overflows) {
            ClaimsOverflow.mark(token.getOtherClaims(), name);
            ClaimsOverflow.note(session, mapper, this, values.size());
        }
    }
}
