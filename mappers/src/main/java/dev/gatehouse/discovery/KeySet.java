package dev.gatehouse.discovery;

import jakarta.ws.rs.NotFoundException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.utils.JWKSServerUtils;
import org.keycloak.wellknown.WellKnownProvider;

/** The realm's public keys as a JSON Web Key Set (RFC 7517), the same as at Keycloak's own {@code protocol/openid-connect/certs}. */
final class KeySet implements WellKnownProvider {

    private final KeycloakSession session;

    KeySet(KeycloakSession session) {
        this.session = session;
    }

    /** @throws NotFoundException where discovery is switched off, as for a document that Keycloak does not know */
    @Override
    public Object getConfig() {
        RealmModel realm = session.getContext().getRealm();
        if (DiscoverySwitch.of(realm) == DiscoverySwitch.OFF) {
            throw new NotFoundException();
        }
        return JWKSServerUtils.getRealmJwks(session, realm);
    }

    @Override
    public void close() {}
}
