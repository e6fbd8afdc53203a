package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Takes a person's e-mail address and name from where their identity provider says them, instead of where Keycloak looks for them.
 *
 * <p>Keycloak's own attribute importer makes a string of whatever stands there, cannot split a full name, and where only the mapper's
 * sync mode is "force" lets a new address inherit that the old one was verified. Here anything but a string refuses the login, and an
 * address is verified only if the provider is trusted to have done that.
 *
 * <p>Where a configuration cannot be read, because it was saved past the check, the provider says no address.
 */
abstract class BrokerPersonMapper extends BrokerMapper {

    /** Context data: the provider says itself that the address is not verified. */
    private static final String DENIED = "gatehouse.email_denied";

    private final ParsedConfigurations<BrokerPersonConfig> configurations;

    BrokerPersonMapper(String id, UpstreamProtocol protocol) {
        super(
                id,
                "Gatehouse: e-mail and name from the provider",
                "Attribute Importer",
                "Takes a person's e-mail address and name from where the provider says them.",
                protocol,
                BrokerPersonConfig.properties(protocol));
        this.configurations = new ParsedConfigurations<>(config -> BrokerPersonConfig.parse(protocol, config));
    }

    @Override
    final void check(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderModel provider,
            IdentityProviderMapperModel mapper)
            throws InvalidConfigurationException {
        BrokerPersonConfig.parse(protocol(), ParsedConfigurations.of(mapper));
        if (isImportOnly(provider, mapper) && isForcedByProvider(provider)) {
            throw new InvalidConfigurationException(
                    "The sync mode is IMPORT, but the provider's own is FORCE, with which "
                            + "Keycloak updates e-mail address and name at every login. Choose INHERIT or FORCE.");
        }
    }

    private static boolean isForcedByProvider(IdentityProviderModel provider) {
        return IdentityProviderSyncMode.FORCE.name().equals(provider.getConfig().get(IdentityProviderModel.SYNC_MODE));
    }

    @Override
    public final void preprocessFederatedIdentity(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        Optional<BrokerPersonConfig> config = configurations.get(mapper);
        if (config.isEmpty()) {
            context.setEmail(null);
            return;
        }
        try {
            read(protocol().identity(context), config.get(), context);
            if (protocol().deniesTheAddress(context)) {
                context.getContextData().put(DENIED, Boolean.TRUE.toString());
            }
            UserModel user = linked(session, realm, context);
            if (user != null && !isImportOnly(context.getIdpConfig(), mapper)) {
                refuseAnAddressOfSomebodyElse(session, realm, user, context.getEmail());
            }
        } catch (RefusedLoginException e) {
            throw refuse(session, realm, mapper, context, e);
        }
    }

    private static void read(UpstreamIdentity identity, BrokerPersonConfig config, BrokeredIdentityContext context)
            throws RefusedLoginException {
        if (config.email() != null) {
            // another address than the one that is meant must not take its place
            context.setEmail(identity.email(config.email()).orElse(null));
        }
        if (config.firstName() != null) {
            identity.text(config.firstName()).ifPresent(context::setFirstName);
        }
        if (config.lastName() != null) {
            identity.text(config.lastName()).ifPresent(context::setLastName);
        }
        if (config.fullName() != null) {
            identity.text(config.fullName()).map(PersonName::split).ifPresent(name -> {
                context.setFirstName(name.first());
                // who has one name only is asked for a last one once, and keeps it
                context.setLastName(name.last());
            });
        }
    }

    /** Keycloak asks who first comes with such an address to prove that it is theirs; for who came before it has no answer. */
    private static void refuseAnAddressOfSomebodyElse(
            KeycloakSession session, RealmModel realm, UserModel user, String email) throws RefusedLoginException {
        if (email == null || isEmailOf(user, email) || realm.isDuplicateEmailsAllowed()) {
            return;
        }
        UserModel owner = session.users().getUserByEmail(realm, email);
        if (owner != null && !owner.getId().equals(user.getId())) {
            throw new RefusedLoginException(
                    Refusal.EMAIL_TAKEN,
                    "The provider says another e-mail address of the user " + user.getId()
                            + " than before, and it is the one of the user " + owner.getId() + ".");
        }
    }

    @Override
    public final void updateBrokeredUserLegacy(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        // as for Keycloak's own e-mail address and name: only who first comes is meant
    }

    @Override
    public final void updateBrokeredUser(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        Optional<BrokerPersonConfig> config = configurations.get(mapper);
        if (config.isEmpty() || isForcedByProvider(context.getIdpConfig())) {
            // the provider has updated the user already, from what the mapper put into the context
            return;
        }
        String email = context.getEmail();
        if (config.get().email() != null && email != null && !isTyped(context) && !isEmailOf(user, email)) {
            try {
                refuseAnAddressOfSomebodyElse(session, realm, user, email);
            } catch (RefusedLoginException e) {
                throw refuse(session, realm, mapper, context, e);
            }
            user.setEmail(email);
            user.setEmailVerified(Boolean.TRUE.equals(context.getIdpConfig().isTrustEmail())
                    && !context.getContextData().containsKey(DENIED));
        }
        if (config.get().firstName() != null || config.get().fullName() != null) {
            set(user.getFirstName(), context.getFirstName(), user::setFirstName);
        }
        if (config.get().lastName() != null || config.get().fullName() != null) {
            set(user.getLastName(), context.getLastName(), user::setLastName);
        }
    }

    /** Whether the person wrote another address on the page that asks who they are: it is not the provider's then. */
    private static boolean isTyped(BrokeredIdentityContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return login != null
                && Boolean.parseBoolean(login.getAuthNote(AbstractIdentityProvider.UPDATE_PROFILE_EMAIL_CHANGED));
    }

    private static boolean isEmailOf(UserModel user, String email) {
        return KeycloakModelUtils.toLowerCaseSafe(email).equals(user.getEmail());
    }

    private static void set(String old, String name, Consumer<String> setter) {
        if (name != null && !name.equals(old)) {
            setter.accept(name);
        }
    }
}
