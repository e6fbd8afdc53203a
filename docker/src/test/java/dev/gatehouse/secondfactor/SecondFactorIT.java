package dev.gatehouse.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Admins and owners need a second factor; who they are, the roles' table says. */
class SecondFactorIT {

    private static final String ASKED = "login-otp";
    private static final String ASKED_FOR_PASSKEY = "webauthn-authenticate";
    private static final String LED_TO_ENROL = "login-config-totp";
    private static final JsonMapper JSON = new JsonMapper();
    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(PlatformRealm::demandSecondFactor);

    private CommandLine cli;
    private Browser browser;

    @BeforeEach
    void install() throws Exception {
        cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        browser = newBrowser();
    }

    @Test
    void anAdminWithoutOneIsLedToEnrolAndAskedFromThenOn() throws Exception {
        Person adam = Person.of("adam@acme.example");
        cli.logIn(browser, adam, "openid");
        assertThat(adam.seen()).contains(LED_TO_ENROL).doesNotContain(ASKED);

        cli.logIn(newBrowser(), adam, "openid");
        assertThat(adam.seen()).contains(ASKED);
    }

    @Test
    void theSessionRemembersThatItHasSeenOne() throws Exception {
        Person olivia = enrolled("olivia@acme.example");
        olivia.seen().clear();
        cli.logIn(browser, olivia, "openid");
        assertThat(olivia.seen()).contains(ASKED);

        olivia.seen().clear();
        cli.logIn(browser, olivia, "openid");
        assertThat(olivia.seen()).isEmpty();
    }

    @Test
    void aDeveloperIsNotAsked() throws Exception {
        Person dana = Person.of("dana@acme.example");
        cli.logIn(browser, dana, "openid");
        assertThat(dana.seen()).doesNotContain(ASKED, LED_TO_ENROL);
    }

    @Test
    void whoBecomesAnOwnerWhileLoggedInIsAskedAtTheNextStep() throws Exception {
        Person vera = Person.of("vera@acme.example");
        cli.logIn(browser, vera, "openid");
        REALM.join("vera@acme.example", "/owners");

        Page silent = browser.open(
                URI.create(cli.relyingParty().login(SOMEWHERE, "openid").url() + "&prompt=none"));
        assertThat(silent.isOutside()).isTrue();
        assertThat(silent.url().getQuery()).contains("error=interaction_required");

        Page page = browser.open(cli.relyingParty().login(SOMEWHERE, "openid").url());
        assertThat(page.isOutside()).as("let in by the SSO cookie alone").isFalse();
        assertThat(page.id()).isEqualTo(LED_TO_ENROL);
    }

    @Test
    void theMailboxAloneDoesNotReplaceIt() throws Exception {
        Person gun = enrolledOwner("gun@goteborg.se");
        Person thief = new Person(gun.email(), "stolen mailbox");
        Page page = thief.goOn(browser, resetPassword(gun.email()));

        assertThat(page.isOutside()).as("let in by the mailbox alone").isFalse();
        assertThat(page.id()).isEqualTo(ASKED);
    }

    @Test
    void aPasskeyIsTwoFactorsForTheWholeSession() throws Exception {
        Person audra = Person.of("audra@acme.example");
        Browser office = newBrowser();
        URI enrol = URI.create(
                cli.relyingParty().login(SOMEWHERE, "openid").url() + "&kc_action=webauthn-register-passwordless");
        audra.signIn(office, enrol);
        REALM.join(audra.email(), "/admins");

        audra.preferringPasskey().seen().clear();
        cli.logIn(browser, audra, "openid");
        assertThat(audra.seen()).doesNotContain("login-password", ASKED, LED_TO_ENROL);
        audra.seen().clear();
        cli.logIn(browser, audra, "openid");
        assertThat(audra.seen()).isEmpty();
    }

    @Test
    void aPasskeyThatNeedNotVerifyItsUserIsOne() throws Exception {
        Person umar = Person.of("umar@acme.example");
        umar.signIn(
                newBrowser(),
                URI.create(cli.relyingParty().login(SOMEWHERE, "openid").url()
                        + "&kc_action=webauthn-register-passwordless"));
        REALM.join(umar.email(), "/admins");
        demandOfPasskeys("preferred");
        try {
            cli.logIn(browser, umar.preferringPasskey(), "openid");
            assertThat(umar.seen()).contains(LED_TO_ENROL);
        } finally {
            demandOfPasskeys("required");
        }
    }

    @Test
    void thePasswordAloneIsNotEnoughForAnAdminWithAPasskey() throws Exception {
        Person holder = adminWithAPasskey("nova@acme.example");
        Person thief = new Person(holder.email(), "a password of hers");

        Page page = thief.goOn(
                browser,
                browser.open(cli.relyingParty().login(SOMEWHERE, "openid").url()));
        assertThat(page.isOutside()).as("let in by the password alone").isFalse();
        assertThat(page.id()).isEqualTo(ASKED_FOR_PASSKEY);
    }

    @Test
    void theMailboxAloneIsNotEnoughForAnAdminWithAPasskey() throws Exception {
        Person holder = adminWithAPasskey("mira@acme.example");

        Page page = new Person(holder.email(), "stolen mailbox").goOn(browser, resetPassword(holder.email()));
        assertThat(page.isOutside()).as("let in by the mailbox alone").isFalse();
        assertThat(page.id()).isEqualTo(ASKED_FOR_PASSKEY);
    }

