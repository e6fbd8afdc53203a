package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key of the tests' own provider, or of somebody who would like to be it.
 *
 * @param published its public half, as it stands among a provider's keys
 */
record SigningKey(SignatureAlgorithm algorithm, PrivateKey secret, JWK published) {

    static SigningKey create(String kid, SignatureAlgorithm algorithm) {
        Algorithm name = JWSAlgorithm.parse(algorithm.name());
        return switch (algorithm) {
            case RS256, RS512 -> generate(algorithm, new RSAKeyGenerator(2048), kid, KeyUse.SIGNATURE, name);
            case ES256 -> generate(algorithm, new ECKeyGenerator(Curve.P_256), kid, KeyUse.SIGNATURE, name);
            case ES384 -> generate(algorithm, new ECKeyGenerator(Curve.P_384), kid, KeyUse.SIGNATURE, name);
            case EdDSA -> ed25519(kid);
        };
    }

    /** One that is published for encryption, and signs all the same. */
    static SigningKey forEncryption(String kid) {
        return generate(
                SignatureAlgorithm.RS256, new RSAKeyGenerator(2048), kid, KeyUse.ENCRYPTION, JWEAlgorithm.RSA_OAEP_256);
    }

    private static <K extends JWK & AsymmetricJWK> SigningKey generate(
            SignatureAlgorithm algorithm, JWKGenerator<K> generator, String kid, KeyUse use, Algorithm name) {
        try {
            K key = generator.keyID(kid).keyUse(use).algorithm(name).generate();
            return new SigningKey(algorithm, key.toPrivateKey(), key.toPublicJWK());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey ed25519(String kid) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            JWK published = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.EdDSA)
                    .build();
            return new SigningKey(SignatureAlgorithm.EdDSA, pair.getPrivate(), published);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String kid() {
        return published.getKeyID();
    }

    /** The signature over the input, in base64url. */
    String sign(String input) {
        try {
            Signature signature = Signature.getInstance(algorithm.signature());
            signature.initSign(secret);
            signature.update(input.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
