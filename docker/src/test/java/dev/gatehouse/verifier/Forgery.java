package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A way to pass off a token that the provider did not sign, or signed otherwise. It can be tried on any token, also on one of which
 * only the public key is known.
 *
 * @param name what is done to the token
 * @param fault what a platform must find
 */
record Forgery(String name, Fault fault, Consumer<Draft> how) {

    /** What is wrong, and which of a platform's rules is broken by it: the first of these that the platform has. */
    enum Fault {
        FORM("FORM", "ALGORITHM"),
        ALGORITHM("ALGORITHM"),
        KEY("KEY"),
        SIGNATURE("SIGNATURE", "KEY");

        private final List<String> names;

        Fault(String... names) {
            this.names = List.of(names);
        }

        Rule<?> in(List<? extends Rule<?>> rules) {
            return names.stream()
                    .flatMap(name -> rules.stream().filter(rule -> rule.name().equals(name)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final SigningKey ATTACKER = SigningKey.create("attacker", SignatureAlgorithm.RS256);
    private static final UnaryOperator<String> UNSIGNED = input -> "";

    /** @param keys the provider's @param kid of the key that the token is signed by */
    static List<Forgery> all(JWKSet keys, String kid) {
        return Stream.of(form(), algorithm(keys.getKeyByKeyId(kid)), key(keys), signature(kid))
                .flatMap(stream -> stream)
                .toList();
    }

    private static Stream<Forgery> form() {
        return Stream.of(
                form("no token", draft -> draft.whole(token -> "")),
                form("no signature and no dot before it", draft -> draft.whole(Forgery::withoutLastPart)),
                form("five parts, as if it were encrypted", draft -> draft.whole(token -> token + ".a.b")),
                form("padded with =", draft -> draft.whole(token -> token + "=")),
                form("a line break at its end", draft -> draft.whole(token -> token + "\n")),
                form("header is not JSON", draft -> draft.headerText(json -> json.substring(1))),
                form("claims are an array", draft -> draft.claimsText(json -> "[" + json + "]")),
                form("claims are followed by others", draft -> draft.claimsText(json -> json + json)),
                form(
                        "alg is there twice",
                        draft -> draft.headerText(json -> json.replaceFirst("\\{", "{\"alg\":\"none\","))),
                form(
                        "sub is there twice",
                        draft -> draft.claimsText(json -> json.replaceFirst("\\{", "{\"sub\":\"x\","))),
                form(
                        "crit names an extension",
                        draft -> draft.header("crit", List.of("exp")).header("exp", 0)),
                form(
                        "the payload is said not to be in base64 (RFC 7797)",
                        draft -> draft.header("crit", List.of("b64")).header("b64", false)));
    }

    private static Stream<Forgery> algorithm(JWK published) {
        PublicKey key = publicKey(published);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return Stream.of(
                algorithm(
                        "alg is none, and there is no signature",
                        draft -> draft.header("alg", "none").signed(UNSIGNED)),
                algorithm("alg is none, and the signature is still there", draft -> draft.header("alg", "none")),
                algorithm("alg is nOnE", draft -> draft.header("alg", "nOnE").signed(UNSIGNED)),
                algorithm("alg is empty", draft -> draft.header("alg", "").signed(UNSIGNED)),
                algorithm("alg is missing", draft -> draft.withoutHeader("alg")),
                algorithm("alg is an array", draft -> draft.header("alg", List.of("RS256"))),
                algorithm("alg is rs256 in small letters", draft -> draft.header("alg", "rs256")),
                algorithm("alg is RS384", draft -> draft.header("alg", "RS384")),
                algorithm("alg is PS256", draft -> draft.header("alg", "PS256")),
                algorithm(
                        "HS256 with the public key in PEM as the secret",
                        draft -> draft.header("alg", "HS256").signed(hmac("HmacSHA256", pem.getBytes(US_ASCII)))),
                algorithm(
                        "HS256 with the public key's bytes as the secret",
                        draft -> draft.header("alg", "HS256").signed(hmac("HmacSHA256", key.getEncoded()))),
                algorithm(
                        "HS384 with the public key as JWK as the secret",
                        draft -> draft.header("alg", "HS384")
                                .signed(hmac(
                                        "HmacSHA384", published.toJSONString().getBytes(UTF_8)))),
                algorithm(
                        "HS512 with zeros as the secret",
                        draft -> draft.header("alg", "HS512").signed(hmac("HmacSHA512", new byte[64]))));
    }

    private static Stream<Forgery> key(JWKSet keys) {
        String encryption = keys.getKeys().stream()
                .filter(key -> KeyUse.ENCRYPTION.equals(key.getKeyUse()))
                .findFirst()
                .orElseThrow()
                .getKeyID();
        return Stream.of(
                key("kid is missing", draft -> draft.withoutHeader("kid")),
                key("kid is empty", draft -> draft.header("kid", "")),
                key("kid is null", draft -> draft.header("kid", null)),
                key("kid is a number", draft -> draft.header("kid", 1)),
                key("kid is unknown", draft -> draft.header("kid", "unknown")),
                key("kid is that of a key for encryption", draft -> draft.header("kid", encryption)),
                key("another key with its own kid", draft -> draft.signedBy(ATTACKER)),
                key(
                        "another key with its own kid and itself in jwk",
                        draft -> draft.signedBy(ATTACKER)
                                .header("jwk", ATTACKER.published().toJSONObject())),
                key(
                        "another key with its own kid and its address in jku",
                        draft -> draft.signedBy(ATTACKER).header("jku", "https://attacker.example/jwks.json")));
    }

    private static Stream<Forgery> signature(String kid) {
        return Stream.of(
                signature(
                        "another key under the same kid",
                        draft -> draft.signedBy(ATTACKER).header("kid", kid)),
                signature(
                        "another key under the same kid, itself in jwk",
                        draft -> draft.signedBy(ATTACKER)
                                .header("kid", kid)
                                .header("jwk", ATTACKER.published().toJSONObject())),
                signature(
                        "another key under the same kid, its address in jku",
                        draft -> draft.signedBy(ATTACKER)
                                .header("kid", kid)
                                .header("jku", "https://attacker.example/jwks.json")),
                signature(
                        "another key under the same kid, its address in x5u",
                        draft -> draft.signedBy(ATTACKER)
                                .header("kid", kid)
                                .header("x5u", "https://attacker.example/certificate.pem")),
                signature("signature is empty", draft -> draft.signed(UNSIGNED)),
                signature("signature is cut", draft -> draft.whole(token -> token.substring(0, token.length() - 4))),
                signature("signature is longer", draft -> draft.whole(token -> token + "AAAA")),
                signature("signature cannot be decoded", draft -> draft.whole(Forgery::withUndecodableSignature)),
                signature(
                        "one claim is changed after signing",
                        draft -> draft.whole(token -> withPart(
                                token,
                                1,
                                json -> json.replaceFirst("\"sub\":\"[^\"]*\"", "\"sub\":\"somebody else\"")))),
                signature(
                        "one claim is added after signing",
                        draft -> draft.whole(
                                token -> withPart(token, 1, json -> json.replaceFirst("\\{", "{\"is_admin\":true,")))),
                signature(
                        "the header is changed after signing",
                        draft -> draft.whole(
                                token -> withPart(token, 0, json -> json.replaceFirst("\\{", "{\"cty\":\"JWT\",")))));
    }

    private static Forgery form(String name, Consumer<Draft> how) {
        return new Forgery(name, Fault.FORM, how);
    }

    private static Forgery algorithm(String name, Consumer<Draft> how) {
        return new Forgery(name, Fault.ALGORITHM, how);
    }

    private static Forgery key(String name, Consumer<Draft> how) {
        return new Forgery(name, Fault.KEY, how);
    }

    private static Forgery signature(String name, Consumer<Draft> how) {
        return new Forgery(name, Fault.SIGNATURE, how);
    }

    private static String withoutLastPart(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    private static String withUndecodableSignature(String token) {
        // one character alone makes no byte
        return withoutLastPart(token) + ".A";
    }

    /** @param part 0 for the header, 1 for the claims @param change of its JSON, which must change it */
    private static String withPart(String token, int part, UnaryOperator<String> change) {
        String[] parts = token.split("\\.", -1);
        String before = new String(Base64.getUrlDecoder().decode(parts[part]), UTF_8);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalStateException("nothing to change in " + before);
        }
        parts[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(after.getBytes(UTF_8));
        return String.join(".", parts);
    }

    private static UnaryOperator<String> hmac(String algorithm, byte[] secret) {
        return input -> {
            try {
                Mac mac = Mac.getInstance(algorithm);
                mac.init(new SecretKeySpec(secret, algorithm));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(input.getBytes(US_ASCII)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static PublicKey publicKey(JWK key) {
        try {
            return key.toRSAKey().toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
