package dev.gatehouse.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * A passkey in software (Web Authentication Level 2): an ES256 key without attestation that always says it verified its user. Does
 * what the scripts of Keycloak's pages would let a browser do.
 */
public final class Passkey {

    private static final byte USER_PRESENT_AND_VERIFIED = 0x05;
    private static final byte WITH_NEW_CREDENTIAL = 0x45;

    private final KeyPair key;
    private final byte[] id = new byte[32];
    private final String origin;
    private String userHandle;

    private Passkey(KeyPair key, URI server) {
        this.key = key;
        this.origin = server.getScheme() + "://" + server.getAuthority();
        new SecureRandom().nextBytes(id);
    }

    /** @param server whose passkey it is to be */
    static Passkey create(URI server) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new Passkey(generator.generateKeyPair(), server);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** Fills in the form that registers a passkey. */
    Form register(Page page) {
        userHandle = option(page, "userid");
        String clientData = clientData("webauthn.create", page);
        byte[] authenticatorData = bytes(
                rpIdHash(page),
                new byte[] {WITH_NEW_CREDENTIAL},
                new byte[4],
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) id.length).array(),
                id,
                publicKey());
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}
        byte[] attestation = bytes(
                hex("a363"),
                "fmt".getBytes(UTF_8),
                hex("64"),
                "none".getBytes(UTF_8),
                hex("67"),
                "attStmt".getBytes(UTF_8),
                hex("a068"),
                "authData".getBytes(UTF_8),
                hex("58"),
                new byte[] {(byte) authenticatorData.length},
                authenticatorData);
        return page.formWith("attestationObject")
                .orElseThrow()
                .fill("clientDataJSON", base64(clientData.getBytes(UTF_8)))
                .fill("attestationObject", base64(attestation))
                .fill("publicKeyCredentialId", base64(id))
                .fill("authenticatorLabel", "passkey");
    }

    /** Fills in the form that signs in with it. */
    Form signIn(Page page) {
        String clientData = clientData("webauthn.get", page);
        byte[] authenticatorData = bytes(rpIdHash(page), new byte[] {USER_PRESENT_AND_VERIFIED}, new byte[4]);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(authenticatorData);
            signature.update(sha256(clientData));
            return page.formWith("authenticatorData")
                    .orElseThrow()
                    .fill("clientDataJSON", base64(clientData.getBytes(UTF_8)))
                    .fill("authenticatorData", base64(authenticatorData))
                    .fill("signature", base64(signature.sign()))
                    .fill("credentialId", base64(id))
                    .fill("userHandle", userHandle);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String clientData(String type, Page page) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(type, option(page, "challenge"), origin);
    }

    /** COSE key: kty EC2, alg ES256, crv P-256, x, y. */
    private byte[] publicKey() {
        ECPublicKey point = (ECPublicKey) key.getPublic();
        return bytes(
                hex("a5010203262001215820"),
                coordinate(point.getW().getAffineX()),
                hex("225820"),
                coordinate(point.getW().getAffineY()));
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] coordinate = new byte[32];
        int length = Math.min(signed.length, coordinate.length);
        System.arraycopy(signed, signed.length - length, coordinate, coordinate.length - length, length);
        return coordinate;
    }

    private static byte[] rpIdHash(Page page) {
        return sha256(option(page, "rpId"));
    }

    private static String option(Page page, String name) {
        Pattern option = Pattern.compile("\\b" + name + "\\s*:\\s*\"([^\"]*)\"");
        for (Element script : page.document().select("script:not([src])")) {
            Matcher matcher = option.matcher(script.data());
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("no option " + name + " for a passkey on " + page);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
