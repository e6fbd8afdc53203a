package dev.gatehouse.domain;

import static dev.gatehouse.domain.DomainAttributes.CLIENT_ALLOW_ALL;
import static dev.gatehouse.domain.DomainAttributes.CLIENT_LIST;
import static dev.gatehouse.domain.DomainAttributes.REALM_ALLOW_ALL;
import static dev.gatehouse.domain.DomainAttributes.REALM_LIST;
import static dev.gatehouse.domain.DomainAttributes.TENANT_ADMITTED;
import static dev.gatehouse.domain.DomainAttributes.TENANT_ALLOW_ALL;

import dev.gatehouse.Reason;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.KeptConfigurations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.OrganizationDomainModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;

/**
 * Whose list of domains holds for a login. With an organization it is that one's: its own domains and those it admits, never anybody
 * else's. Without one it is the client's, else the realm's, else nobody's. At each level the switch that lets in everybody comes
 * before the list.
 *
 * <p>Each configuration is read once per change and kept. What in it cannot be used lets nobody in, and the server log says so; so it
 * does of a switch that lets in everybody.
 */
public final class DomainPolicies {

    private static final Logger LOG = Logger.getLogger(DomainPolicies.class);

    /** How many entries and how much of them the log shows. */
    private static final int SHOWN_ENTRIES = 10;

    private static final int SHOWN_CHARACTERS = 100;

    /** Configurations as they are stored; null values for what is left out. */
    private record Attributes(String list, String allowAll) {}

    private record Tenant(Set<String> own, List<String> admitted, List<String> allowAll) {}

    private static final KeptConfigurations<Attributes, Optional<DomainPolicy>> REALMS =
            new KeptConfigurations<>(UnaryOperator.identity());
    private static final KeptConfigurations<Attributes, Optional<DomainPolicy>> CLIENTS =
            new KeptConfigurations<>(UnaryOperator.identity());
    private static final KeptConfigurations<Tenant, DomainPolicy> TENANTS =
            new KeptConfigurations<>(UnaryOperator.identity());

    private DomainPolicies() {}

    /**
     * @param client that the login is for; null where there is none
     * @param tenant the organization that the login is for; null for none
     * @return never null; for an organization that is disabled, a policy that cannot be used
     */
    public static DomainPolicy of(RealmModel realm, ClientModel client, OrganizationModel tenant) {
        if (tenant != null) {
            return tenant.isEnabled() ? of(tenant) : new DomainPolicy.Unusable(Reason.TENANT_DISABLED);
        }
        return Optional.ofNullable(client)
                .flatMap(DomainPolicies::of)
                .or(() -> of(realm))
                .orElse(DomainPolicy.NOBODY);
    }

    private static Optional<DomainPolicy> of(RealmModel realm) {
        Attributes attributes = new Attributes(realm.getAttribute(REALM_LIST), realm.getAttribute(REALM_ALLOW_ALL));
        return REALMS.get(
                realm.getId(), attributes, () -> read(named("Realm", realm.getName()), REALM_ALLOW_ALL, attributes));
    }

    private static Optional<DomainPolicy> of(ClientModel client) {
        Attributes attributes = new Attributes(client.getAttribute(CLIENT_LIST), client.getAttribute(CLIENT_ALLOW_ALL));
        return CLIENTS.get(
                client.getId(),
                attributes,
                () -> read(named("Client", client.getClientId()), CLIENT_ALLOW_ALL, attributes));
    }

    private static DomainPolicy of(OrganizationModel organization) {
        Map<String, List<String>> attributes = organization.getAttributes();
        Tenant tenant = new Tenant(
                organization.getDomains().map(OrganizationDomainModel::getName).collect(Collectors.toUnmodifiableSet()),
                DomainAttributes.values(attributes, TENANT_ADMITTED),
                DomainAttributes.values(attributes, TENANT_ALLOW_ALL));
        return TENANTS.get(
                organization.getId(), tenant, () -> read(named("Organization", organization.getAlias()), tenant));
    }

    private static String named(String what, String name) {
        return what + " \"" + InvalidConfigurationException.printable(name) + "\"";
    }

    private static Optional<DomainPolicy> read(String whose, String allowAllAttribute, Attributes attributes) {
        List<String> allowAll =
                DomainAttributes.isSet(attributes.allowAll()) ? List.of(attributes.allowAll()) : List.of();
        if (letsInEverybody(whose, allowAllAttribute, allowAll)) {
            return Optional.of(DomainPolicy.EVERYBODY);
        }
        // a list of which nothing can be used is one all the same: what is wider must not take its place
        List<String> entries = DomainAttributes.entries(attributes.list());
        return entries.isEmpty() ? Optional.empty() : Optional.of(listed(whose, entries));
    }

    private static DomainPolicy read(String whose, Tenant tenant) {
        if (letsInEverybody(whose, TENANT_ALLOW_ALL, tenant.allowAll())) {
            return DomainPolicy.EVERYBODY;
        }
        List<String> entries = new ArrayList<>(tenant.own());
        entries.addAll(tenant.admitted());
        return entries.isEmpty() ? DomainPolicy.NOBODY : listed(whose, entries);
    }

    private static boolean letsInEverybody(String whose, String attribute, List<String> values) {
        if (values.isEmpty()) {
            return false;
        }
        Optional<String> word = values.size() == 1 ? DomainAttributes.word(attribute, values.get(0)) : Optional.empty();
        if (word.isEmpty()) {
            LOG.errorf("%s: %s is neither true nor false, so that it counts as not set.", whose, attribute);
        }
        boolean everybody = word.filter("true"::equals).isPresent();
        if (everybody) {
            LOG.warnf("%s lets in addresses of every domain, because %s is true.", whose, attribute);
        }
        return everybody;
    }

    private static DomainPolicy listed(String whose, List<String> entries) {
        DomainList list = DomainList.lenient(entries);
        if (!list.unusable().isEmpty()) {
            LOG.errorf(
                    "%s: %d entries of its domains let nobody in until they are mended, among them %s.",
                    whose, list.unusable().size(), shown(list.unusable()));
        }
        return new DomainPolicy.Listed(list);
    }

    private static String shown(List<String> entries) {
        return entries.stream()
                .limit(SHOWN_ENTRIES)
                .map(entry -> entry.substring(0, Math.min(entry.length(), SHOWN_CHARACTERS)))
                .map(entry -> "\"" + InvalidConfigurationException.printable(entry) + "\"")
                .collect(Collectors.joining(", "));
    }
}
