package dev.gatehouse.directory;

import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.RealmModel;

/**
 * Why a realm answers nobody. Keycloak checks neither for a resource like this one: the answers are those of its token endpoint, the
 * errors of events those of its authorization endpoint.
 */
enum Closed {
    WITHOUT_HTTPS(new Refusal(403, "invalid_request", "HTTPS required"), Errors.SSL_REQUIRED),
    REALM_DISABLED(new Refusal(403, "access_denied", "Realm not enabled"), Errors.REALM_DISABLED);

    private final Refusal refusal;
    private final String error;

    Closed(Refusal refusal, String error) {
        this.refusal = refusal;
        this.error = error;
    }

    /** @return empty where it answers */
    static Optional<Closed> of(KeycloakContext context) {
        RealmModel realm = context.getRealm();
        boolean https = "https".equals(context.getUri().getBaseUri().getScheme());
        if (!https && realm.getSslRequired().isRequired(context.getConnection())) {
            return Optional.of(WITHOUT_HTTPS);
        }
        return realm.isEnabled() ? Optional.empty() : Optional.of(REALM_DISABLED);
    }

    Refusal refusal() {
        return refusal;
    }

    String error() {
        return error;
    }
}
