package dev.gatehouse.device;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.mail.Inbox;
import dev.gatehouse.mail.Mail;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A developer of Enclii who is nobody else's, because mails and wrong codes are counted for each person.
 *
 * @param email the username as well; the password is {@code password}
 */
record Somebody(PlatformRealm realm, String email, String id) {

    static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CODE = Pattern.compile("^\\s*(\\d{6})\\s*$", Pattern.MULTILINE);

    static Somebody of(PlatformRealm realm) {
        String email = "p" + UUID.randomUUID().toString().substring(0, 8) + "@acme.example";
        realm.admin()
                .post(
                        realm.path("/users"),
                        JSON.valueToTree(Map.of(
                                "username",
                                email,
                                "email",
                                email,
                                "emailVerified",
                                true,
                                "enabled",
                                true,
                                "firstName",
                                "Some",
                                "lastName",
                                "Body",
                                "groups",
                                List.of("/developers"),
                                "credentials",
                                List.of(Map.of("type", "password", "value", "password")))));
        return new Somebody(realm, email, realm.user(email).get("id").textValue());
    }

    /** Somebody with their password, and without their mailbox. */
    Person person() {
        return new Person(email, "password");
    }

    /** As far as the password leads. */
    Page signIn(Browser browser, RelyingParty client) {
        return person().goOn(
                        browser, browser.open(client.login(SOMEWHERE, "openid").url()));
    }

    Mail mail() {
        return Inbox.get().take(email);
    }

    static URI link(Mail mail) {
        return mail.links().stream()
                .filter(link -> link.getPath().contains("/device-verification/"))
                .findFirst()
                .orElseThrow();
    }

    static String code(Mail mail) {
        Matcher code = CODE.matcher(mail.text());
        if (!code.find()) {
            throw new AssertionError("no code in " + mail.text());
        }
        return code.group(1);
    }
}
