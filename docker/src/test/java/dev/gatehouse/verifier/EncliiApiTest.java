package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.EncliiApiRule.ALGORITHM;
import static dev.gatehouse.verifier.EncliiApiRule.AUDIENCE;
import static dev.gatehouse.verifier.EncliiApiRule.EMAIL;
import static dev.gatehouse.verifier.EncliiApiRule.EXPIRY;
import static dev.gatehouse.verifier.EncliiApiRule.ISSUER;
import static dev.gatehouse.verifier.EncliiApiRule.KEYCLOAK_DEFAULTS;
import static dev.gatehouse.verifier.EncliiApiRule.LIFETIME;
import static dev.gatehouse.verifier.EncliiApiRule.NAME;
import static dev.gatehouse.verifier.EncliiApiRule.NOT_BEFORE;
import static dev.gatehouse.verifier.EncliiApiRule.PERMISSIONS;
import static dev.gatehouse.verifier.EncliiApiRule.ROLES;
import static dev.gatehouse.verifier.EncliiApiRule.SCOPE;
import static dev.gatehouse.verifier.EncliiApiRule.STRAY_AUDIENCE;
import static dev.gatehouse.verifier.EncliiApiRule.SUBJECT;
import static dev.gatehouse.verifier.EncliiApiRule.TEAMS;
import static dev.gatehouse.verifier.EncliiApiRule.TENANT;
import static dev.gatehouse.verifier.EncliiApiRule.TYPE;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Access tokens at Enclii's API. */
class EncliiApiTest extends BendingTest<Draft> {

    private static final String ORGANIZATION = "0b9a4f4e-6f0c-4a39-9d3e-0f3e0f6f7c11";

    @Override
    List<EncliiApiRule> rules() {
        return List.of(EncliiApiRule.values());
    }

    @Override
    Draft good() {
        return Issuer.draft("""
                        {
                          "sub": "4a1e9b9c-2b0e-4b39-8d53-6c2d6f7a8e90",
                          "aud": ["enclii"], "azp": "enclii-cli",
                          "scope": "openid profile email",
                          "email": "dana@acme.example", "email_verified": true, "name": "Dana Developer",
                          "roles": ["developer"],
                          "teams": ["acme-corp"],
                          "permissions": ["services:read", "services:deploy", "logs:read"],
                          "tenant": "acme"
                        }""").claim("tenant_id", ORGANIZATION);
    }

    @Override
    Verdict verdict(Draft draft) {
        Keys keys = Keys.fetchedHourly(() -> Issuer.KEYS, Issuer.clock());
        return new EncliiApi(new Provider(Issuer.NAME, Issuer.discovery(), keys, Issuer.clock())).verify(draft.token());
    }

    @Override
    Stream<Variant<Draft>> variants() {
        return Stream.of(
                accepted("aud is a plain string", token -> token.claim("aud", "enclii")),
                accepted("aud has another platform too", token -> token.claim("aud", List.of("other", "enclii"))),
                accepted(
                        "no role, no team, no permission",
                        token -> token.claim("roles", List.of())
                                .claim("teams", List.of())
                                .claim("permissions", List.of())),
                accepted("several roles", token -> token.claim("roles", List.of("viewer", "developer"))),
                accepted("no tenant", token -> token.without("tenant").without("tenant_id")),
                accepted("nbf is now", token -> token.claim("nbf", Issuer.NOW)),
                accepted(
                        "one second before exp",
                        token -> token.claim("iat", Issuer.NOW - 899).claim("exp", Issuer.NOW + 1)),
                accepted("a name beyond ASCII", token -> token.claim("name", "Gösta Ängström 🙂")),
                accepted("scope is one word", token -> token.claim("scope", "openid")));
    }

