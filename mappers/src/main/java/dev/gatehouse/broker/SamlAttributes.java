package dev.gatehouse.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a SAML identity provider says: the attributes of its assertion. */
final class SamlAttributes extends UpstreamIdentity {

    /** Entra ID's sign that it left the groups out: a link to where they can be asked for. */
    private static final String GROUPS_LINK = "http://schemas.microsoft.com/claims/groups.link";

    private static final String GROUPS = "groups";

    /**
     * One attribute.
     *
     * @param name may be null
     * @param friendlyName may be null
     * @param values strings, or whatever else the provider sent
     */
    record Attribute(String name, String friendlyName, List<Object> values) {}

    private final List<Attribute> attributes;

    SamlAttributes(List<Attribute> attributes) {
        this.attributes = List.copyOf(attributes);
    }

    /** All values of the attributes of that name, or, when there are none, of that friendly name; a single one by itself. */
    @Override
    Object value(UpstreamName name, Refusal malformed) {
        List<Object> values = values(name.top(), Attribute::name);
        if (values.isEmpty()) {
            values = values(name.top(), Attribute::friendlyName);
        }
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.get(0);
            default -> values;
        };
    }

    private List<Object> values(String name, Function<Attribute, String> called) {
        List<Object> values = new ArrayList<>();
        for (Attribute attribute : attributes) {
            if (name.equals(called.apply(attribute))) {
                values.addAll(attribute.values());
            }
        }
        return values;
    }

    @Override
    boolean isLeftOut(UpstreamName name) {
        return name.top().toLowerCase(Locale.ROOT).endsWith(GROUPS)
                && values(name.top(), Attribute::name).isEmpty()
                && attributes.stream().anyMatch(attribute -> GROUPS_LINK.equals(attribute.name()));
    }
}
