package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.Check.decisive;
import static dev.gatehouse.verifier.Check.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks that more than one platform makes. */
final class TokenChecks {

    private TokenChecks() {}

    static <P extends Presented> Check<P> form() {
        return decisive(
                "three parts in base64url; header and claims are JSON objects that name nothing twice; no crit",
                presented -> presented.token().isWellFormed());
    }

    static <P extends Presented> Check<P> algorithm(SignatureAlgorithm first, SignatureAlgorithm... others) {
        Set<SignatureAlgorithm> taken = EnumSet.of(first, others);
        return decisive(
                "alg is " + taken.stream().map(SignatureAlgorithm::name).collect(Collectors.joining(", ")),
                presented ->
                        presented.token().algorithm().filter(taken::contains).isPresent());
    }

    static <P extends Presented> Check<P> key() {
        return decisive(
                "kid names one of the provider's keys for signatures by that alg",
                presented -> presented.key().isPresent());
    }

    static <P extends Presented> Check<P> signature() {
        return decisive(
                "the signature is that key's",
                presented ->
                        presented.key().filter(presented.token()::isSignedBy).isPresent());
    }

    static <P extends Presented> Check<P> type() {
        return rule(
                "typ is JWT",
                presented -> presented.token().header().path("typ").asText().equals("JWT"));
    }

    static <P extends Presented> Check<P> issuer() {
        return rule(
                "iss is the issuer, byte for byte",
                presented -> presented
                        .token()
                        .string("iss")
                        .equals(presented.provider().issuer()));
    }

    /** @param skew seconds that the clocks may differ */
    static <P extends Presented> Check<P> expiry(int skew) {
        return rule("exp is ahead, give or take " + skew + " s", presented -> {
            OptionalLong expiry = presented.token().seconds("exp");
            return expiry.isPresent() && presented.provider().now() < expiry.getAsLong() + skew;
        });
    }

    static <P extends Presented> Check<P> notBefore() {
        return rule("nbf, if there, is not ahead", presented -> {
            OptionalLong start = presented.token().seconds("nbf");
            return start.isPresent()
                    ? start.getAsLong() <= presented.provider().now()
                    : !presented.token().claims().has("nbf");
        });
    }

    static <P extends Presented> Check<P> string(String claim) {
        return rule(
                claim + " is a string",
                presented -> !presented.token().string(claim).isBlank());
    }

    static <P extends Presented> Check<P> strings(String claim) {
        return rule(claim + " is an array of strings, each there once", presented -> {
            List<String> values = presented.token().strings(claim);
            return presented.token().isStrings(claim) && new HashSet<>(values).size() == values.size();
        });
    }

    /** RFC 6749, section 3.3. */
    static <P extends Presented> Check<P> scope() {
        return rule("scope is a string of words with single spaces between them", presented -> {
            JsonNode scope = presented.token().claims().path("scope");
            return scope.isTextual()
                    && Arrays.stream(scope.textValue().split(" ", -1))
                            .allMatch(word -> word.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+"));
        });
    }
}
