package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.Check.rule;

/** What Eloquent's gateway demands of an access token and of the request that it came with. */
enum EloquentRule implements Rule<EloquentGateway.Request> {
    FORM(TokenChecks.form()),
    ALGORITHM(TokenChecks.algorithm(SignatureAlgorithm.RS256)),
    KEY(TokenChecks.key()),
    SIGNATURE(TokenChecks.signature()),
    TYPE(TokenChecks.type()),
    ISSUER(TokenChecks.issuer()),
    AUDIENCE(rule("aud includes eloquent", request -> request.token().audience().contains("eloquent"))),
    CLIENT(rule(
            "azp is one of Eloquent's clients",
            request -> request.clientIds().contains(request.token().string("azp")))),
    EXPIRY(TokenChecks.expiry(0)),
    NOT_BEFORE(TokenChecks.notBefore()),
    SUBJECT(TokenChecks.string("sub")),
    EMAIL(TokenChecks.string("email")),
    NAME(TokenChecks.string("name")),
    ORG(TokenChecks.string("org")),
    ORG_ID(TokenChecks.string("org_id")),
    ORG_ROLE(TokenChecks.string("org_role")),
    PERMISSIONS(TokenChecks.strings("permissions")),
    SCOPE(TokenChecks.scope()),
    ROUTE(rule(
            "GET needs no scope; writing needs write:workflows, write:agents or write:entities, as the route",
            EloquentGateway.Request::isInScope));

    private final Check<EloquentGateway.Request> check;

    EloquentRule(Check<EloquentGateway.Request> check) {
        this.check = check;
    }

    @Override
    public Check<EloquentGateway.Request> check() {
        return check;
    }
}
