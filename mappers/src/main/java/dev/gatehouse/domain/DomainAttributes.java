package dev.gatehouse.domain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes by which domains are configured. Those of realms and clients hold one value, a list with {@code ##} between its
 * entries as Keycloak writes lists; those of organizations hold one value for each entry.
 *
 * <p>Whether tokens want a confirmed device is read elsewhere, and checked here when it is saved, beside what is in the same places.
 */
final class DomainAttributes {

    static final String REALM_LIST = "gatehouse.authenticators.allowed_domains";
    static final String REALM_ALLOW_ALL = "gatehouse.authenticators.allow_all_domains";
    static final String REALM_MODE = "gatehouse.authenticators.domains";
    static final String REALM_AT_REFRESH = "gatehouse.authenticators.domains_at_refresh";

    /** Whether anybody may ask for the tenants of the realm. */
    static final String REALM_TENANTS = "gatehouse.authenticators.tenants";

    static final String REALM_DEVICES = "gatehouse.authenticators.devices";

    static final String CLIENT_LIST = "gatehouse.allowed_domains";
    static final String CLIENT_ALLOW_ALL = "gatehouse.allow_all_domains";
    static final String CLIENT_REFUSAL = "gatehouse.refusal";

    static final String CLIENT_DEVICES = "gatehouse.devices";

    static final String TENANT_ADMITTED = "gatehouse.admitted_domains";
    static final String TENANT_ALLOW_ALL = "gatehouse.allow_all_domains";

    /** Whether the organization is one of them. */
    static final String TENANT_LISTED = "gatehouse.listed";

    /** What the admin console calls an organization's own domains. */
    static final String TENANT_OWN = "Domains";

    private static final String DELIMITER = "##";
    private static final Set<String> SWITCH = Set.of("true", "false");

    private DomainAttributes() {}

    /** What each attribute that is no list may be; it may be left out, too. */
    static final Map<String, Set<String>> WORDS = Map.of(
            REALM_ALLOW_ALL, SWITCH,
            REALM_AT_REFRESH, SWITCH,
            REALM_MODE, Set.of("enforce", "report"),
            REALM_TENANTS, SWITCH,
            REALM_DEVICES, Set.of("required", "by_client"),
            TENANT_LISTED, SWITCH,
            CLIENT_ALLOW_ALL, SWITCH,
            CLIENT_REFUSAL, Set.of("page", "redirect"),
            CLIENT_DEVICES, Set.of("required", "optional"));

    /** @param value null or empty for no list */
    static List<String> entries(String value) {
        return isSet(value) ? List.of(value.split(DELIMITER, -1)) : List.of();
    }

    /** What an organization has for an attribute; empty for none. */
    static List<String> values(Map<String, List<String>> attributes, String attribute) {
        List<String> values = attributes.get(attribute);
        return values == null
                ? List.of()
                : values.stream().filter(Objects::nonNull).toList();
    }

    /** Keycloak clears some attributes by an empty value. */
    static boolean isSet(String value) {
        return value != null && !value.isEmpty();
    }

    /** What an attribute of one word says; empty where it is left out or says what nobody knows. */
    static Optional<String> word(String attribute, String value) {
        return Optional.ofNullable(value).filter(WORDS.get(attribute)::contains);
    }
}
