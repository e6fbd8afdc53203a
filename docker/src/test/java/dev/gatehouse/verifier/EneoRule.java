package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.Check.decisive;
import static dev.gatehouse.verifier.Check.rule;

/** What Eneo demands of the redirect, of the token endpoint's answer and of the ID token. It never looks at email_verified. */
enum EneoRule implements Rule<Eneo.Login> {
    STATE(rule(
            "the state, a long JWT, comes back byte for byte",
            login -> login.callback()
                    .cameBackWith("state", login.callback().sent().get("state")))),
    TOKENS(decisive(
            "the answer has an id_token and an access_token",
            login -> login.callback().answer().path("id_token").isTextual()
                    && login.callback().answer().path("access_token").isTextual())),
    FORM(TokenChecks.form()),
    ALGORITHM(TokenChecks.algorithm(SignatureAlgorithm.RS256)),
    KEY(TokenChecks.key()),
    SIGNATURE(TokenChecks.signature()),
    ISSUER(TokenChecks.issuer()),
    AUDIENCE(rule("aud is the client id alone", login -> login.callback().audienceIsThisClientAlone())),
    EXPIRY(TokenChecks.expiry(0)),
    ACCESS_TOKEN(rule(
            "at_hash, if there, is the access token's",
            login -> !login.token().claims().has("at_hash") || login.callback().accessTokenIsTheHashedOne())),
    EMAIL(decisive("email is an address with one @", login -> login.domain().isPresent())),
    DOMAIN(rule("Email domain not allowed", Eneo.Login::isFromAnAllowedDomain));

    private final Check<Eneo.Login> check;

    EneoRule(Check<Eneo.Login> check) {
        this.check = check;
    }

    @Override
    public Check<Eneo.Login> check() {
        return check;
    }
}
