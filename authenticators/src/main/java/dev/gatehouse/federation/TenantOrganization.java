package dev.gatehouse.federation;

import dev.gatehouse.admin.AdminTrail;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.domain.DomainList;
import dev.gatehouse.domain.DomainName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.OrganizationDomainModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.organization.OrganizationProvider;

/** The organization of a tenant: found, made, and given its domains. */
final class TenantOrganization {

    /** Organization attribute: whether addresses of all domains are let in. */
    static final String ALLOW_ALL_DOMAINS = "gatehouse.allow_all_domains";

    /** Organization attribute: the tenant's name for people. */
    static final String DISPLAY_NAME = "gatehouse.display_name";

    /** What a new tenant can be called in addresses; others that exist already are found whatever they are called. */
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final String BELOW = "*.";

    private final OrganizationProvider organizations;
    private final AdminTrail trail;

    TenantOrganization(KeycloakSession session, AdminTrail trail) {
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.trail = trail;
    }

    /** @param key id or alias */
    Optional<OrganizationModel> find(String key) {
        return Optional.ofNullable(organizations.getById(key))
                .or(() -> Optional.ofNullable(organizations.getByAlias(key)));
    }

    /** The same for who wants no new one. */
    OrganizationModel get(String key) throws RefusedCallException {
        Optional<OrganizationModel> organization = find(key);
        if (organization.isEmpty()) {
            throw new RefusedCallException(
                    Refusal.UNKNOWN_TENANT, "The realm has no organization with this id or alias.");
        }
        return organization.get();
    }

    /**
     * The organization as the request wants it, made where there is none of that slug.
     *
     * @return whose domains and attributes are written
     */
    OrganizationModel write(String key, FederationRequest request) throws RefusedCallException {
        Set<String> domains = domains(request.allowedDomains());
        Optional<OrganizationModel> existing = find(key);
        refuseTaken(domains, existing.map(OrganizationModel::getId).orElse(null));
        OrganizationModel organization = existing.isPresent() ? existing.get() : create(key, request);
        boolean changed = setAttributes(organization, request) | setDomains(organization, domains);
        // the one that was written to goes on telling its old attributes
        OrganizationModel written = organizations.getById(organization.getId());
        if (existing.isEmpty() || changed) {
            tell(existing.isEmpty() ? OperationType.CREATE : OperationType.UPDATE, written);
        }
        return written;
    }

    private OrganizationModel create(String slug, FederationRequest request) throws RefusedCallException {
        if (!SLUG.matcher(slug).matches() || ID.matcher(slug).matches()) {
            throw new RefusedCallException(
                    Refusal.UNKNOWN_TENANT,
                    "The realm has no organization with this id or alias, and none can be made of it: a slug has lower-case letters,"
                            + " digits and hyphens, at most 63.");
        }
        String name = request.displayName().orElse(slug);
        if (organizations.getAllStream(name, true, null, null).anyMatch(other -> name.equals(other.getName()))) {
            throw nameTaken(name);
        }
        try {
            return organizations.create(name, slug);
        } catch (ModelDuplicateException e) {
            throw nameTaken(name);
        }
    }

    private static RefusedCallException nameTaken(String name) {
        return new RefusedCallException(
                Refusal.NAME_TAKEN,
                "Another organization is called \"" + name
                        + "\". Choose another \"display_name\", or name that organization.");
    }

    private static Set<String> domains(List<String> entries) throws RefusedCallException {
        try {
            DomainList.parse("allowed_domains", entries);
        } catch (InvalidConfigurationException e) {
            throw new RefusedCallException(Refusal.DOMAIN_INVALID, e.getMessage());
        }
        return entries.stream().map(TenantOrganization::canonical).collect(Collectors.toCollection(TreeSet::new));
    }

    /** As all of Keycloak and Gatehouse write a domain. */
    private static String canonical(String entry) {
        boolean below = entry.startsWith(BELOW);
        String name = below ? entry.substring(BELOW.length()) : entry;
        return (below ? BELOW : "") + DomainName.parse(name).orElseThrow().ascii();
    }

