package dev.gatehouse.device;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * What an admin sets on {@link DeviceVerification}, read and checked.
 *
 * @param mode what becomes of an unknown device
 * @param period how long a device is trusted
 * @param proof what a mail holds
 * @param numberMatching whether a link that is opened in another browser asks for the number of the page that waits
 * @param skipAfterSecondFactor whether a login with a second factor needs no mail
 * @param exemptClients by their client id: a login to them needs no mail, and its session is not verified
 * @param remember whether a confirmed device is trusted without asking
 * @param denial what happens when somebody says that it was not them
 * @param mailWait seconds between two mails to a person
 * @param mailsOfAddress mails that one IP address may cause in an hour
 */
record DeviceVerificationConfig(
        Mode mode,
        TrustPeriod period,
        Proof proof,
        boolean numberMatching,
        boolean skipAfterSecondFactor,
        Set<String> exemptClients,
        Remember remember,
        Denial denial,
        int mailWait,
        int mailsOfAddress) {

    /** What becomes of a device that is not trusted. */
    enum Mode {
        ENFORCE,
        NOTICE
    }

    /** What a mail holds. */
    enum Proof {
        LINK_AND_CODE(true, true),
        LINK(true, false),
        CODE(false, true);

        private final boolean link;
        private final boolean code;

        Proof(boolean link, boolean code) {
            this.link = link;
            this.code = code;
        }

        boolean hasLink() {
            return link;
        }

        boolean hasCode() {
            return code;
        }
    }

    /** When a confirmed device is trusted. */
    enum Remember {
        ALWAYS,
        ASK
    }

    private enum Kind {
        FIXED,
        SLIDING
    }

    private static final Logger LOG = Logger.getLogger(DeviceVerificationConfig.class);

    static final String MODE = "mode";
    static final String DAYS = "trust.days";
    static final String KIND = "trust.kind";
    static final String PROOF = "proof";
    static final String NUMBER_MATCHING = "number.matching";
    static final String SKIP_AFTER_SECOND_FACTOR = "skip.after.second.factor";

    /** Separated by Keycloak's delimiter {@code ##}. */
    static final String EXEMPT_CLIENTS = "exempt.clients";

    static final String REMEMBER = "remember";
    static final String DENIAL_SESSIONS = "denial.ends.sessions";
    static final String DENIAL_DEVICES = "denial.removes.devices";
    static final String DENIAL_PASSWORD = "denial.blocks.password";
    static final String MAIL_WAIT = "mail.wait.seconds";
    static final String MAILS_OF_ADDRESS = "mails.per.address";

    private static final String MODE_LABEL = "Unknown devices";
    private static final String DAYS_LABEL = "Days of trust";
    private static final String KIND_LABEL = "Trust counts from";
    private static final String PROOF_LABEL = "Mail holds";
    private static final String NUMBER_MATCHING_LABEL = "Number matching";
    private static final String SKIP_LABEL = "Not after a second factor";
    private static final String EXEMPT_LABEL = "Exempt clients";
    private static final String REMEMBER_LABEL = "Remember the device";
    private static final String DENIAL_SESSIONS_LABEL = "\"It wasn't me\" ends all sessions";
    private static final String DENIAL_DEVICES_LABEL = "\"It wasn't me\" removes all devices";
    private static final String DENIAL_PASSWORD_LABEL = "\"It wasn't me\" stops the password";
    private static final String MAIL_WAIT_LABEL = "Seconds between mails";
    private static final String MAILS_LABEL = "Mails by IP address and hour";

    /** They lead to the account and to the realm. */
    static final Set<String> NEVER_EXEMPT = Set.of(
            Constants.ACCOUNT_MANAGEMENT_CLIENT_ID,
            Constants.ACCOUNT_CONSOLE_CLIENT_ID,
            Constants.ADMIN_CONSOLE_CLIENT_ID,
            Constants.ADMIN_CLI_CLIENT_ID,
            Constants.REALM_MANAGEMENT_CLIENT_ID,
            Constants.BROKER_SERVICE_CLIENT_ID);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_DAYS = 365;
    private static final int DEFAULT_MAIL_WAIT = 30;
    private static final int MAX_MAIL_WAIT = 600;
    private static final int DEFAULT_MAILS_OF_ADDRESS = 100;
    private static final int MAX_MAILS_OF_ADDRESS = 10_000;

    DeviceVerificationConfig {
        exemptClients = Set.copyOf(exemptClients);
    }

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(MODE)
                .label(MODE_LABEL)
                .helpText(
                        "enforce: a login from a device that is not trusted waits until it is confirmed by mail. notice: it goes on and "
                                + "a mail tells the person; such a device is not trusted, and no session is verified. For the time of roll-out.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(words(Mode.values()))
                .defaultValue(word(Mode.ENFORCE))
                .add()
                .property()
                .name(DAYS)
                .label(DAYS_LABEL)
                .helpText(
                        "How many days a confirmed device is trusted, 1 to 365. A shorter period holds for the devices that are there, too.")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .defaultValue(DEFAULT_DAYS)
                .add()
                .property()
                .name(KIND)
                .label(KIND_LABEL)
                .helpText("fixed: the days count from when the device was confirmed. sliding: from its last use.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(words(Kind.values()))
                .defaultValue(word(Kind.FIXED))
                .add()
                .property()
                .name(PROOF)
                .label(PROOF_LABEL)
                .helpText(
                        "link_and_code: a link to open anywhere, and a code of six digits for the page that waits. Or only one of them.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(words(Proof.values()))
                .defaultValue(word(Proof.LINK_AND_CODE))
                .add()
                .property()
                .name(NUMBER_MATCHING)
                .label(NUMBER_MATCHING_LABEL)
                .helpText(
                        "Whoever opens the link in another browser picks the number that the waiting page shows, among three: so a habitual "
                                + "click lets nobody in.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(true)
                .add()
                .property()
                .name(SKIP_AFTER_SECOND_FACTOR)
                .label(SKIP_LABEL)
                .helpText(
                        "A login with a second factor, or with a passkey that verifies its user, needs no mail. One that was set up in a "
                                + "session that was not verified does not count.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(false)
                .add()
                .property()
                .name(EXEMPT_CLIENTS)
                .label(EXEMPT_LABEL)
                .helpText(
                        "Client ids. A login to one of them needs no mail; its session is not verified, and is as soon as another client is "
                                + "used. Keycloak's own clients are never exempt.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .property()
                .name(REMEMBER)
                .label(REMEMBER_LABEL)
                .helpText("always: a confirmed device is trusted. ask: when the person ticks a box.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(words(Remember.values()))
                .defaultValue(word(Remember.ALWAYS))
                .add()
                .property()
                .name(DENIAL_SESSIONS)
                .label(DENIAL_SESSIONS_LABEL)
                .helpText(
                        "When a person says in the mail's page that it was not them, their sessions end, online and offline.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(true)
                .add()
                .property()
                .name(DENIAL_DEVICES)
                .label(DENIAL_DEVICES_LABEL)
                .helpText("When a person says that it was not them, none of their devices is trusted any more.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(true)
                .add()
                .property()
                .name(DENIAL_PASSWORD)
                .label(DENIAL_PASSWORD_LABEL)
                .helpText(
                        "When a person says that it was not them, their password does not work any more until they reset it through "
                                + "\"Forgot password\". The realm must offer that.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(true)
                .add()
                .property()
                .name(MAIL_WAIT)
                .label(MAIL_WAIT_LABEL)
                .helpText(
                        "How long somebody waits before they can be sent another mail, 1 to 600. There are at most five an hour.")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .defaultValue(DEFAULT_MAIL_WAIT)
                .add()
                .property()
                .name(MAILS_OF_ADDRESS)
                .label(MAILS_LABEL)
                .helpText(
                        "How many mails the logins from one IP address may cause in an hour, 1 to 10000. Mind the offices that share one.")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .defaultValue(DEFAULT_MAILS_OF_ADDRESS)
                .add()
                .build();
    }

    /** What cannot be read is as if nothing were configured: nobody is exempt. @param saved null for nothing */
    static DeviceVerificationConfig of(RealmModel realm, AuthenticatorConfigModel saved) {
        try {
            return parse(saved == null || saved.getConfig() == null ? Map.of() : saved.getConfig());
        } catch (InvalidConfigurationException e) {
            LOG.errorf(
                    "Realm %s: the configuration \"%s\" of the device verification is not used: %s",
                    realm.getName(), saved.getAlias(), e.getMessage());
            return byDefault();
        }
    }

    /** @throws InvalidConfigurationException for what could not be carried out in any realm; the message names the entry */
    static DeviceVerificationConfig parse(Map<String, String> config) throws InvalidConfigurationException {
        return new DeviceVerificationConfig(
                word(config, MODE, MODE_LABEL, Mode.values()),
                new TrustPeriod(
                        number(config, DAYS, DAYS_LABEL, DEFAULT_DAYS, MAX_DAYS),
                        word(config, KIND, KIND_LABEL, Kind.values()) == Kind.SLIDING),
                word(config, PROOF, PROOF_LABEL, Proof.values()),
                flag(config, NUMBER_MATCHING, NUMBER_MATCHING_LABEL, true),
                flag(config, SKIP_AFTER_SECOND_FACTOR, SKIP_LABEL, false),
                exempt(config.getOrDefault(EXEMPT_CLIENTS, "")),
                word(config, REMEMBER, REMEMBER_LABEL, Remember.values()),
                new Denial(
                        flag(config, DENIAL_SESSIONS, DENIAL_SESSIONS_LABEL, true),
                        flag(config, DENIAL_DEVICES, DENIAL_DEVICES_LABEL, true),
                        flag(config, DENIAL_PASSWORD, DENIAL_PASSWORD_LABEL, true)),
                number(config, MAIL_WAIT, MAIL_WAIT_LABEL, DEFAULT_MAIL_WAIT, MAX_MAIL_WAIT),
                number(config, MAILS_OF_ADDRESS, MAILS_LABEL, DEFAULT_MAILS_OF_ADDRESS, MAX_MAILS_OF_ADDRESS));
    }

    /** What holds where nothing is configured: nobody is exempt. */
    static DeviceVerificationConfig byDefault() {
        try {
            return parse(Map.of());
        } catch (InvalidConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws InvalidConfigurationException for what could not be carried out in this realm; the message names the entry */
    static void check(RealmModel realm, Map<String, String> saved) throws InvalidConfigurationException {
        DeviceVerificationConfig config = parse(saved);
        for (String clientId : config.exemptClients) {
            ClientModel client = realm.getClientByClientId(clientId);
            if (client == null) {
                throw new InvalidConfigurationException("\"" + EXEMPT_LABEL + "\" has \"" + clientId
                        + "\", a client that the realm does not have. Write its client id.");
            }
            if (DeviceDemand.of(realm, client) == DeviceDemand.REQUIRED) {
                throw new InvalidConfigurationException("\"" + EXEMPT_LABEL + "\" has \"" + clientId
                        + "\", a client that would get no token for a session that is not verified. Set its attribute "
                        + DeviceDemand.CLIENT + " to optional first.");
            }
        }
    }

    private static Set<String> exempt(String text) throws InvalidConfigurationException {
        Set<String> clients = Stream.of(Constants.CFG_DELIMITER_PATTERN.split(text))
                .map(String::strip)
                .filter(client -> !client.isEmpty())
                .collect(Collectors.toSet());
        for (String client : clients) {
            if (NEVER_EXEMPT.contains(client)) {
                throw new InvalidConfigurationException(
                        "\"" + EXEMPT_LABEL + "\" has \"" + client
                                + "\", a client of Keycloak's own, which is never exempt: it leads to the account and to the realm. Remove it.");
            }
        }
        return clients;
    }

    private static int number(Map<String, String> config, String key, String label, int byDefault, int most)
            throws InvalidConfigurationException {
        String text = config.get(key);
        if (text == null || text.isBlank()) {
            return byDefault;
        }
        // as many digits as never overflow
        int number = NUMBER.matcher(text.strip()).matches() ? Integer.parseInt(text.strip()) : 0;
        if (number < 1 || number > most) {
            throw new InvalidConfigurationException(
                    "\"" + label + "\" is \"" + text + "\". Write a whole number from 1 to " + most + ".");
        }
        return number;
    }

    private static boolean flag(Map<String, String> config, String key, String label, boolean byDefault)
            throws InvalidConfigurationException {
        String text = config.getOrDefault(key, Boolean.toString(byDefault));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new InvalidConfigurationException("\"" + label + "\" is \"" + text + "\". Write true or false.");
        };
    }

    private static <E extends Enum<E>> E word(Map<String, String> config, String key, String label, E[] words)
            throws InvalidConfigurationException {
        String text = config.get(key);
        if (text == null || text.isBlank()) {
            return words[0];
        }
        return Arrays.stream(words)
                .filter(word -> word(word).equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidConfigurationException("\"" + label + "\" is \"" + text
                        + "\". Write one of: " + String.join(", ", words(words)) + "."));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> words(Enum<?>... values) {
        return Arrays.stream(values).map(DeviceVerificationConfig::word).toList();
    }
}
