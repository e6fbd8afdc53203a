package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is over when the realm's settings say, and not before: a token after 15 minutes, a session after an idle hour, … */
class ServerClockIT {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");
    private static final String DANA = "dana@acme.example";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    private RelyingParty cli;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        browser = new Browser(REALM.server().url());
    }

    @Test
    void anAccessTokenIsOverAfterItsLifetime() throws Exception {
        Tokens tokens = logIn();
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            clock.forward(Duration.ofMinutes(14));
            assertThat(cli.userInfo(tokens).getSubject())
                    .isEqualTo(tokens.idToken().getSubject());

            clock.forward(Duration.ofMinutes(2));
            assertThatThrownBy(() -> cli.userInfo(tokens)).isInstanceOf(RelyingParty.OAuthErrorException.class);
        }
        assertThat(cli.userInfo(tokens).getSubject()).isEqualTo(tokens.idToken().getSubject());
    }

    @Test
    void aSessionIsOverAfterAnIdleHour() throws Exception {
        logIn();
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            clock.forward(Duration.ofMinutes(58));
            assertThat(openLogin().isOutside())
                    .as("signed in without being asked")
                    .isTrue();

            clock.forward(Duration.ofMinutes(65));
            assertThat(openLogin().formWith("username")).isPresent();
        }
    }

    @Test
    void aLoginPageIsOverAfterTenMinutes() {
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            Form inTime = username(openLogin());
            clock.forward(Duration.ofMinutes(9));
            assertThat(browser.submit(inTime).formWith("password")).isPresent();

            browser.cookies().clear();
            Form late = username(openLogin());
            clock.forward(Duration.ofMinutes(11));
            assertThat(browser.submit(late).formWith("password")).isEmpty();
        }
    }

    @Test
    void aLinkInAMailIsOverAfterTenMinutes() {
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            URI inTime = linkOfAMail();
            clock.forward(Duration.ofMinutes(9));
            assertThat(new Browser(REALM.server().url()).open(inTime).status()).isEqualTo(200);

            URI late = linkOfAMail();
            clock.forward(Duration.ofMinutes(11));
            assertThat(new Browser(REALM.server().url()).open(late).status()).isEqualTo(400);
        }
    }

    @Test
    void theTimeIsRightAgainAfterClosing() throws Exception {
        Admin admin = REALM.admin();
        try (ServerClock clock = ServerClock.of(REALM.server())) {
            assertAhead(REALM.server(), Duration.ZERO);
            clock.forward(Duration.ofDays(30));
            clock.forward(Duration.ofDays(1));
            assertAhead(REALM.server(), Duration.ofDays(31));
            assertThat(admin.get("/" + REALM.name()).get("enabled").booleanValue())
                    .isTrue();
        }
        assertAhead(REALM.server(), Duration.ZERO);
        assertThat(admin.get("/" + REALM.name()).get("enabled").booleanValue()).isTrue();
        logIn();
    }

    @Test
    void everyNodeOfAClusterIsMovedOrOneAlone() throws Exception {
        TwoNodes both = TwoNodes.get();
        KeycloakServer first = both.nodes().get(0);
        KeycloakServer second = both.nodes().get(1);
        try (ServerClock clock = ServerClock.of(both)) {
            clock.forward(Duration.ofDays(31));
            assertAhead(first, Duration.ofDays(31));
            assertAhead(second, Duration.ofDays(31));
        }
        try (ServerClock clock = ServerClock.of(second)) {
            clock.forward(Duration.ofHours(1));
            assertAhead(first, Duration.ZERO);
            assertAhead(second, Duration.ofHours(1));
        }
        assertAhead(second, Duration.ZERO);
    }

    private Tokens logIn() throws Exception {
        return new CommandLine(cli).logIn(browser, Person.of(DANA), "openid");
    }

    private Page openLogin() {
        return browser.open(cli.login(SOMEWHERE, "openid").url());
    }

    private static Form username(Page page) {
        return page.formWith("username").orElseThrow().fill("username", DANA);
    }

    private URI linkOfAMail() {
        browser.cookies().clear();
        Page known = browser.submit(username(openLogin()));
        Page forgot = browser.open(known.link("a[href*=reset-credentials]").orElseThrow());
        browser.submit(username(forgot));
        return Inbox.get().take(DANA).links().get(0);
    }

    private static void assertAhead(KeycloakServer server, Duration ahead) throws ParseException {
        Instant issued = SignedJWT.parse(new Admin(server.url()).token())
                .getJWTClaimsSet()
                .getIssueTime()
                .toInstant();
        assertThat(issued).isCloseTo(Instant.now().plus(ahead), within(1, ChronoUnit.MINUTES));
    }
}
