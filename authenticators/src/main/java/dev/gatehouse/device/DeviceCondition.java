package dev.gatehouse.device;

import dev.gatehouse.config.InvalidConfigurationException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * True when the login comes from a device that its person has confirmed, or from a session or a login that is verified; the other way
 * round on request. It only looks: before {@link DeviceVerification} it says what that will find, behind it what became of it.
 *
 * <p>Somebody exempt is not known by a device, and neither is a session whose trust was lost.
 */
final class DeviceCondition implements ConditionalAuthenticator {

    static final DeviceCondition SINGLETON = new DeviceCondition();

    static final String NEGATE = "negate";

    private static final String NEGATE_LABEL = "Negate";

    private DeviceCondition() {}

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(NEGATE)
                .label(NEGATE_LABEL)
                .helpText("True when the device is not trusted instead: to ask for something more then.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(false)
                .add()
                .build();
    }

    /** @throws InvalidConfigurationException for what is neither true nor false */
    static void check(Map<String, String> config) throws InvalidConfigurationException {
        String negate = config.get(NEGATE);
        if (negate != null && !List.of("true", "false").contains(negate)) {
            throw new InvalidConfigurationException(
                    "\"" + NEGATE_LABEL + "\" is \"" + negate + "\". Write true or false.");
        }
    }

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        boolean negate = config != null
                && config.getConfig() != null
                && Boolean.parseBoolean(config.getConfig().get(NEGATE));
        return isTrusted(context) != negate;
    }

    private static boolean isTrusted(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        Person person = Person.of(session, context.getRealm(), context.getUser());
        return SessionTrust.holds(person, login.getUserSessionNotes())
                || joined(session, login, person)
                        .filter(notes -> SessionTrust.holds(person, notes))
                        .isPresent()
                || isTrustedByCookie(context, person);
    }

    private static Optional<Map<String, String>> joined(
            KeycloakSession session, AuthenticationSessionModel login, Person person) {
        if (!AuthenticatorUtil.isSSOAuthentication(login)) {
            return Optional.empty();
        }
        return Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(login))
                .filter(joined -> joined.getUser().getId().equals(person.user().getId()))
                .map(UserSessionModel::getNotes);
    }

    private static boolean isTrustedByCookie(AuthenticationFlowContext context, Person person) {
        Instant now = Instant.ofEpochSecond(Time.currentTime());
        return DeviceCookie.read(context.getSession(), context.getRealm(), context.getUser())
                .flatMap(presented -> person.device(presented.id())
                        .filter(device -> periods(context).stream()
                                .allMatch(period -> device.judge(presented.secret(), person.binding(), period, now)
                                        instanceof TrustedDevice.Trusted)))
                .isPresent();
    }

    /** For how long the steps of the flow trust a device; where it has none, the default. */
    private static List<TrustPeriod> periods(AuthenticationFlowContext context) {
        RealmModel realm = context.getRealm();
        List<TrustPeriod> periods = AuthenticatorUtil.getExecutionsByType(
                        realm, context.getTopLevelFlow().getId(), DeviceVerificationFactory.PROVIDER_ID)
                .stream()
                .filter(execution -> !execution.isDisabled())
                .map(execution -> execution.getAuthenticatorConfig() == null
                        ? null
                        : realm.getAuthenticatorConfigById(execution.getAuthenticatorConfig()))
                .map(saved -> DeviceVerificationConfig.of(realm, saved).period())
                .toList();
        return periods.isEmpty() ? List.of(DeviceVerificationConfig.byDefault().period()) : periods;
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // a condition shows no form
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // a condition sets nobody anything to do
    }

    @Override
    public void close() {
        // holds nothing
    }
}