    @Test
    void whoHoldsOneThatNothingAsksForIsRefusedAndNotLedToEnrolAnother() throws Exception {
        Person holder = adminWithAPasskey("rosa@acme.example");
        require("webauthn-authenticator-passwordless", "DISABLED");
        try {
            Page page = holder.goOn(
                    browser,
                    browser.open(cli.relyingParty().login(SOMEWHERE, "openid").url()));
            assertThat(page.isOutside()).isFalse();
            assertThat(page.id()).isEqualTo("error");
            assertThat(holder.seen()).doesNotContain(LED_TO_ENROL);
        } finally {
            require("webauthn-authenticator-passwordless", "ALTERNATIVE");
        }
    }

    /** Somebody new, so that no other test has met them. */
    private Person adminWithAPasskey(String email) throws Exception {
        ObjectNode user = JSON.createObjectNode()
                .put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true)
                .put("firstName", "Nova")
                .put("lastName", "Newcomer");
        user.putArray("credentials").addObject().put("type", "password").put("value", "a password of hers");
        REALM.admin().post(REALM.path("/users"), user);
        Person person = new Person(email, "a password of hers");
        person.signIn(
                newBrowser(),
                URI.create(cli.relyingParty().login(SOMEWHERE, "openid").url()
                        + "&kc_action=webauthn-register-passwordless"));
        REALM.join(email, "/admins");
        person.seen().clear();
        return person;
    }

    private static void require(String authenticator, String requirement) {
        String executions = REALM.path("/authentication/flows/platform%20browser/executions");
        REALM.admin()
                .get(executions)
                .valueStream()
                .filter(execution ->
                        authenticator.equals(execution.path("providerId").textValue()))
                .forEach(execution ->
                        REALM.admin().put(executions, ((ObjectNode) execution).put("requirement", requirement)));
    }

    private Page resetPassword(String email) {
        Page login = browser.open(cli.relyingParty().login(SOMEWHERE, "openid").url());
        Page password = browser.submit(login.formWith("username").orElseThrow().fill("username", email));
        Page forgot = browser.open(password.link("a[href*=reset-credentials]").orElseThrow());
        browser.submit(forgot.formWith("username").orElseThrow().fill("username", email));
        return browser.open(Inbox.get().take(email).links().get(0));
    }

    private static void demandOfPasskeys(String userVerification) {
        ObjectNode realm = (ObjectNode) REALM.admin().get(REALM.path(""));
        // the attributes say it too, and would overrule
        realm.remove("attributes");
        realm.put("webAuthnPolicyPasswordlessUserVerificationRequirement", userVerification);
        REALM.admin().put(REALM.path(""), realm);
    }

    @Test
    void aTableThatIsGoneMeansEverybody() throws Exception {
        ObjectNode scope = (ObjectNode) REALM.clientScope("enclii");
        String path = REALM.path("/client-scopes/" + scope.get("id").textValue());
        REALM.admin().put(path, scope.deepCopy().put("name", "renamed"));
        try {
            assertEverybodyIsLedToEnrol("sven@sundsvall.se");
        } finally {
            REALM.admin().put(path, scope);
        }
    }

    @Test
    void aRoleThatTheTableKnowsNoMoreMeansEverybody() throws Exception {
        JsonNode scope = REALM.clientScope("enclii");
        ObjectNode mapper = (ObjectNode) scope.get("protocolMappers")
                .valueStream()
                .filter(candidate -> candidate.get("name").textValue().equals("roles"))
                .findFirst()
                .orElseThrow();
        String path = REALM.path("/client-scopes/" + scope.get("id").textValue() + "/protocol-mappers/models/"
                + mapper.get("id").textValue());
        ObjectNode withoutOwners = mapper.deepCopy();
        ((ObjectNode) withoutOwners.get("config"))
                .put("role.order", "viewer##developer##admin")
                .put(
                        "rules",
                        "[{\"key\":\"/admins\",\"value\":\"admin\"},{\"key\":\"/developers\",\"value\":\"developer\"}]");
        REALM.admin().put(path, withoutOwners);
        try {
            assertEverybodyIsLedToEnrol("gbg@gbg.se");
        } finally {
            REALM.admin().put(path, mapper);
        }
    }

    private void assertEverybodyIsLedToEnrol(String email) throws Exception {
        browser = newBrowser();
        Person somebody = Person.of(email);
        cli.logIn(browser, somebody, "openid");
        assertThat(somebody.seen()).contains(LED_TO_ENROL);
        assertThat(REALM.server().log()).contains("so everybody needs a second factor");
    }

    private Person enrolled(String email) throws Exception {
        Person person = Person.of(email);
        cli.logIn(newBrowser(), person, "openid");
        assertThat(person.hasAuthenticatorApp()).isTrue();
        return person;
    }

    private Person enrolledOwner(String email) throws Exception {
        REALM.join(email, "/owners");
        return enrolled(email);
    }

    private static Browser newBrowser() {
        return new Browser(REALM.server().url());
    }
}
