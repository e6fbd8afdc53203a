package dev.gatehouse.wayin;

import java.util.List;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/** The identity providers through which people of an organization come in, and who may know of them. */
public final class WaysIn {

    /** Organization attribute: {@code true} when everybody may know that there is this organization. */
    public static final String LISTED = "gatehouse.listed";

    private WaysIn() {}

    /** The organization; null when there is none of the alias or it is disabled. */
    static OrganizationModel organization(KeycloakSession session, String alias) {
        OrganizationModel organization =
                session.getProvider(OrganizationProvider.class).getByAlias(alias);
        return organization != null && organization.isEnabled() ? organization : null;
    }

    /** Aliases of those that are enabled and shown: what is hidden could not be chosen on a page either. */
    static List<String> of(OrganizationModel organization) {
        return organization
                .getIdentityProviders()
                .filter(provider -> provider.isEnabled()
                        && !Boolean.TRUE.equals(provider.isLinkOnly())
                        && !Boolean.TRUE.equals(provider.isHideOnLogin()))
                .map(IdentityProviderModel::getAlias)
                .toList();
    }

    /** Whether it wants to be found. */
    public static boolean isListed(OrganizationModel organization) {
        return List.of(Boolean.TRUE.toString())
                .equals(organization.getAttributes().get(LISTED));
    }

    /** Whether anybody may learn that there is this organization: it is listed, or somebody comes in through its provider. */
    public static boolean isPublic(OrganizationModel organization) {
        return isListed(organization) || !of(organization).isEmpty();
    }
}
