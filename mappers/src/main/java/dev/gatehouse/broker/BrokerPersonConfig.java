package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on a {@link BrokerPersonMapper}, read and checked: what the provider calls each. Null for what is not set, which is
 * then left as Keycloak reads it; at least one is set, and the full name not beside one of its parts.
 */
record BrokerPersonConfig(UpstreamName email, UpstreamName firstName, UpstreamName lastName, UpstreamName fullName) {

    static final String EMAIL = "upstream.email";
    static final String FIRST_NAME = "upstream.first_name";
    static final String LAST_NAME = "upstream.last_name";
    static final String FULL_NAME = "upstream.full_name";

    static List<ProviderConfigProperty> properties(UpstreamProtocol protocol) {
        return ProviderConfigurationBuilder.create()
                .property(property(
                        protocol,
                        EMAIL,
                        "E-mail",
                        "Where the e-mail address stands, for example preferred_email. It counts as verified only if the provider's "
                                + "switch \"Trust Email\" is on. A person of whom the provider does not say it is asked for their "
                                + "address when they first come. "))
                .property(property(
                        protocol, FIRST_NAME, "First name", "Where the first name stands, for example given_name. "))
                .property(property(
                        protocol, LAST_NAME, "Last name", "Where the last name stands, for example family_name. "))
                .property(property(
                        protocol,
                        FULL_NAME,
                        "Full name",
                        "Where the whole name stands, for example full_name, if the provider does not say its parts: the last word "
                                + "is the last name. "))
                .build();
    }

    private static ProviderConfigProperty property(
            UpstreamProtocol protocol, String name, String what, String helpText) {
        ProviderConfigProperty property = new ProviderConfigProperty();
        property.setName(name);
        property.setLabel(label(protocol, what));
        property.setHelpText(helpText + "Anything but a string refuses the login. " + protocol.help());
        property.setType(ProviderConfigProperty.STRING_TYPE);
        return property;
    }

    private static String label(UpstreamProtocol protocol, String what) {
        return what + " " + protocol.word();
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static BrokerPersonConfig parse(UpstreamProtocol protocol, Map<String, String> config)
            throws InvalidConfigurationException {
        BrokerPersonConfig parsed = new BrokerPersonConfig(
                name(protocol, config, EMAIL, "E-mail"),
                name(protocol, config, FIRST_NAME, "First name"),
                name(protocol, config, LAST_NAME, "Last name"),
                name(protocol, config, FULL_NAME, "Full name"));
        if (parsed.email == null && parsed.firstName == null && parsed.lastName == null && parsed.fullName == null) {
            throw new InvalidConfigurationException("No " + protocol.word() + " is named, so that the mapper would do "
                    + "nothing. Name one, for example preferred_email for the e-mail address.");
        }
        if (parsed.fullName != null && (parsed.firstName != null || parsed.lastName != null)) {
            throw new InvalidConfigurationException("\"" + label(protocol, "Full name") + "\" is \""
                    + parsed.fullName.text()
                    + "\", but the first or the last name has one of its own too. Name either the whole or the parts.");
        }
        return parsed;
    }

    private static UpstreamName name(UpstreamProtocol protocol, Map<String, String> config, String key, String what)
            throws InvalidConfigurationException {
        String text = config.getOrDefault(key, "");
        return text.isEmpty() ? null : protocol.name(label(protocol, what), text);
    }
}
