package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.Check.rule;

import java.util.List;
import java.util.OptionalLong;

/** What Enclii's API demands of an access token. Its Go code casts {@code sub} and {@code email} unchecked. */
enum EncliiApiRule implements Rule<Bearer> {
    FORM(TokenChecks.form()),
    ALGORITHM(TokenChecks.algorithm(SignatureAlgorithm.RS256)),
    KEY(TokenChecks.key()),
    SIGNATURE(TokenChecks.signature()),
    TYPE(TokenChecks.type()),
    ISSUER(TokenChecks.issuer()),
    AUDIENCE(rule("aud includes enclii", bearer -> bearer.token().audience().contains("enclii"))),
    STRAY_AUDIENCE(rule(
            "aud does not include account", bearer -> !bearer.token().audience().contains("account"))),
    EXPIRY(TokenChecks.expiry(0)),
    NOT_BEFORE(TokenChecks.notBefore()),
    LIFETIME(rule("exp is 900 s after iat", EncliiApiRule::livesFifteenMinutes)),
    SUBJECT(TokenChecks.string("sub")),
    EMAIL(TokenChecks.string("email")),
    NAME(TokenChecks.string("name")),
    ROLES(TokenChecks.strings("roles")),
    TEAMS(TokenChecks.strings("teams")),
    PERMISSIONS(TokenChecks.strings("permissions")),
    SCOPE(TokenChecks.scope()),
    TENANT(rule("tenant is a string and tenant_id a UUID, or neither is there", EncliiApiRule::hasOneTenantOrNone)),
    KEYCLOAK_DEFAULTS(rule(
            "nothing of Keycloak's own: realm_access, resource_access, allowed-origins, acr",
            bearer -> List.of("realm_access", "resource_access", "allowed-origins", "acr").stream()
                    .noneMatch(bearer.token().claims()::has)));

    private final Check<Bearer> check;

    EncliiApiRule(Check<Bearer> check) {
        this.check = check;
    }

    @Override
    public Check<Bearer> check() {
        return check;
    }

    private static boolean livesFifteenMinutes(Bearer bearer) {
        OptionalLong issued = bearer.token().seconds("iat");
        OptionalLong expiry = bearer.token().seconds("exp");
        // without exp it is EXPIRY that is broken
        return issued.isPresent() && (expiry.isEmpty() || expiry.getAsLong() - issued.getAsLong() == 900);
    }

    private static boolean hasOneTenantOrNone(Bearer bearer) {
        if (!bearer.token().claims().has("tenant") && !bearer.token().claims().has("tenant_id")) {
            return true;
        }
        return !bearer.token().string("tenant").isBlank()
                && bearer.token().string("tenant_id").matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    }
}
