package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.CertctlCheck.ACCESS_TOKEN;
import static dev.gatehouse.verifier.CertctlCheck.AGE;
import static dev.gatehouse.verifier.CertctlCheck.AUDIENCE;
import static dev.gatehouse.verifier.CertctlCheck.AUTHORIZED_PARTY;
import static dev.gatehouse.verifier.CertctlCheck.DISCOVERY;
import static dev.gatehouse.verifier.CertctlCheck.EXPIRY;
import static dev.gatehouse.verifier.CertctlCheck.ISSUER;
import static dev.gatehouse.verifier.CertctlCheck.KEY;
import static dev.gatehouse.verifier.CertctlCheck.NONCE;
import static dev.gatehouse.verifier.CertctlCheck.PKCE;
import static dev.gatehouse.verifier.CertctlCheck.REDIRECT_ISSUER;
import static dev.gatehouse.verifier.CertctlGroupRule.GROUPS;
import static dev.gatehouse.verifier.CertctlGroupRule.UNMAPPED_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins at certctl. */
class CertctlTest extends LoginBendingTest {

    private static final String VERIFIER = "a verifier of forty-three or more characters";
    private static final Map<String, String> ROLES = Map.of(
            "certctl-engineers", "r-operator",
            "certctl-viewers", "r-viewer",
            "certctl-admins", "r-admin");

    @Override
    List<? extends Rule<?>> rules() {
        return Stream.concat(Arrays.stream(CertctlCheck.values()), Arrays.stream(CertctlGroupRule.values()))
                .toList();
    }

    @Override
    LoginDraft good() {
        return new LoginDraft(Issuer.draft("""
                                {
                                  "sub": "4a1e9b9c-2b0e-4b39-8d53-6c2d6f7a8e90",
                                  "aud": "certctl", "azp": "certctl", "nonce": "a nonce",
                                  "email": "dana@acme.example", "email_verified": true,
                                  "name": "Dana Developer", "preferred_username": "dana@acme.example",
                                  "groups": ["certctl-engineers"]
                                }"""), "a state", VERIFIER)
                .sent("nonce", "a nonce")
                .sent("code_challenge", Sent.challenge(VERIFIER))
                .sent("code_challenge_method", "S256");
    }

    @Override
    Verdict verdict(LoginDraft draft) {
        return outcome(draft, "groups").verdict();
    }

    private static Certctl.Outcome outcome(LoginDraft draft, String groupsClaim) {
        Certctl certctl = new Certctl(draft.provider(), "certctl", groupsClaim, ROLES);
        Verdict provider = certctl.addProvider();
        return provider.isAccepted()
                ? certctl.logIn(draft.sent(), draft.redirect(), draft.answer())
                : new Certctl.Outcome(provider, new TreeSet<>());
    }

    @Override
    Stream<Variant<LoginDraft>> variants() {
        return Stream.concat(
                Arrays.stream(SignatureAlgorithm.values())
                        .map(algorithm -> token(
                                "signed with " + algorithm,
                                token -> token.signedBy(Issuer.key(algorithm))
                                        .claim("at_hash", LoginDraft.accessTokenHash(algorithm)))),
                Stream.of(
                        token(
                                "aud has another too, and azp is certctl",
                                token -> token.claim("aud", List.of("certctl", "other"))),
                        token("no azp with an aud of one", token -> token.without("azp")),
                        token("exp is 59 s past", token -> token.claim("exp", Issuer.NOW - 59)),
                        token("iat is 300 s past", token -> token.claim("iat", Issuer.NOW - 300)),
                        token("iat is 60 s ahead", token -> token.claim("iat", Issuer.NOW + 60)),
                        token("typ is missing", token -> token.withoutHeader("typ")),
                        token(
                                "a group that certctl does not know",
                                token -> token.claim("groups", List.of("somebody else's", "certctl-viewers"))),
                        accepted(
                                "no iss in the redirect where discovery promises none",
                                login -> login.notInRedirect("iss")
                                        .discovery(document ->
                                                document.remove("authorization_response_iss_parameter_supported")))));
    }

    @Override
    Stream<Bend<LoginDraft>> bends() {
        return Stream.of(
                        forgeries(),
                        advertised("HS256"),
                        advertised("HS384"),
                        advertised("HS512"),
                        advertised("none"),
                        ofTheWay(),
                        ofTheIdToken())
                .flatMap(stream -> stream);
    }

    private static Stream<Bend<LoginDraft>> advertised(String algorithm) {
        return Stream.of(refused(
                DISCOVERY,
                "discovery advertises " + algorithm,
                login -> login.discovery(document -> document.withArray("id_token_signing_alg_values_supported")
                        .add(algorithm))));
    }

