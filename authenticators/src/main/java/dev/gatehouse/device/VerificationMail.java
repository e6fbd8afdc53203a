package dev.gatehouse.device;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The mail about a login: what, when, from where, and what to do. It holds neither the number of the page that waits nor anything of
 * the device.
 */
final class VerificationMail {

    private static final String VERIFY = "gatehouse-device-verify.ftl";
    private static final String NOTICE = "gatehouse-device-notice.ftl";

    private VerificationMail() {}

    /**
     * @param link null where the mail holds none
     * @param code null where the mail holds none
     * @throws EmailException where the mail server does not take it
     */
    static void send(
            KeycloakSession session, RealmModel realm, UserModel user, PendingLogin login, URI link, String code)
            throws EmailException {
        PersonLanguage language = PersonLanguage.of(session, realm, user);
        Map<String, Object> attributes = new HashMap<>(facts(login, language));
        attributes.put("minutes", WaitingLogin.MINUTES);
        if (link != null) {
            attributes.put("link", link.toString());
        }
        if (code != null) {
            attributes.put("code", code);
        }
        language.speak(() -> session.getProvider(EmailTemplateProvider.class)
                .setRealm(realm)
                .setUser(user)
                .send(
                        login.notice() ? "gatehouseDeviceNoticeMailSubject" : "gatehouseDeviceVerifyMailSubject",
                        List.of(login.facts().application()),
                        login.notice() ? NOTICE : VERIFY,
                        attributes));
    }

    /** What the mail and the page that asks tell of a login, for templates. */
    static Map<String, Object> facts(PendingLogin login, PersonLanguage language) {
        LoginFacts facts = login.facts();
        return Map.of(
                "application", facts.application(),
                "device", new UserAgent(facts.browser(), facts.os()).name(language),
                "ip", facts.ip(),
                "time", time(facts.time(), language.locale()));
    }

    /** In UTC, and saying so: where the person is nobody knows. */
    private static String time(long epochSeconds, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.ofEpochSecond(epochSeconds))
                + " UTC";
    }
}
