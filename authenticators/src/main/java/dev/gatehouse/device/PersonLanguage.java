package dev.gatehouse.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.theme.Theme;

/**
 * The language that a person has chosen, else the realm's: never one that a request asks for, because whoever makes it need not be
 * this person.
 */
record PersonLanguage(KeycloakSession session, RealmModel realm, Locale locale) {

    static PersonLanguage of(KeycloakSession session, RealmModel realm, UserModel user) {
        return new PersonLanguage(session, realm, chosen(realm, user));
    }

    private static Locale chosen(RealmModel realm, UserModel user) {
        if (!realm.isInternationalizationEnabled()) {
            return Locale.ENGLISH;
        }
        String chosen = user.getFirstAttribute(UserModel.LOCALE);
        boolean known = chosen != null && realm.getSupportedLocalesStream().anyMatch(chosen::equals);
        return Locale.forLanguageTag(
                known ? chosen : Optional.ofNullable(realm.getDefaultLocale()).orElse("en"));
    }

    /** Does something for which Keycloak picks the language: this one. */
    <E extends Exception> void speak(Work<E> work) throws E {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        Object asked = session.getAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE);
        session.getContext().setAuthenticationSession(null);
        session.setAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE, locale.toLanguageTag());
        try {
            work.run();
        } finally {
            session.getContext().setAuthenticationSession(login);
            if (asked == null) {
                session.removeAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE);
            } else {
                session.setAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE, asked);
            }
        }
    }

    /** What is done in a language. */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E;
    }

    /** @param key of a text in the message bundles of the login theme */
    String text(String key, Object... parameters) {
        try {
            Properties messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, locale);
            return new MessageFormat(messages.getProperty(key, key), locale).format(parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return for example {@code 3 October 2026} */
    String day(long epochSeconds) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(LocalDate.ofInstant(Instant.ofEpochSecond(epochSeconds), ZoneOffset.UTC));
    }
}