    private static Stream<Bend<LoginDraft>> ofTheWay() {
        return Stream.of(
                refused(
                        DISCOVERY,
                        "discovery advertises no algorithm",
                        login -> login.discovery(document -> document.remove("id_token_signing_alg_values_supported"))),
                refused(
                        DISCOVERY,
                        "discovery advertises only PS256",
                        login -> login.discovery(document -> document.putArray("id_token_signing_alg_values_supported")
                                .add("PS256"))),
                refused(
                        PKCE,
                        "the challenge is plain",
                        login -> login.sent("code_challenge_method", "plain").sent("code_challenge", VERIFIER)),
                refused(
                        PKCE,
                        "no challenge was sent",
                        login -> login.notSent("code_challenge_method").notSent("code_challenge")),
                refused(
                        PKCE,
                        "the challenge is another login's",
                        login -> login.sent("code_challenge", Sent.challenge("another verifier"))),
                refused(
                        PKCE,
                        "discovery advertises plain only",
                        login -> login.discovery(document -> document.putArray("code_challenge_methods_supported")
                                .add("plain"))),
                refused(REDIRECT_ISSUER, "no iss in the redirect", login -> login.notInRedirect("iss")),
                refused(
                        REDIRECT_ISSUER,
                        "iss in the redirect is another provider",
                        login -> login.redirect("iss", "https://attacker.example")),
                refused(
                        REDIRECT_ISSUER,
                        "iss in the redirect has a slash at its end",
                        login -> login.redirect("iss", Issuer.NAME + "/")),
                refused(
                        ACCESS_TOKEN,
                        "another access token in the answer",
                        login -> login.answer(answer -> answer.put("access_token", "another"))),
                refused(
                        ACCESS_TOKEN,
                        "no access token in the answer",
                        login -> login.answer(answer -> answer.remove("access_token"))),
                refused(NONCE, "another nonce was sent", login -> login.sent("nonce", "another")),
                refused(NONCE, "no nonce was sent", login -> login.notSent("nonce")));
    }

    private static Stream<Bend<LoginDraft>> ofTheIdToken() {
        return Stream.of(
                token(ISSUER, "iss has a slash at its end", token -> token.claim("iss", Issuer.NAME + "/")),
                token(ISSUER, "iss is without TLS", token -> token.claim("iss", Issuer.NAME.replace("https", "http"))),
                token(
                        ISSUER,
                        "iss is in other letters",
                        token -> token.claim("iss", Issuer.NAME.replace("id.example", "ID.example"))),
                token(ISSUER, "iss is missing", token -> token.without("iss")),
                token(AUDIENCE, "aud is missing", token -> token.without("aud")),
                token(AUDIENCE, "aud is empty", token -> token.claim("aud", List.of())),
                token(AUDIENCE, "aud has others only", token -> token.claim("aud", List.of("eneo", "enclii"))),
                token(AUDIENCE, "aud only begins with the client id", token -> token.claim("aud", "certctl2")),
                token(AUTHORIZED_PARTY, "azp is another client", token -> token.claim("azp", "eneo")),
                token(AUTHORIZED_PARTY, "azp is an array", token -> token.claim("azp", List.of("certctl"))),
                token(
                        AUTHORIZED_PARTY,
                        "aud has another too, and azp is missing",
                        token -> token.claim("aud", List.of("certctl", "other")).without("azp")),
                token(ACCESS_TOKEN, "at_hash is missing", token -> token.without("at_hash")),
                token(
                        ACCESS_TOKEN,
                        "at_hash is the whole hash",
                        token -> token.claim("at_hash", Sent.challenge(LoginDraft.ACCESS_TOKEN))),
                token(
                        ACCESS_TOKEN,
                        "at_hash is by SHA-512",
                        token -> token.claim("at_hash", LoginDraft.accessTokenHash(SignatureAlgorithm.RS512))),
                token(NONCE, "nonce is missing", token -> token.without("nonce")),
                token(NONCE, "nonce is empty", token -> token.claim("nonce", "")),
                token(NONCE, "nonce is an array", token -> token.claim("nonce", List.of("a nonce"))),
                token(EXPIRY, "exp is 60 s past", token -> token.claim("exp", Issuer.NOW - 60)),
                token(EXPIRY, "exp is missing", token -> token.without("exp")),
                token(EXPIRY, "exp is text", token -> token.claim("exp", "" + (Issuer.NOW + 900))),
                token(AGE, "iat is 301 s past", token -> token.claim("iat", Issuer.NOW - 301)),
                token(AGE, "iat is 61 s ahead", token -> token.claim("iat", Issuer.NOW + 61)),
                token(AGE, "iat is missing", token -> token.without("iat")),
                token(AGE, "iat is text", token -> token.claim("iat", "" + Issuer.NOW)),
                token(
                        KEY,
                        "a token by RS512 under the kid of another key",
                        token -> token.signedBy(Issuer.key(SignatureAlgorithm.RS512))
                                .header("kid", Issuer.KEY.kid())),
                token(GROUPS, "groups are missing", token -> token.without("groups")),
                token(GROUPS, "groups are null", token -> token.claim("groups", null)),
                token(GROUPS, "groups are one string", token -> token.claim("groups", "certctl-engineers")),
                token(GROUPS, "groups have a number", token -> token.claim("groups", List.of("certctl-engineers", 1))),
                token(
                        GROUPS,
                        "groups are an object",
                        token -> token.claim("groups", Map.of("certctl-engineers", true))),
                token(
                        GROUPS,
                        "a group is a path",
                        token -> token.claim("groups", List.of("certctl-viewers", "/certctl-engineers"))),
                token(UNMAPPED_GROUPS, "in no group", token -> token.claim("groups", List.of())),
                token(UNMAPPED_GROUPS, "in groups of others", token -> token.claim("groups", List.of("engineers"))),
                token(
                        UNMAPPED_GROUPS,
                        "a group in other letters",
                        token -> token.claim("groups", List.of("Certctl-Engineers"))));
    }

