package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A login by authorization code in the making: as it should be until somebody bends it. */
final class LoginDraft {

    static final String ACCESS_TOKEN = "the access token";

    private final Draft idToken;
    private final ObjectNode discovery = Issuer.discovery();
    private final Map<String, String> sent = new LinkedHashMap<>();
    private final String verifier;
    private final Map<String, String> redirect = new LinkedHashMap<>();
    private final ObjectNode answer = new JsonMapper().createObjectNode().put("access_token", ACCESS_TOKEN);

    /** @param verifier empty without PKCE */
    LoginDraft(Draft idToken, String state, String verifier) {
        this.idToken = idToken.claim("at_hash", accessTokenHash(SignatureAlgorithm.RS256));
        this.verifier = verifier;
        sent.put("state", state);
        redirect.put("state", state);
        redirect.put("code", "the code");
        redirect.put("iss", Issuer.NAME);
    }

    /** As an independent library computes it. */
    static String accessTokenHash(SignatureAlgorithm algorithm) {
        return AccessTokenHash.compute(
                        new BearerAccessToken(ACCESS_TOKEN), JWSAlgorithm.parse(algorithm.name()), Curve.Ed25519)
                .getValue();
    }

    LoginDraft idToken(Consumer<Draft> change) {
        change.accept(idToken);
        return this;
    }

    LoginDraft discovery(Consumer<ObjectNode> change) {
        change.accept(discovery);
        return this;
    }

    LoginDraft sent(String parameter, String value) {
        sent.put(parameter, value);
        return this;
    }

    LoginDraft notSent(String parameter) {
        sent.remove(parameter);
        return this;
    }

    LoginDraft redirect(String parameter, String value) {
        redirect.put(parameter, value);
        return this;
    }

    LoginDraft notInRedirect(String parameter) {
        redirect.remove(parameter);
        return this;
    }

    LoginDraft answer(Consumer<ObjectNode> change) {
        change.accept(answer);
        return this;
    }

    Provider provider() {
        return Issuer.known(discovery);
    }

    Sent sent() {
        return new Sent(Map.copyOf(sent), verifier);
    }

    URI redirect() {
        return URI.create("https://client.example/callback?" + Sent.form(redirect));
    }

    /** @return with the ID token, unless a bend has put something else there */
    ObjectNode answer() {
        return answer.has("id_token") ? answer : answer.put("id_token", idToken.token());
    }
}
