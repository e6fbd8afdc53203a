package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.SavedCheck;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;
import org.keycloak.services.resources.admin.IdentityProviderResource;

/**
 * Refuses a {@link BrokerMapper} that could not do what it is configured for when an admin saves it. Keycloak asks the mappers of
 * clients, but not those of identity providers.
 */
@Provider
public class BrokerMapperCheck implements DynamicFeature {

    private static final SavedCheck<IdentityProviderMapperRepresentation> MAPPERS = new SavedCheck<>(
            IdentityProviderResource.class,
            IdentityProviderMapperRepresentation.class,
            // Keycloak goes by the id in what is sent, not by the one in the address
            (method, sent) -> sent.getId(),
            BrokerMapperCheck::check);

    @Override
    public void configure(ResourceInfo method, FeatureContext context) {
        MAPPERS.addTo(method, context);
    }

    private static void check(KeycloakSession session, RealmModel realm, String id)
            throws InvalidConfigurationException {
        check(session, session.identityProviders().getMapperById(id));
    }

    /**
     * Checks a mapper that was saved; one that is null or not Gatehouse's is in order.
     *
     * @throws InvalidConfigurationException for what could not be carried out; the message names the entry
     */
    public static void check(KeycloakSession session, IdentityProviderMapperModel mapper)
            throws InvalidConfigurationException {
        if (mapper == null) {
            return;
        }
        Object factory = session.getKeycloakSessionFactory()
                .getProviderFactory(IdentityProviderMapper.class, mapper.getIdentityProviderMapper());
        if (factory instanceof BrokerMapper broker) {
            broker.checkSaved(session, session.getContext().getRealm(), mapper);
        }
    }
}
