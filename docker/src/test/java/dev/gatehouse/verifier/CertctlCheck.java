package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.Check.decisive;
import static dev.gatehouse.verifier.Check.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The twelve checks of certctl: one of its provider, two of the way there and back, nine of the ID token. */
enum CertctlCheck implements Rule<Callback> {
    DISCOVERY(rule(
            "discovery advertises an algorithm for ID tokens that certctl takes, and neither HS256, HS384, HS512 nor none",
            CertctlCheck::advertisesNoWeakAlgorithm)),
    PKCE(rule("discovery advertises PKCE by S256, and the login was sent with it", CertctlCheck::wasSentWithPkce)),
    REDIRECT_ISSUER(rule(
            "the redirect names the issuer in iss when discovery says that it does (RFC 9207)",
            login -> !login.provider()
                            .discovery()
                            .path("authorization_response_iss_parameter_supported")
                            .asBoolean()
                    || login.cameBackWith("iss", login.provider().issuer()))),
    ALGORITHM(decisive(
            "a signed token by RS256, RS512, ES256, ES384 or EdDSA",
            login -> login.token().isWellFormed() && login.token().algorithm().isPresent())),
    KEY(decisive(
            "the signature is by the key that kid names, after at most one refetch of the keys",
            login -> login.key().filter(login.token()::isSignedBy).isPresent())),
    ISSUER(TokenChecks.issuer()),
    AUDIENCE(
            rule("aud contains the client id", login -> login.token().audience().contains(login.clientId()))),
    AUTHORIZED_PARTY(rule(
            "azp, if there, is the client id; it is there when aud has more than one element",
            CertctlCheck::isForThisClient)),
    ACCESS_TOKEN(rule("at_hash is there and is the access token's", Callback::accessTokenIsTheHashedOne)),
    NONCE(rule(
            "nonce is there and is the one sent",
            login -> !login.sent().get("nonce").isEmpty()
                    && login.sent().get("nonce").equals(login.token().string("nonce")))),
    EXPIRY(TokenChecks.expiry(60)),
    AGE(rule("iat is not more than 300 s past nor 60 s ahead", CertctlCheck::isFresh));

    private static final Set<String> WEAK = Set.of("HS256", "HS384", "HS512", "none");

    private final Check<Callback> check;

    CertctlCheck(Check<Callback> check) {
        this.check = check;
    }

    @Override
    public Check<Callback> check() {
        return check;
    }

    private static boolean advertisesNoWeakAlgorithm(Callback login) {
        List<String> advertised = advertised(login, "id_token_signing_alg_values_supported");
        return advertised.stream().noneMatch(WEAK::contains)
                && Arrays.stream(SignatureAlgorithm.values())
                        .map(SignatureAlgorithm::name)
                        .anyMatch(advertised::contains);
    }

    private static boolean wasSentWithPkce(Callback login) {
        return advertised(login, "code_challenge_methods_supported").contains("S256")
                && login.sent().get("code_challenge_method").equals("S256")
                && login.sent()
                        .get("code_challenge")
                        .equals(Sent.challenge(login.sent().verifier()));
    }

    private static List<String> advertised(Callback login, String list) {
        return login.provider()
                .discovery()
                .path(list)
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static boolean isForThisClient(Callback login) {
        return login.token().claims().has("azp")
                ? login.token().string("azp").equals(login.clientId())
                : login.token().audience().size() < 2;
    }

    private static boolean isFresh(Callback login) {
        OptionalLong issued = login.token().seconds("iat");
        if (issued.isEmpty()) {
            return false;
        }
        long age = login.provider().now() - issued.getAsLong();
        return age >= -60 && age <= 300;
    }
}
