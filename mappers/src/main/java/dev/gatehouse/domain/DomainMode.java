package dev.gatehouse.domain;

import static dev.gatehouse.domain.DomainAttributes.REALM_AT_REFRESH;
import static dev.gatehouse.domain.DomainAttributes.REALM_MODE;

import java.util.Optional;
import org.keycloak.models.RealmModel;

/** What becomes of a refusal in a realm: the realm attribute {@code gatehouse.authenticators.domains}. */
public enum DomainMode {

    /** Whoever is refused does not get in. */
    ENFORCE,

    /** Everybody gets in, and an event says who would not have. */
    REPORT;

    /** @return {@link #ENFORCE} where the realm does not say or says what nobody knows */
    public static DomainMode of(RealmModel realm) {
        return read(realm.getAttribute(REALM_MODE));
    }

    /** For what guards tokens, and thereby every client of the realm: empty, that is not at all, where the realm does not say. */
    public static Optional<DomainMode> ofTokens(RealmModel realm) {
        return Optional.ofNullable(realm.getAttribute(REALM_MODE))
                .filter(DomainAttributes::isSet)
                .map(DomainMode::read);
    }

    /**
     * Whether a token is decided about at each refresh, too, and not only at the login: the realm attribute
     * {@code gatehouse.authenticators.domains_at_refresh}, which is {@code true} unless it says {@code false}.
     */
    public static boolean isAtRefresh(RealmModel realm) {
        return !"false".equals(realm.getAttribute(REALM_AT_REFRESH));
    }

    static DomainMode read(String value) {
        return "report".equals(value) ? REPORT : ENFORCE;
    }
}
