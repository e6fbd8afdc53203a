package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.EncliiWebRule.ALGORITHM;
import static dev.gatehouse.verifier.EncliiWebRule.AUDIENCE;
import static dev.gatehouse.verifier.EncliiWebRule.EMAIL;
import static dev.gatehouse.verifier.EncliiWebRule.EXPIRY;
import static dev.gatehouse.verifier.EncliiWebRule.FORM;
import static dev.gatehouse.verifier.EncliiWebRule.ISSUER;
import static dev.gatehouse.verifier.EncliiWebRule.NAME;
import static dev.gatehouse.verifier.EncliiWebRule.STATE;
import static dev.gatehouse.verifier.EncliiWebRule.SUBJECT;
import static dev.gatehouse.verifier.EncliiWebRule.TYPE;
import static dev.gatehouse.verifier.EncliiWebRule.VERIFIED_EMAIL;

import java.util.List;
import java.util.stream.Stream;

/** Logins at the web pages of Enclii. */
class EncliiWebTest extends LoginBendingTest {

    @Override
    List<EncliiWebRule> rules() {
        return List.of(EncliiWebRule.values());
    }

    @Override
    LoginDraft good() {
        return new LoginDraft(Issuer.draft("""
                        {
                          "sub": "4a1e9b9c-2b0e-4b39-8d53-6c2d6f7a8e90",
                          "aud": "enclii-web", "azp": "enclii-web",
                          "email": "dana@acme.example", "email_verified": true,
                          "name": "Dana Developer", "preferred_username": "dana@acme.example"
                        }"""), "a state", "");
    }

    @Override
    Verdict verdict(LoginDraft draft) {
        return new EncliiWeb(draft.provider(), "enclii-web").logIn(draft.sent(), draft.redirect(), draft.answer());
    }

    @Override
    Stream<Variant<LoginDraft>> variants() {
        return Stream.of(
                token("aud is an array of one", token -> token.claim("aud", List.of("enclii-web"))),
                token("no at_hash and no nonce", token -> token.without("at_hash")),
                accepted("no iss in the redirect", login -> login.notInRedirect("iss")));
    }

    @Override
    Stream<Bend<LoginDraft>> bends() {
        return Stream.concat(
                forgeries(),
                Stream.of(
                        refused(STATE, "the state of another login", login -> login.redirect("state", "another")),
                        refused(STATE, "no state came back", login -> login.notInRedirect("state")),
                        refused(
                                STATE,
                                "no state was sent, and none came back",
                                login -> login.notSent("state").notInRedirect("state")),
                        refused(
                                STATE,
                                "no state was sent, and an empty one came back",
                                login -> login.notSent("state").redirect("state", "")),
                        refused(
                                FORM,
                                "no ID token in the answer",
                                login -> login.answer(answer -> answer.putNull("id_token"))),
                        token(
                                ALGORITHM,
                                "signed by the provider with ES384",
                                token -> token.signedBy(Issuer.key(SignatureAlgorithm.ES384))),
                        token(TYPE, "typ is logout+jwt", token -> token.header("typ", "logout+jwt")),
                        token(ISSUER, "iss has a slash at its end", token -> token.claim("iss", Issuer.NAME + "/")),
                        token(AUDIENCE, "aud is another client", token -> token.claim("aud", "enclii-console")),
                        token(
                                AUDIENCE,
                                "aud has another client too",
                                token -> token.claim("aud", List.of("enclii-web", "other"))),
                        token(AUDIENCE, "aud is missing", token -> token.without("aud")),
                        token(EXPIRY, "exp is now", token -> token.claim("exp", Issuer.NOW)),
                        token(EXPIRY, "exp is missing", token -> token.without("exp")),
                        token(SUBJECT, "sub is missing", token -> token.without("sub")),
                        token(EMAIL, "email is missing", token -> token.without("email")),
                        token(EMAIL, "email is a number", token -> token.claim("email", 1)),
                        token(VERIFIED_EMAIL, "email_verified is false", token -> token.claim("email_verified", false)),
                        token(VERIFIED_EMAIL, "email_verified is missing", token -> token.without("email_verified")),
                        token(
                                VERIFIED_EMAIL,
                                "email_verified is the text true",
                                token -> token.claim("email_verified", "true")),
                        token(VERIFIED_EMAIL, "email_verified is 1", token -> token.claim("email_verified", 1)),
                        token(VERIFIED_EMAIL, "email_verified is null", token -> token.claim("email_verified", null)),
                        token(NAME, "name is missing", token -> token.without("name"))));
    }
}