    @Override
    Stream<Bend<Draft>> bends() {
        return Stream.concat(
                forgeries(how -> how),
                Stream.of(
                        refused(
                                ALGORITHM,
                                "signed by the provider with RS512",
                                token -> token.signedBy(Issuer.key(SignatureAlgorithm.RS512))),
                        refused(
                                ALGORITHM,
                                "signed by the provider with ES256",
                                token -> token.signedBy(Issuer.key(SignatureAlgorithm.ES256))),
                        refused(TYPE, "typ is at+jwt", token -> token.header("typ", "at+jwt")),
                        refused(TYPE, "typ is missing", token -> token.withoutHeader("typ")),
                        refused(ISSUER, "iss has a slash at its end", token -> token.claim("iss", Issuer.NAME + "/")),
                        refused(
                                ISSUER,
                                "iss is in other letters",
                                token -> token.claim("iss", Issuer.NAME.replace("platform", "Platform"))),
                        refused(
                                ISSUER,
                                "iss is without TLS",
                                token -> token.claim("iss", Issuer.NAME.replace("https", "http"))),
                        refused(
                                ISSUER,
                                "iss is another realm",
                                token -> token.claim("iss", "https://id.example/realms/platform2")),
                        refused(ISSUER, "iss is an array", token -> token.claim("iss", List.of(Issuer.NAME))),
                        refused(ISSUER, "iss is missing", token -> token.without("iss")),
                        refused(AUDIENCE, "aud is missing", token -> token.without("aud")),
                        refused(AUDIENCE, "aud is empty", token -> token.claim("aud", List.of())),
                        refused(
                                AUDIENCE,
                                "aud has others only",
                                token -> token.claim("aud", List.of("enclii-cli", "Enclii", "enclii "))),
                        refused(AUDIENCE, "aud is an object", token -> token.claim("aud", Map.of("enclii", true))),
                        refused(AUDIENCE, "aud has numbers", token -> token.claim("aud", List.of("enclii", 1))),
                        refused(
                                STRAY_AUDIENCE,
                                "aud has account too",
                                token -> token.claim("aud", List.of("enclii", "account"))),
                        refused(
                                EXPIRY,
                                "exp is now",
                                token -> token.claim("iat", Issuer.NOW - 900).claim("exp", Issuer.NOW)),
                        refused(EXPIRY, "exp is missing", token -> token.without("exp")),
                        refused(EXPIRY, "exp is text", token -> token.claim("exp", "" + (Issuer.NOW + 900))),
                        refused(EXPIRY, "exp is null", token -> token.claim("exp", null)),
                        refused(NOT_BEFORE, "nbf is ahead", token -> token.claim("nbf", Issuer.NOW + 1)),
                        refused(NOT_BEFORE, "nbf is text", token -> token.claim("nbf", "0")),
                        refused(LIFETIME, "a second too long", token -> token.claim("exp", Issuer.NOW + 901)),
                        refused(LIFETIME, "Keycloak's five minutes", token -> token.claim("exp", Issuer.NOW + 300)),
                        refused(LIFETIME, "iat is missing", token -> token.without("iat")),
                        refused(LIFETIME, "iat is text", token -> token.claim("iat", "" + Issuer.NOW)),
                        refused(SUBJECT, "sub is missing", token -> token.without("sub")),
                        refused(SUBJECT, "sub is a number", token -> token.claim("sub", 1)),
                        refused(EMAIL, "email is missing", token -> token.without("email")),
                        refused(EMAIL, "email is null", token -> token.claim("email", null)),
                        refused(
                                EMAIL,
                                "email is an array",
                                token -> token.claim("email", List.of("dana@acme.example"))),
                        refused(NAME, "name is missing", token -> token.without("name")),
                        refused(NAME, "name is blank", token -> token.claim("name", " ")),
                        refused(NAME, "name is an object", token -> token.claim("name", Map.of("first", "Dana"))),
                        refused(ROLES, "roles are missing", token -> token.without("roles")),
                        refused(ROLES, "roles are null", token -> token.claim("roles", null)),
                        refused(ROLES, "roles are one string", token -> token.claim("roles", "developer")),
                        refused(ROLES, "roles have a number", token -> token.claim("roles", List.of("developer", 1))),
                        refused(ROLES, "roles have an array", token -> token.claim("roles", List.of(List.of("owner")))),
                        refused(
                                ROLES,
                                "roles name one twice",
                                token -> token.claim("roles", List.of("developer", "developer"))),
                        refused(TEAMS, "teams are missing", token -> token.without("teams")),
                        refused(TEAMS, "teams are one string", token -> token.claim("teams", "acme-corp")),
                        refused(PERMISSIONS, "permissions are missing", token -> token.without("permissions")),
                        refused(
                                PERMISSIONS,
                                "permissions are words in a string",
                                token -> token.claim("permissions", "services:read logs:read")),
                        refused(
                                PERMISSIONS,
                                "permissions are an object",
                                token -> token.claim("permissions", Map.of("services", "read"))),
                        refused(
                                SCOPE,
                                "scope is an array",
                                token -> token.claim("scope", List.of("openid", "profile"))),
                        refused(SCOPE, "scope is missing", token -> token.without("scope")),
                        refused(SCOPE, "scope is empty", token -> token.claim("scope", "")),
                        refused(SCOPE, "scope has commas and spaces", token -> token.claim("scope", "openid,  email")),
                        refused(SCOPE, "scope begins with a space", token -> token.claim("scope", " openid")),
                        refused(TENANT, "tenant is a number", token -> token.claim("tenant", 7)),
                        refused(TENANT, "tenant is null", token -> token.claim("tenant", null)),
                        refused(TENANT, "tenant is an array", token -> token.claim("tenant", List.of("acme"))),
                        refused(TENANT, "tenant_id is a number", token -> token.claim("tenant_id", 7)),
                        refused(TENANT, "tenant_id is the alias", token -> token.claim("tenant_id", "acme")),
                        refused(TENANT, "tenant without its id", token -> token.without("tenant_id")),
                        refused(TENANT, "tenant_id without its alias", token -> token.without("tenant")),
                        refused(
                                KEYCLOAK_DEFAULTS,
                                "realm_access is there",
                                token -> token.claim("realm_access", Map.of("roles", List.of("offline_access")))),
                        refused(
                                KEYCLOAK_DEFAULTS,
                                "resource_access is there",
                                token -> token.claim("resource_access", Map.of("account", Map.of()))),
                        refused(
                                KEYCLOAK_DEFAULTS,
                                "allowed-origins is there",
                                token -> token.claim("allowed-origins", List.of("*"))),
                        refused(KEYCLOAK_DEFAULTS, "acr is there", token -> token.claim("acr", "1"))));
    }
}
