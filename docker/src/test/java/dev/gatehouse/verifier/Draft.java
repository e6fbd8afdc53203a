package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** A token in the making: as it should be until somebody bends it. */
final class Draft {

    private final Part header;
    private final Part claims;
    private UnaryOperator<String> signer;
    private UnaryOperator<String> whole = UnaryOperator.identity();

    private Draft(Part header, Part claims, UnaryOperator<String> signer) {
        this.header = header;
        this.claims = claims;
        this.signer = signer;
    }

    /** @param claims as JSON */
    static Draft of(String claims, SigningKey key) {
        return new Draft(new Part("{}"), new Part(claims), key::sign).signedBy(key);
    }

    /** A token that somebody else signed: it keeps that signature whatever is changed. */
    static Draft of(String token) {
        String[] parts = token.split("\\.", -1);
        return new Draft(Part.ofBase64(parts[0]), Part.ofBase64(parts[1]), input -> parts[2]);
    }

    Draft header(String name, Object value) {
        header.set(name, value);
        return this;
    }

    Draft withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    Draft claim(String name, Object value) {
        claims.set(name, value);
        return this;
    }

    Draft without(String claim) {
        claims.remove(claim);
        return this;
    }

    /** With {@code alg} and {@code kid} of the key. */
    Draft signedBy(SigningKey key) {
        return header("alg", key.algorithm().name())
                .header("typ", "JWT")
                .header("kid", key.kid())
                .signed(key::sign);
    }

    /** @param signer from what is signed to the signature in base64url */
    Draft signed(UnaryOperator<String> signer) {
        this.signer = signer;
        return this;
    }

    /** Changes the JSON of the header before it is signed. */
    Draft headerText(UnaryOperator<String> change) {
        header.change = change;
        return this;
    }

    /** Changes the JSON of the claims before it is signed. */
    Draft claimsText(UnaryOperator<String> change) {
        claims.change = change;
        return this;
    }

    /** Changes the finished token. */
    Draft whole(UnaryOperator<String> change) {
        whole = change;
        return this;
    }

    String token() {
        String input = header.base64() + "." + claims.base64();
        return whole.apply(input + "." + signer.apply(input));
    }

    /** One JSON object of the token, to the byte as it was until it is changed. */
    private static final class Part {

        private static final JsonMapper JSON = new JsonMapper();

        private String text;
        private UnaryOperator<String> change = UnaryOperator.identity();

        Part(String text) {
            this.text = text;
        }

        static Part ofBase64(String base64) {
            return new Part(new String(Base64.getUrlDecoder().decode(base64), UTF_8));
        }

        void set(String name, Object value) {
            ObjectNode object = object();
            object.set(name, JSON.valueToTree(value));
            text = object.toString();
        }

        void remove(String name) {
            ObjectNode object = object();
            object.remove(name);
            text = object.toString();
        }

        private ObjectNode object() {
            try {
                return (ObjectNode) JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        String base64() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(change.apply(text).getBytes(UTF_8));
        }
    }
}
