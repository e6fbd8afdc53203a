package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.EloquentRule.ALGORITHM;
import static dev.gatehouse.verifier.EloquentRule.AUDIENCE;
import static dev.gatehouse.verifier.EloquentRule.CLIENT;
import static dev.gatehouse.verifier.EloquentRule.EMAIL;
import static dev.gatehouse.verifier.EloquentRule.EXPIRY;
import static dev.gatehouse.verifier.EloquentRule.ISSUER;
import static dev.gatehouse.verifier.EloquentRule.NAME;
import static dev.gatehouse.verifier.EloquentRule.NOT_BEFORE;
import static dev.gatehouse.verifier.EloquentRule.ORG;
import static dev.gatehouse.verifier.EloquentRule.ORG_ID;
import static dev.gatehouse.verifier.EloquentRule.ORG_ROLE;
import static dev.gatehouse.verifier.EloquentRule.PERMISSIONS;
import static dev.gatehouse.verifier.EloquentRule.ROUTE;
import static dev.gatehouse.verifier.EloquentRule.SCOPE;
import static dev.gatehouse.verifier.EloquentRule.SUBJECT;
import static dev.gatehouse.verifier.EloquentRule.TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens at Eloquent's gateway. */
class EloquentGatewayTest extends BendingTest<Draft> {

    @Override
    List<EloquentRule> rules() {
        return List.of(EloquentRule.values());
    }

    @Override
    Draft good() {
        return Issuer.draft("""
                {
                  "sub": "4a1e9b9c-2b0e-4b39-8d53-6c2d6f7a8e90",
                  "aud": "eloquent", "azp": "eloquent",
                  "scope": "openid write:workflows",
                  "email": "dana@acme.example", "name": "Dana Developer",
                  "org": "acme", "org_id": "0b9a4f4e-6f0c-4a39-9d3e-0f3e0f6f7c11", "org_role": "user",
                  "permissions": ["workflows:read"]
                }""");
    }

    @Override
    Verdict verdict(Draft draft) {
        return verdict("POST", "/workflows", draft);
    }

    private static Verdict verdict(String method, String path, Draft draft) {
        return new EloquentGateway(Issuer.known(Issuer.discovery()), Set.of("eloquent", "eloquent-web"))
                .verify(method, path, draft.token());
    }

    @Override
    Stream<Variant<Draft>> variants() {
        return Stream.of(
                accepted("the client with a secret", token -> token.claim("azp", "eloquent-web")),
                accepted("no permission", token -> token.claim("permissions", List.of())),
                accepted("an admin", token -> token.claim("org_role", "admin")));
    }

    @Override
    Stream<Bend<Draft>> bends() {
        return Stream.concat(
                forgeries(how -> how),
                Stream.of(
                        refused(
                                ALGORITHM,
                                "signed by the provider with EdDSA",
                                token -> token.signedBy(Issuer.key(SignatureAlgorithm.EdDSA))),
                        refused(TYPE, "typ is missing", token -> token.withoutHeader("typ")),
                        refused(ISSUER, "iss has a slash at its end", token -> token.claim("iss", Issuer.NAME + "/")),
                        refused(AUDIENCE, "aud is another platform's", token -> token.claim("aud", "enclii")),
                        refused(AUDIENCE, "aud is missing", token -> token.without("aud")),
                        refused(CLIENT, "azp is another platform's", token -> token.claim("azp", "enclii-cli")),
                        refused(CLIENT, "azp is missing", token -> token.without("azp")),
                        refused(CLIENT, "azp is an array", token -> token.claim("azp", List.of("eloquent"))),
                        refused(EXPIRY, "exp is now", token -> token.claim("exp", Issuer.NOW)),
                        refused(EXPIRY, "exp is missing", token -> token.without("exp")),
                        refused(NOT_BEFORE, "nbf is ahead", token -> token.claim("nbf", Issuer.NOW + 1)),
                        refused(SUBJECT, "sub is missing", token -> token.without("sub")),
                        refused(EMAIL, "email is missing", token -> token.without("email")),
                        refused(NAME, "name is a number", token -> token.claim("name", 1)),
                        refused(ORG, "org is missing", token -> token.without("org")),
                        refused(
                                ORG,
                                "org is an array, as of several",
                                token -> token.claim("org", List.of("acme", "guild"))),
                        refused(
                                ORG,
                                "org is an object, as Keycloak's own",
                                token -> token.claim("org", Map.of("acme", Map.of()))),
                        refused(ORG_ID, "org_id is missing", token -> token.without("org_id")),
                        refused(ORG_ID, "org_id is a number", token -> token.claim("org_id", 7)),
                        refused(ORG_ROLE, "org_role is missing", token -> token.without("org_role")),
                        refused(
                                ORG_ROLE,
                                "org_role is an array",
                                token -> token.claim("org_role", List.of("user", "admin"))),
                        refused(PERMISSIONS, "permissions are missing", token -> token.without("permissions")),
                        refused(
                                PERMISSIONS,
                                "permissions are one string",
                                token -> token.claim("permissions", "workflows:read")),
                        refused(
                                SCOPE,
                                "scope has two spaces",
                                token -> token.claim("scope", "openid  write:workflows")),
                        refused(ROUTE, "scope is only openid", token -> token.claim("scope", "openid")),
                        refused(ROUTE, "scope is another route's", token -> token.claim("scope", "write:agents")),
                        refused(
                                ROUTE,
                                "scope only begins like the route's",
                                token -> token.claim("scope", "write:workflows2")),
                        refused(ROUTE, "scope is in other letters", token -> token.claim("scope", "Write:Workflows"))));
    }

    @ParameterizedTest
    @CsvSource({
        "openid,                  GET,    /workflows,    accepted",
        "openid,                  GET,    /agents/7,     accepted",
        "openid,                  GET,    /anything,     accepted",
        "openid write:workflows,  POST,   /workflows,    accepted",
        "openid write:workflows,  PUT,    /workflows/7,  accepted",
        "openid write:workflows,  DELETE, /workflows/7,  accepted",
        "openid write:agents,     DELETE, /agents/7,     accepted",
        "write:entities openid,   PUT,    /entities/7/x, accepted",
        "openid write:workflows,  POST,   /agents,       refused",
        "openid write:workflows,  PUT,    /entities/7,   refused",
        "openid write:agents,     DELETE, /workflows/7,  refused",
        "openid,                  POST,   /workflows,    refused",
        "openid,                  PATCH,  /workflows/7,  refused",
        "openid,                  get,    /workflows,    refused",
        "openid write:workflows,  POST,   /workflows2,   refused",
        "openid write:members,    POST,   /members,      refused",
        "openid write:,           POST,   /,             refused"
    })
    void scopesDecidePerRoute(String scope, String method, String path, String outcome) {
        Verdict verdict = verdict(method, path, good().claim("scope", scope));
        assertThat(verdict.broken()).isEqualTo(outcome.equals("accepted") ? List.of() : List.of(ROUTE));
    }

    @ParameterizedTest
    @CsvSource({"GET, /workflows", "POST, /workflows"})
    void aScopeThatIsNoStringIsNoScope(String method, String path) {
        Verdict verdict = verdict(method, path, good().claim("scope", List.of("write:workflows")));
        assertThat(verdict.broken()).contains(SCOPE);
    }
}
