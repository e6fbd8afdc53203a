package dev.gatehouse.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;
import java.util.stream.Collectors;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;
import org.keycloak.wellknown.WellKnownProvider;

/**
 * The metadata that would be served without Gatehouse, narrowed: a client is told to expect signatures only of algorithms that the
 * realm's active keys sign with and that it can verify by the realm's public keys. HMAC and {@code none} never are among them.
 */
final class SignableMetadata implements WellKnownProvider {

    private final KeycloakSession session;
    private final WellKnownProvider original;

    /** @param original null where the server has none, for instance because it was disabled */
    SignableMetadata(KeycloakSession session, WellKnownProvider original) {
        this.session = session;
        this.original = original;
    }

    /** @throws NotFoundException where there is no original, as Keycloak answers then */
    @Override
    public Object getConfig() {
        if (original == null) {
            throw new NotFoundException();
        }
        Object metadata = original.getConfig();
        RealmModel realm = session.getContext().getRealm();
        return DiscoverySwitch.of(realm) == DiscoverySwitch.OFF ? metadata : narrowed(metadata, realm);
    }

    private ObjectNode narrowed(Object metadata, RealmModel realm) {
        // a copy, whatever its type: what the original hands out may be shared
        JsonNode json = JsonSerialization.mapper.valueToTree(metadata);
        if (!(json instanceof ObjectNode copy)) {
            throw new IllegalStateException("Discovery of realm \"" + realm.getName() + "\": what "
                    + original.getClass().getName() + " serves is no JSON object and cannot be narrowed.");
        }
        signing(realm).narrow(copy);
        return copy;
    }

    private SigningAlgorithms signing(RealmModel realm) {
        return new SigningAlgorithms(session.keys()
                .getKeysStream(realm)
                .filter(key ->
                        KeyUse.SIG.equals(key.getUse()) && key.getStatus().isActive())
                .filter(key -> key.getPublicKey() != null)
                .map(KeyWrapper::getAlgorithmOrDefault)
                .filter(this::isAsymmetric)
                .collect(Collectors.toSet()));
    }

    /** A key's algorithm is what an admin wrote: nothing keeps them from calling an RSA key one for HS256. */
    private boolean isAsymmetric(String algorithm) {
        SignatureProvider signature = session.getProvider(SignatureProvider.class, algorithm);
        return signature != null && signature.isAsymmetricAlgorithm();
    }

    @Override
    public void close() {}
}
