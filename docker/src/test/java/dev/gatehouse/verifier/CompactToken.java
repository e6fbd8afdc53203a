package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed token taken apart (JWS compact serialization, RFC 7515). Nothing of it is believed yet.
 *
 * @param header missing when the token is malformed
 * @param claims missing when the token is malformed
 * @param signingInput what the signature is made over
 * @param signature in base64url
 */
record CompactToken(JsonNode header, JsonNode claims, String signingInput, String signature) {

    private static final Pattern PARTS = Pattern.compile("(([\\w-]+)\\.([\\w-]+))\\.([\\w-]*)");
    private static final CompactToken MALFORMED =
            new CompactToken(MissingNode.getInstance(), MissingNode.getInstance(), "", "");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410, section 4). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    static CompactToken parse(String token) {
        Matcher parts = PARTS.matcher(token);
        if (!parts.matches()) {
            return MALFORMED;
        }
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts.group(2)));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts.group(3)));
            return header.isObject() && claims.isObject()
                    ? new CompactToken(header, claims, parts.group(1), parts.group(4))
                    : MALFORMED;
        } catch (IOException | IllegalArgumentException e) {
            return MALFORMED;
        }
    }

    /** Also false for a header with extensions that must be understood (RFC 7515, section 4.1.11): no platform knows any. */
    boolean isWellFormed() {
        return header.isObject() && !header.has("crit");
    }

    /** Empty for one that no platform takes. */
    Optional<SignatureAlgorithm> algorithm() {
        return SignatureAlgorithm.named(header.path("alg").asText());
    }

    /** Empty when it is missing or not a string. */
    String kid() {
        return string(header.path("kid"));
    }

    boolean isSignedBy(JWK key) {
        Optional<SignatureAlgorithm> algorithm = algorithm();
        if (algorithm.isEmpty()) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance(algorithm.get().signature());
            verification.initVerify(publicKey(key));
            verification.update(signingInput.getBytes(US_ASCII));
            return verification.verify(Base64.getUrlDecoder().decode(signature));
        } catch (SignatureException | IllegalArgumentException e) {
            return false;
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("the key " + key + " cannot be used", e);
        }
    }

    private static PublicKey publicKey(JWK key) throws GeneralSecurityException, JOSEException {
        if (key instanceof OctetKeyPair pair) {
            byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + 32);
            System.arraycopy(pair.getDecodedX(), 0, encoded, ED25519.length, 32);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        }
        return ((AsymmetricJWK) key).toPublicKey();
    }

    /** Empty when the claim is missing or not a string. */
    String string(String claim) {
        return string(claims.path(claim));
    }

    /** Empty when the claim is missing or not an array of strings. */
    List<String> strings(String claim) {
        return isStrings(claim)
                ? claims.get(claim).valueStream().map(JsonNode::textValue).toList()
                : List.of();
    }

    boolean isStrings(String claim) {
        return isStrings(claims.path(claim));
    }

    static boolean isStrings(JsonNode value) {
        return value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
    }

    /** Seconds since 1970 UTC; empty when the claim is missing or not a whole number. */
    OptionalLong seconds(String claim) {
        JsonNode value = claims.path(claim);
        return value.canConvertToLong() && value.isIntegralNumber()
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** {@code aud}, which may be one string as well as an array of them (RFC 7519, section 4.1.3). */
    List<String> audience() {
        return claims.path("aud").isTextual() ? List.of(string("aud")) : strings("aud");
    }

    private static String string(JsonNode value) {
        return value.isTextual() ? value.textValue() : "";
    }
}
