package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.Check.rule;

import com.fasterxml.jackson.databind.node.BooleanNode;

/** What Enclii's web login demands of the redirect and of the ID token. */
enum EncliiWebRule implements Rule<Callback> {
    STATE(rule(
            "the state comes back as it was sent",
            login -> login.cameBackWith("state", login.sent().get("state")))),
    FORM(TokenChecks.form()),
    ALGORITHM(TokenChecks.algorithm(SignatureAlgorithm.RS256)),
    KEY(TokenChecks.key()),
    SIGNATURE(TokenChecks.signature()),
    TYPE(TokenChecks.type()),
    ISSUER(TokenChecks.issuer()),
    AUDIENCE(rule("aud is the client id alone", Callback::audienceIsThisClientAlone)),
    EXPIRY(TokenChecks.expiry(0)),
    SUBJECT(TokenChecks.string("sub")),
    EMAIL(TokenChecks.string("email")),
    VERIFIED_EMAIL(rule(
            "email_verified is the boolean true",
            login -> login.token().claims().path("email_verified").equals(BooleanNode.TRUE))),
    NAME(TokenChecks.string("name"));

    private final Check<Callback> check;

    EncliiWebRule(Check<Callback> check) {
        this.check = check;
    }

    @Override
    public Check<Callback> check() {
        return check;
    }
}
