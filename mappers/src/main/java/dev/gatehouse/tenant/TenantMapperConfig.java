package dev.gatehouse.tenant;

import dev.gatehouse.claims.ClaimName;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.models.OrganizationModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on a {@link TenantMapper}, read and checked.
 *
 * @param alias where the organization's alias goes; empty for nowhere
 * @param id where its id goes; empty for nowhere
 * @param refusesAmbiguous whether there is no token while several organizations would do
 */
record TenantMapperConfig(Optional<ClaimName> alias, Optional<ClaimName> id, boolean refusesAmbiguous) {

    static final String ALIAS_CLAIM = "alias.claim";
    static final String ID_CLAIM = "id.claim";
    static final String AMBIGUOUS = "ambiguous";

    private static final String OMIT = "omit";
    private static final String REFUSE = "refuse";

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(ALIAS_CLAIM)
                .label("Claim with the alias")
                .helpText(
                        "Name of the claim that holds the organization's alias, for example tenant. Empty: none. Its value is a "
                                + "string.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue("tenant")
                .add()
                .property()
                .name(ID_CLAIM)
                .label("Claim with the id")
                .helpText(
                        "Name of the claim that holds the organization's id (a UUID), for example tenant_id. Empty: none.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue("tenant_id")
                .add()
                .property()
                .name(AMBIGUOUS)
                .label("When several would do")
                .helpText(
                        "For a person in several organizations whose login does not say which it is for. omit: the claims are "
                                + "left out. refuse: no token is issued (error access_denied, reason tenant_ambiguous).")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(OMIT, REFUSE)
                .defaultValue(OMIT)
                .add()
                .build();
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    static TenantMapperConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        Optional<ClaimName> alias = claim(config.get(ALIAS_CLAIM));
        Optional<ClaimName> id = claim(config.get(ID_CLAIM));
        if (alias.isEmpty() && id.isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"Claim with the alias\" and \"Claim with the id\" are both empty, so that there would be no claim. Name one, "
                            + "for example tenant.");
        }
        if (alias.equals(id)) {
            throw new InvalidConfigurationException(
                    "\"Claim with the alias\" and \"Claim with the id\" are the same. Name two claims.");
        }
        String ambiguous = config.getOrDefault(AMBIGUOUS, OMIT);
        if (!ambiguous.equals(OMIT) && !ambiguous.equals(REFUSE)) {
            throw new InvalidConfigurationException("\"When several would do\" is \"" + ambiguous
                    + "\", which is unknown: choose one of " + List.of(OMIT, REFUSE) + ".");
        }
        return new TenantMapperConfig(alias, id, ambiguous.equals(REFUSE));
    }

    private static Optional<ClaimName> claim(String name) throws InvalidConfigurationException {
        return name == null || name.isEmpty() ? Optional.empty() : Optional.of(ClaimName.parse(name));
    }

    List<ClaimName> claims() {
        return Stream.of(alias, id).flatMap(Optional::stream).toList();
    }

    void write(Map<String, Object> claims, OrganizationModel tenant, String mapper) {
        alias.ifPresent(claim -> claim.put(claims, tenant.getAlias(), mapper));
        id.ifPresent(claim -> claim.put(claims, tenant.getId(), mapper));
    }

    /** The organization that claims written by this name, by its id where there is one. */
    Optional<OrganizationModel> read(
            Map<String, Object> claims,
            Function<String, OrganizationModel> byId,
            Function<String, OrganizationModel> byAlias) {
        // an alias may have come to belong to another organization: it counts only where the token has no id
        Optional<String> known = id.flatMap(claim -> claim.get(claims));
        return known.isPresent()
                ? known.map(byId)
                : alias.flatMap(claim -> claim.get(claims)).map(byAlias);
    }
}
