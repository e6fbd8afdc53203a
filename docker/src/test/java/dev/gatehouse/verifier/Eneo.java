package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.IDN;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Eneo, as one of its tenants has set it up: a confidential client that uses neither PKCE nor a nonce, and goes by the e-mail
 * address alone.
 *
 * @param allowedDomains of e-mail addresses; none: all are allowed
 */
record Eneo(Provider provider, String clientId, List<String> allowedDomains) {

    record Login(Callback callback, List<String> allowedDomains) implements Presented {

        @Override
        public Provider provider() {
            return callback.provider();
        }

        @Override
        public CompactToken token() {
            return callback.token();
        }

        /** The part behind the only {@code @}; empty when there is no such part. */
        Optional<String> domain() {
            String[] parts = token().string("email").split("@", -1);
            return parts.length == 2 && !parts[0].isBlank() ? ascii(parts[1]) : Optional.empty();
        }

        /** Exact: no sub-domain of an allowed domain. */
        boolean isFromAnAllowedDomain() {
            return domain().filter(domain -> allowedDomains.isEmpty()
                            || allowedDomains.stream()
                                    .anyMatch(allowed -> ascii(allowed).equals(Optional.of(domain))))
                    .isPresent();
        }

        /** In the form of the DNS (IDNA), in lower case. */
        private static Optional<String> ascii(String domain) {
            try {
                String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
                return ascii.isEmpty() ? Optional.empty() : Optional.of(ascii);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    Verdict logIn(Sent sent, URI redirect, JsonNode answer) {
        Callback callback = Callback.of(provider, clientId, sent, redirect, answer);
        return Verdict.by(EnumSet.allOf(EneoRule.class), new Login(callback, allowedDomains));
    }
}