    @Test
    void makesTwelveChecks() {
        assertThat(CertctlCheck.values()).hasSize(12);
    }

    @Test
    void fetchesTheKeysAgainForAKidItDoesNotKnow() {
        SigningKey unknown = SigningKey.create("unknown", SignatureAlgorithm.RS256);
        SigningKey next = SigningKey.create("next", SignatureAlgorithm.RS256);
        List<JWKSet> published = new ArrayList<>(
                List.of(Issuer.KEYS, new JWKSet(List.of(Issuer.KEY.published(), next.published())), new JWKSet()));
        Keys keys = Keys.refetchedOnAMiss(() -> published.remove(0), Issuer.clock());
        Certctl certctl = new Certctl(
                new Provider(Issuer.NAME, Issuer.discovery(), keys, Issuer.clock()), "certctl", "groups", ROLES);

        assertThat(logIn(certctl, good())).asString().isEqualTo("accepted");
        assertThat(logIn(certctl, good().idToken(token -> token.signedBy(next))))
                .asString()
                .isEqualTo("accepted");
        assertThat(published).hasSize(1);
        assertThat(logIn(certctl, good().idToken(token -> token.signedBy(unknown)))
                        .broken())
                .containsExactly(KEY);
        assertThat(published).isEmpty();
    }

    private static Verdict logIn(Certctl certctl, LoginDraft draft) {
        return certctl.logIn(draft.sent(), draft.redirect(), draft.answer()).verdict();
    }

    @Test
    void rolesAreTheUnionOfTheGroups() {
        LoginDraft dana = good().idToken(token -> token.claim(
                "groups", List.of("certctl-viewers", "somebody else's", "certctl-engineers", "certctl-viewers")));
        assertThat(outcome(dana, "groups").roles()).containsExactly("r-operator", "r-viewer");
    }

    @Test
    void whoIsRefusedHasNoRole() {
        LoginDraft late = good().idToken(token -> token.claim("exp", Issuer.NOW - 600));
        assertThat(outcome(late, "groups").roles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "realm_access.groups            | {\"realm_access\":{\"groups\":[\"certctl-admins\"]}}          | r-admin",
                "https://acme.example/groups    | {\"https://acme.example/groups\":[\"certctl-admins\"]}         | r-admin",
                "http://acme.example/groups     | {\"http://acme.example/groups\":[\"certctl-admins\"]}          | r-admin",
                "https://acme.example/groups    | {\"https://acme\":{\"example/groups\":[\"certctl-admins\"]}}   | ``",
                "realm_access.groups            | {\"realm_access.groups\":[\"certctl-admins\"]}                | ``",
                "realm_access.groups            | {\"realm_access\":[\"certctl-admins\"]}                       | ``",
                "realm_access                   | {\"realm_access\":{\"groups\":[\"certctl-admins\"]}}          | ``",
                "realm_access..groups           | {\"realm_access\":{\"groups\":[\"certctl-admins\"]}}          | ``"
            })
    void theGroupsMayBeElsewhere(String path, String claims, String role) {
        LoginDraft draft = good().idToken(token ->
                token.without("groups").claimsText(json -> json.replaceFirst("}$", "," + claims.substring(1))));
        Certctl.Outcome outcome = outcome(draft, path);
        assertThat(outcome.roles()).isEqualTo(role.isEmpty() ? Set.of() : Set.of(role));
        assertThat(outcome.verdict().broken()).isEqualTo(role.isEmpty() ? List.of(GROUPS) : List.of());
    }
}
