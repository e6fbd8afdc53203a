package dev.gatehouse.device;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.config.CheckedConfiguration;
import dev.gatehouse.config.InvalidConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.UserModel.UserRemovedEvent;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.timer.TimerProvider;

/** What the admin console shows of {@link DeviceVerification}. */
public final class DeviceVerificationFactory
        implements AuthenticatorFactory, CheckedConfiguration, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-device-verification";

    /** Of the server: {@code --spi-authenticator--gatehouse-device-verification--clean-up-seconds}. */
    private static final String CLEAN_UP_SECONDS = "clean-up-seconds";

    private static final int HOUR = 3600;

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};
    private static final List<ProviderConfigProperty> PROPERTIES = List.copyOf(DeviceVerificationConfig.properties());

    private Duration cleanUp = Duration.ofSeconds(HOUR);

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse: device verification";
    }

    @Override
    public String getHelpText() {
        return "A login from a device that the person has not confirmed waits until they confirm it by e-mail; then the device is "
                + "trusted for some weeks. REQUIRED at the end of every flow that leads to a login.";
    }

    /** Keycloak compares it, so that it must not be null; it is no credential's. */
    @Override
    public String getReferenceCategory() {
        return PROVIDER_ID;
    }

    /** Has the account console show the devices, and takes no part in the choice of a factor. */
    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        return Set.of(DeviceCredentials.TYPE);
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return DeviceVerification.SINGLETON;
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    public void check(KeycloakSession session, RealmModel realm, Map<String, String> config)
            throws InvalidConfigurationException {
        DeviceVerificationConfig.check(realm, config);
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public void init(Config.Scope config) {
        int seconds = config.getInt(CLEAN_UP_SECONDS, HOUR);
        if (seconds < 1) {
            throw new IllegalArgumentException("the option " + CLEAN_UP_SECONDS + " of " + PROVIDER_ID + " is "
                    + seconds + ": write how many seconds lie between two removals of expired devices, at least 1");
        }
        cleanUp = Duration.ofSeconds(seconds);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(DeviceVerificationFactory::forget);
        factory.register(event -> {
            if (event instanceof PostMigrationEvent migrated) {
                scheduleCleanUp(migrated.getFactory());
            }
        });
    }

    private void scheduleCleanUp(KeycloakSessionFactory factory) {
        try (KeycloakSession session = factory.create()) {
            session.getProvider(TimerProvider.class).scheduleTask(new DeviceCleanUp(cleanUp), cleanUp.toMillis());
        }
    }

    private static void forget(ProviderEvent event) {
        if (event instanceof UserRemovedEvent removed) {
            PersonState.removeOfUser(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser().getId());
        } else if (event instanceof RealmRemovedEvent removed) {
            PersonState.removeOfRealm(removed.getKeycloakSession(), removed.getRealm());
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
