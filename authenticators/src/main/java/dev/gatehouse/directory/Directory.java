package dev.gatehouse.directory;

import dev.gatehouse.wayin.WaysIn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/** The organizations of the realm that can be found here. */
final class Directory {

    /** Organization attribute: what people read instead of the organization's name. */
    static final String DISPLAY_NAME = "gatehouse.display_name";

    private static final String YES = "true";

    private final OrganizationProvider organizations;

    Directory(OrganizationProvider organizations) {
        this.organizations = organizations;
    }

    /**
     * Those that want to be found. One query, whose condition on the attribute has an index; the organizations themselves come from
     * Keycloak's cache.
     */
    Listing listing() {
        // one more than is shown, to see whether there is more
        List<OrganizationModel> found = organizations
                .getAllStream(Map.of(WaysIn.LISTED, YES), 0, Listing.MOST + 1)
                .toList();
        return Listing.of(
                found.stream()
                        .limit(Listing.MOST)
                        .filter(organization -> organization.isEnabled() && WaysIn.isListed(organization))
                        .map(Directory::tenant)
                        .toList(),
                found.size() > Listing.MOST);
    }

    /**
     * The organization with the slug, if it is enabled and somebody outside may know of it: it is listed, or has an identity provider
     * through which people come in.
     *
     * @return empty for every other, as for one that does not exist, after the same one query
     */
    Optional<OrganizationModel> find(String slug) {
        if (!Slug.isPossible(slug)) {
            return Optional.empty();
        }
        return Optional.ofNullable(organizations.getByAlias(slug))
                // some databases compare without regard to case
                .filter(organization -> organization.getAlias().equals(slug))
                .filter(OrganizationModel::isEnabled)
                .filter(WaysIn::isPublic);
    }

    private static ListedTenant tenant(OrganizationModel organization) {
        return ListedTenant.of(
                organization.getAlias(),
                organization.getName(),
                organization.getAttributes().getOrDefault(DISPLAY_NAME, List.of()));
    }
}
