package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.EneoRule.ACCESS_TOKEN;
import static dev.gatehouse.verifier.EneoRule.ALGORITHM;
import static dev.gatehouse.verifier.EneoRule.AUDIENCE;
import static dev.gatehouse.verifier.EneoRule.DOMAIN;
import static dev.gatehouse.verifier.EneoRule.EMAIL;
import static dev.gatehouse.verifier.EneoRule.EXPIRY;
import static dev.gatehouse.verifier.EneoRule.ISSUER;
import static dev.gatehouse.verifier.EneoRule.STATE;
import static dev.gatehouse.verifier.EneoRule.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Logins at Eneo. */
class EneoTest extends LoginBendingTest {

    @Override
    List<EneoRule> rules() {
        return List.of(EneoRule.values());
    }

    @Override
    LoginDraft good() {
        return new LoginDraft(
                Issuer.draft("""
                        {
                          "sub": "4a1e9b9c-2b0e-4b39-8d53-6c2d6f7a8e90",
                          "aud": "eneo", "azp": "eneo",
                          "email": "sven@sundsvall.se"
                        }"""),
                Issuer.draft("{}").claim("tenant", "sundsvall").token(),
                "");
    }

    @Override
    Verdict verdict(LoginDraft draft) {
        return verdict(draft, "Sundsvall.se", "göteborg.se");
    }

    private static Verdict verdict(LoginDraft draft, String... allowedDomains) {
        return new Eneo(draft.provider(), "eneo", List.of(allowedDomains))
                .logIn(draft.sent(), draft.redirect(), draft.answer());
    }

    @Override
    Stream<Variant<LoginDraft>> variants() {
        return Stream.of(
                token("no at_hash", token -> token.without("at_hash")),
                token(
                        "email_verified is false, at which Eneo does not look",
                        token -> token.claim("email_verified", false)),
                email("SVEN@SUNDSVALL.SE"),
                email("gun@göteborg.se"),
                email("gun@xn--gteborg-90a.se"),
                email("gun@XN--GTEBORG-90A.SE"));
    }

    @Override
    Stream<Bend<LoginDraft>> bends() {
        return Stream.concat(
                forgeries(),
                Stream.of(
                        refused(
                                STATE,
                                "the state of another login",
                                login -> login.redirect(
                                        "state",
                                        Issuer.draft("{}")
                                                .claim("tenant", "goteborg")
                                                .token())),
                        refused(
                                STATE,
                                "the state is cut",
                                login -> login.redirect(
                                        "state", login.sent().get("state").substring(0, 255))),
                        refused(STATE, "no state came back", login -> login.notInRedirect("state")),
                        refused(
                                TOKENS,
                                "no ID token in the answer",
                                login -> login.answer(answer -> answer.putNull("id_token"))),
                        refused(
                                TOKENS,
                                "no access token in the answer",
                                login -> login.answer(answer -> answer.remove("access_token"))),
                        token(
                                ALGORITHM,
                                "signed by the provider with RS512",
                                token -> token.signedBy(Issuer.key(SignatureAlgorithm.RS512))),
                        token(ISSUER, "iss has a slash at its end", token -> token.claim("iss", Issuer.NAME + "/")),
                        token(AUDIENCE, "aud is another client", token -> token.claim("aud", "eloquent")),
                        token(
                                AUDIENCE,
                                "aud has another client too",
                                token -> token.claim("aud", List.of("eneo", "other"))),
                        token(AUDIENCE, "aud is missing", token -> token.without("aud")),
                        token(EXPIRY, "exp is now", token -> token.claim("exp", Issuer.NOW)),
                        token(EXPIRY, "exp is missing", token -> token.without("exp")),
                        token(
                                ACCESS_TOKEN,
                                "at_hash is another token's",
                                token -> token.claim("at_hash", "MTIzNDU2Nzg5MDEyMzQ1Ng")),
                        refused(
                                ACCESS_TOKEN,
                                "another access token in the answer",
                                login -> login.answer(answer -> answer.put("access_token", "another"))),
                        token(EMAIL, "email is missing", token -> token.without("email")),
                        token(EMAIL, "email is an array", token -> token.claim("email", List.of("sven@sundsvall.se"))),
                        email(EMAIL, "sundsvall.se"),
                        email(EMAIL, "@sundsvall.se"),
                        email(EMAIL, "sven@"),
                        email(EMAIL, "sven@sundsvall.se@evil.example"),
                        email(EMAIL, "sven@evil.example@sundsvall.se"),
                        email(EMAIL, "\"sven@evil.example\"@sundsvall.se"),
                        email(EMAIL, "sven@sundsvall.se "),
                        email(EMAIL, "sven@sundsvall.se\u0000.evil.example"),
                        email(DOMAIN, "dana@acme.example"),
                        email(DOMAIN, "mallory@sundsvall.se.evil.example"),
                        email(DOMAIN, "mallory@it.sundsvall.se"),
                        email(DOMAIN, "mallory@notsundsvall.se"),
                        email(DOMAIN, "sundsvall.se@evil.example"),
                        email(DOMAIN, "mallory@sundsvaII.se"),
                        email(DOMAIN, "mallory@sund\u0455vall.se")));
    }

    @Test
    void withoutAllowedDomainsTheyAreAllAllowed() {
        LoginDraft mallory = good().idToken(token -> token.claim("email", "mallory@sundsvall.se.evil.example"));
        assertThat(verdict(mallory)).isEqualTo(new Verdict(List.of(DOMAIN)));
        assertThat(verdict(mallory, new String[0]).isAccepted()).isTrue();
    }

    private static Bend<LoginDraft> email(Rule<?> broken, String address) {
        return token(broken, "the address is " + address, token -> token.claim("email", address));
    }

    private static Variant<LoginDraft> email(String address) {
        return token("the address is " + address, token -> token.claim("email", address));
    }
}
