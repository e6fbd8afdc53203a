package dev.gatehouse.discovery;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A relying party that fetches the keys once an hour and never in between, as Enclii's servers do: a token whose key it has not
 * fetched is refused. It looks at signatures only; its clock is the test's.
 */
final class HourlyVerifier {

    static final Duration HOUR = Duration.ofHours(1);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    HourlyVerifier(URI keys, InstantSource clock) throws MalformedURLException {
        JWKSetSource<SecurityContext> cached = new CachingJWKSetSource<>(
                new URLBasedJWKSetSource<>(keys.toURL(), new DefaultResourceRetriever(10_000, 10_000)),
                HOUR.toMillis(),
                Duration.ofSeconds(30).toMillis(),
                null);
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                (selector, context) -> selector.select(
                        cached.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), context))));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    /** @throws BadJOSEException when no key it knows verifies the signature */
    void verify(String token) throws BadJOSEException, JOSEException, ParseException {
        processor.process(token, null);
    }
}
