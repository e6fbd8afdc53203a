package dev.gatehouse.broker;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.correlation.Correlation;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.broker.provider.AbstractIdentityProviderMapper;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderMapperSyncMode;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the mappers of identity providers have in common: what Keycloak shows of them, the check of what is saved, the refusal. */
abstract class BrokerMapper extends AbstractIdentityProviderMapper implements ServerInfoAwareProviderFactory {

    private static final Logger LOG = Logger.getLogger(BrokerMapper.class);

    private static final Set<IdentityProviderSyncMode> SYNC_MODES =
            Set.of(IdentityProviderSyncMode.IMPORT, IdentityProviderSyncMode.FORCE);

    private final String id;
    private final String displayType;
    private final String displayCategory;
    private final String helpText;
    private final UpstreamProtocol protocol;
    private final List<ProviderConfigProperty> properties;

    BrokerMapper(
            String id,
            String displayType,
            String displayCategory,
            String helpText,
            UpstreamProtocol protocol,
            List<ProviderConfigProperty> properties) {
        this.id = id;
        this.displayType = displayType;
        this.displayCategory = displayCategory;
        this.helpText = helpText;
        this.protocol = protocol;
        this.properties = List.copyOf(properties);
    }

    final UpstreamProtocol protocol() {
        return protocol;
    }

    /** @throws InvalidConfigurationException for what could not be carried out; the message names the entry */
    abstract void check(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderModel provider,
            IdentityProviderMapperModel mapper)
            throws InvalidConfigurationException;

    /** Checks a mapper as it was saved. */
    final void checkSaved(KeycloakSession session, RealmModel realm, IdentityProviderMapperModel mapper)
            throws InvalidConfigurationException {
        IdentityProviderModel provider = session.identityProviders().getByAlias(mapper.getIdentityProviderAlias());
        if (provider == null) {
            throw new InvalidConfigurationException("The realm has no identity provider \""
                    + mapper.getIdentityProviderAlias() + "\" to which the mapper could belong.");
        }
        if (!protocol.providers().contains(provider.getProviderId())) {
            throw new InvalidConfigurationException("\"" + displayType + "\" is for providers of the kind "
                    + String.join(", ", protocol.providers()) + "; \"" + provider.getAlias() + "\" is "
                    + provider.getProviderId()
                    + ". For a group that everybody gets, use Keycloak's mapper \"Hardcoded Group\".");
        }
        String syncMode = syncMode(provider, mapper);
        if (SYNC_MODES.stream().noneMatch(mode -> mode.name().equals(syncMode))) {
            throw new InvalidConfigurationException("The sync mode is \"" + syncMode
                    + "\": choose IMPORT (once, when the person first comes) or FORCE (at every login) for the mapper, or INHERIT and "
                    + "one of these for the provider.");
        }
        check(session, realm, provider, mapper);
    }

    private static String syncMode(IdentityProviderModel provider, IdentityProviderMapperModel mapper) {
        String own = ParsedConfigurations.of(mapper)
                .getOrDefault(IdentityProviderMapperModel.SYNC_MODE, IdentityProviderSyncMode.LEGACY.name());
        return IdentityProviderMapperSyncMode.INHERIT.name().equals(own)
                ? provider.getConfig()
                        .getOrDefault(IdentityProviderModel.SYNC_MODE, IdentityProviderSyncMode.LEGACY.name())
                : own;
    }

    /** Whether only who comes for the first time is meant. Any other mode, known or not, means every login. */
    static boolean isImportOnly(IdentityProviderModel provider, IdentityProviderMapperModel mapper) {
        return IdentityProviderSyncMode.IMPORT.name().equals(syncMode(provider, mapper));
    }

    /** The user that the provider's account is linked with; null when there is none yet. */
    static UserModel linked(KeycloakSession session, RealmModel realm, BrokeredIdentityContext context) {
        return session.users()
                .getUserByFederatedIdentity(
                        realm,
                        new FederatedIdentityModel(
                                context.getIdpConfig().getAlias(), context.getId(), context.getUsername()));
    }

    /**
     * Refuses the login with a page for the person, an error event and a line in the server log. Nothing of this request is kept but
     * the event.
     *
     * @return to be thrown
     */
    static ErrorPageException refuse(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context,
            RefusedLoginException why) {
        LOG.warnf(
                "Realm %s: a login through the provider \"%s\" was refused by the mapper \"%s\" (%s): %s",
                realm.getName(),
                context.getIdpConfig().getAlias(),
                mapper.getName(),
                why.refusal().reason(),
                why.getMessage());
        AuthenticationSessionModel login = context.getAuthenticationSession();
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.IDENTITY_PROVIDER_LOGIN)
                .detail(Details.IDENTITY_PROVIDER, context.getIdpConfig().getAlias())
                .detail(Details.IDENTITY_PROVIDER_USERNAME, context.getUsername())
                .detail(Details.REASON, why.refusal().reason())
                .detail(Correlation.DETAIL, Correlation.id(session))
                .detail("explanation", why.getMessage());
        if (login != null) {
            event.client(login.getClient())
                    .detail(Details.CODE_ID, login.getParentSession().getId());
        }
        event.error(Errors.IDENTITY_PROVIDER_LOGIN_FAILURE);
        return new ErrorPageException(
                session, login, Response.Status.FORBIDDEN, why.refusal().messageKey());
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getDisplayType() {
        return displayType;
    }

    @Override
    public final String getDisplayCategory() {
        return displayCategory;
    }

    @Override
    public final String getHelpText() {
        return helpText;
    }

    @Override
    public final String[] getCompatibleProviders() {
        return protocol.providers().toArray(String[]::new);
    }

    @Override
    public final boolean supportsSyncMode(IdentityProviderSyncMode mode) {
        return SYNC_MODES.contains(mode);
    }

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return properties;
    }

    @Override
    public final Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }
}
