package dev.gatehouse.verifier;

import com.nimbusds.jose.jwk.JWK;
import java.util.Optional;

/** A token in the hands of a client that has to decide about it. */
interface Presented {

    Provider provider();

    CompactToken token();

    /** The provider's key that the token names. */
    default Optional<JWK> key() {
        return token().algorithm().flatMap(algorithm -> provider().keys().find(token().kid(), algorithm));
    }
}
