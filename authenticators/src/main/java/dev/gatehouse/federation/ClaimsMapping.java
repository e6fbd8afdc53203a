package dev.gatehouse.federation;

import dev.gatehouse.admin.AdminTrail;
import dev.gatehouse.broker.BrokerMapperCheck;
import dev.gatehouse.broker.OidcPersonMapper;
import dev.gatehouse.broker.SamlPersonMapper;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderMapperSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.ModelToRepresentation;

/** The mapper of a tenant's provider that takes address and name from where the provider says them. Others' mappers are left alone. */
record ClaimsMapping(KeycloakSession session, AdminTrail trail) {

    static final String MAPPER = "gatehouse federation claims";

    /** The guide's names of what is mapped, and the mapper's. */
    private static final Map<String, String> KEYS = Map.of(
            "email", "upstream.email",
            "name", "upstream.full_name",
            "first_name", "upstream.first_name",
            "last_name", "upstream.last_name");

    /** As the guide has it; empty where there is none. */
    Map<String, String> of(String alias) {
        IdentityProviderMapperModel mapper = session.identityProviders().getMapperByName(alias, MAPPER);
        Map<String, String> claims = new TreeMap<>();
        if (mapper != null) {
            KEYS.forEach((name, key) -> {
                if (mapper.getConfig().containsKey(key)) {
                    claims.put(name, mapper.getConfig().get(key));
                }
            });
        }
        return claims;
    }

    /** @throws RefusedCallException for a name that the mapper does not take */
    void write(String alias, Preset.Kind kind, Map<String, String> claims) throws RefusedCallException {
        IdentityProviderMapperModel old = session.identityProviders().getMapperByName(alias, MAPPER);
        if (claims.isEmpty()) {
            if (old != null) {
                session.identityProviders().removeMapper(old);
                tell(OperationType.DELETE, old, null);
            }
            return;
        }
        IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
        mapper.setName(MAPPER);
        mapper.setIdentityProviderAlias(alias);
        mapper.setIdentityProviderMapper(
                kind == Preset.Kind.SAML ? SamlPersonMapper.PROVIDER_ID : OidcPersonMapper.PROVIDER_ID);
        Map<String, String> config = new TreeMap<>();
        claims.forEach((name, where) -> config.put(KEYS.get(name), where));
        config.put(IdentityProviderMapperModel.SYNC_MODE, IdentityProviderMapperSyncMode.FORCE.toString());
        mapper.setConfig(config);
        if (old == null) {
            IdentityProviderMapperModel created = session.identityProviders().createMapper(mapper);
            check(created);
            tell(OperationType.CREATE, created, ModelToRepresentation.toRepresentation(created));
        } else if (!config.equals(old.getConfig())
                || !mapper.getIdentityProviderMapper().equals(old.getIdentityProviderMapper())) {
            mapper.setId(old.getId());
            session.identityProviders().updateMapper(mapper);
            check(mapper);
            tell(OperationType.UPDATE, mapper, ModelToRepresentation.toRepresentation(mapper));
        }
    }

    private void check(IdentityProviderMapperModel mapper) throws RefusedCallException {
        try {
            BrokerMapperCheck.check(session, mapper);
        } catch (InvalidConfigurationException e) {
            throw RefusedCallException.invalid("\"claims_mapping\": " + e.getMessage());
        }
    }

    private void tell(OperationType operation, IdentityProviderMapperModel mapper, Object representation) {
        trail.tell(
                operation,
                ResourceType.IDENTITY_PROVIDER_MAPPER,
                representation,
                "identity-provider",
                "instances",
                mapper.getIdentityProviderAlias(),
                "mappers",
                mapper.getId());
    }
}