    /** @param own id of the organization that may have them; null for a new one */
    private void refuseTaken(Set<String> domains, String own) throws RefusedCallException {
        for (String domain : domains) {
            boolean taken = owners(domain).anyMatch(owner -> !owner.getId().equals(own));
            if (taken) {
                throw new RefusedCallException(
                        Refusal.DOMAIN_TAKEN,
                        "The domain \"" + domain
                                + "\" is another organization's, or lies in one of its domains. Take it from there"
                                + " first.");
            }
        }
    }

    /** Who has the domain, one that it lies in, or with a star one that lies in it. */
    private Stream<OrganizationModel> owners(String domain) {
        if (domain.startsWith(BELOW)) {
            String parent = domain.substring(BELOW.length());
            Stream<OrganizationModel> inside = organizations
                    .getAllStream(parent, false, null, null)
                    .filter(other -> other.getDomains()
                            .map(OrganizationDomainModel::getName)
                            .anyMatch(name -> name.equals(parent) || name.endsWith('.' + parent)));
            return Stream.concat(inside, Stream.ofNullable(organizations.getByDomainName(parent)));
        }
        return Stream.ofNullable(organizations.getByDomainName(domain));
    }

    private static boolean setAttributes(OrganizationModel organization, FederationRequest request) {
        Map<String, List<String>> attributes = new HashMap<>(organization.getAttributes());
        if (request.allowedDomains().isEmpty()) {
            attributes.put(ALLOW_ALL_DOMAINS, List.of(Boolean.TRUE.toString()));
        } else {
            attributes.remove(ALLOW_ALL_DOMAINS);
        }
        request.displayName().ifPresent(name -> attributes.put(DISPLAY_NAME, List.of(name)));
        return setAttributes(organization, attributes);
    }

    private static boolean setAttributes(OrganizationModel organization, Map<String, List<String>> attributes) {
        boolean changed = !attributes.equals(organization.getAttributes());
        if (changed) {
            organization.setAttributes(attributes);
        }
        return changed;
    }

    /** Where all domains are allowed those that are there stay: they are the organization's all the same. */
    private static boolean setDomains(OrganizationModel organization, Set<String> domains) throws RefusedCallException {
        Map<String, OrganizationDomainModel> old =
                organization.getDomains().collect(Collectors.toMap(OrganizationDomainModel::getName, domain -> domain));
        if (domains.isEmpty() || domains.equals(old.keySet())) {
            return false;
        }
        try {
            organization.setDomains(domains.stream()
                    .map(name -> old.getOrDefault(name, new OrganizationDomainModel(name)))
                    .collect(Collectors.toSet()));
        } catch (ModelValidationException e) {
            throw new RefusedCallException(
                    Refusal.DOMAIN_INVALID,
                    "\"allowed_domains\": Keycloak does not take one of the domains as an organization's. Those with \"*.\" need"
                            + " Keycloak 26.7.");
        }
        return true;
    }

    /** Without a federation nobody is let in for want of a list. */
    void withdrawAllowAll(OrganizationModel organization) {
        Map<String, List<String>> attributes = new HashMap<>(organization.getAttributes());
        attributes.remove(ALLOW_ALL_DOMAINS);
        if (setAttributes(organization, attributes)) {
            tell(OperationType.UPDATE, organizations.getById(organization.getId()));
        }
    }

    private void tell(OperationType operation, OrganizationModel organization) {
        trail.tell(
                operation,
                ResourceType.ORGANIZATION,
                ModelToRepresentation.toRepresentation(organization, false),
                "organizations",
                organization.getId());
    }

    static boolean allowsAllDomains(OrganizationModel organization) {
        return attribute(organization, ALLOW_ALL_DOMAINS)
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    static Optional<String> attribute(OrganizationModel organization, String name) {
        return organization.getAttributes().getOrDefault(name, List.of()).stream()
                .findFirst();
    }

    /** The alias of a tenant's provider, which never changes: nor does an organization's alias. */
    static String providerAlias(OrganizationModel organization) {
        String alias = organization.getAlias();
        return "tenant-" + (SLUG.matcher(alias).matches() ? alias : organization.getId());
    }
}
