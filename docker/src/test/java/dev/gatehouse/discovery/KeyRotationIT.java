package dev.gatehouse.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rotation that mappers/README.md documents, watched by relying parties that fetch the keys once an hour. */
class KeyRotationIT {

    private static final String JWKS = "/.well-known/jwks.json";
    private static final String CERTS = "/protocol/openid-connect/certs";
    private static final URI BACK = URI.create("http://127.0.0.1/callback");

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final InstantSource clock = () -> now;
    private RealmKeys keys;
    private String oldKey;
    private Map<String, String> lower;
    private Map<String, String> higher;
    private Browser browser;
    private Tokens session;

    @BeforeEach
    void logInWithTheOldKey() throws Exception {
        keys = new RealmKeys(REALM);
        oldKey = keys.signing();
        int priority = keys.priority(oldKey);
        lower = Map.of("priority", Integer.toString(priority - 50));
        higher = Map.of("priority", Integer.toString(priority + 100));
        browser = new Browser(REALM.server().url());
        session = logIn(browser);
    }

    private static Tokens logIn(Browser browser) throws Exception {
        return new CommandLine(cli()).logIn(browser, Person.of("dana@acme.example"), "openid");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWKS, CERTS})
    void aKeyThatIsPublishedAnHourBeforeItSignsIsKnownToEverybodyByThen(String endpoint) throws Exception {
        HourlyVerifier relyingParty = verifier(endpoint);
        String first = accessToken();
        assertThat(kid(first)).isEqualTo(keys.kid(oldKey));
        // the worst case: it fetches the keys just before the new one is there
        relyingParty.verify(first);

        String newKey = keys.add("rsa-generated", lower);
        String published = accessToken();
        assertThat(kid(published)).isEqualTo(keys.kid(oldKey));
        relyingParty.verify(published);

        now = now.plus(HourlyVerifier.HOUR);
        keys.set(newKey, "priority", higher.get("priority"));
        String raised = accessToken();
        assertThat(kid(raised)).isEqualTo(keys.kid(newKey));
        relyingParty.verify(raised);
        relyingParty.verify(published);

        keys.set(oldKey, "active", "false");
        now = now.plus(HourlyVerifier.HOUR);
        relyingParty.verify(raised);
        relyingParty.verify(published);

        keys.remove(oldKey);
        now = now.plus(HourlyVerifier.HOUR);
        String last = accessToken();
        assertThat(kid(last)).isEqualTo(keys.kid(newKey));
        relyingParty.verify(last);
        assertRefused(relyingParty, published);
    }

    @ParameterizedTest
    @ValueSource(strings = {JWKS, CERTS})
    void aKeyThatSignsAtOnceIsRefusedForUpToAnHour(String endpoint) throws Exception {
        HourlyVerifier relyingParty = verifier(endpoint);
        String before = accessToken();
        relyingParty.verify(before);

        String newKey = keys.add("rsa-generated", higher);
        String after = accessToken();
        assertThat(kid(after)).isEqualTo(keys.kid(newKey));
        assertRefused(relyingParty, after);
        relyingParty.verify(before);

        now = now.plus(HourlyVerifier.HOUR.minusMillis(1));
        assertRefused(relyingParty, after);
        now = now.plusMillis(1);
        relyingParty.verify(after);
    }

    @Test
    void tokensOfBothKeysVerifyThroughBothEndpoints() throws Exception {
        String before = accessToken();
        keys.add("rsa-generated", higher);
        String after = accessToken();
        assertThat(kid(after)).isNotEqualTo(kid(before));

        for (String endpoint : new String[] {JWKS, CERTS}) {
            HourlyVerifier fresh = verifier(endpoint);
            fresh.verify(before);
            fresh.verify(after);
        }
        assertThat(Published.get(url(JWKS)).text())
                .isEqualTo(Published.get(url(CERTS)).text());
    }

    @Test
    void whoLogsOutWithAnIdTokenOfTheOldKeyNeedsItToBeThereStill() throws Exception {
        Browser second = new Browser(REALM.server().url());
        Tokens secondSession = logIn(second);
        keys.add("rsa-generated", higher);

        keys.set(oldKey, "active", "false");
        assertThat(browser.open(cli().logout(session, BACK)).isOutside()).isTrue();

        keys.remove(oldKey);
        Page refused = second.open(cli().logout(secondSession, BACK));
        assertThat(refused.isOutside()).isFalse();
        assertThat(refused.status()).isEqualTo(400);
    }

    private static void assertRefused(HourlyVerifier relyingParty, String token) {
        assertThatThrownBy(() -> relyingParty.verify(token))
                .isInstanceOf(BadJOSEException.class)
                .hasMessageContaining("no matching key");
    }

    /** A new token of the session, of whatever key signs now. */
    private String accessToken() throws Exception {
        return cli().refresh(session).rawAccessToken();
    }

    /** One that has no keys yet. */
    private static RelyingParty cli() throws Exception {
        return RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
    }

    private HourlyVerifier verifier(String endpoint) throws MalformedURLException {
        return new HourlyVerifier(url(endpoint), clock);
    }

    private static URI url(String endpoint) {
        return URI.create(REALM.issuer() + endpoint);
    }

    private static String kid(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
