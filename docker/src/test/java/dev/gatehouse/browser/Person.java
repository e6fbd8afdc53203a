package dev.gatehouse.browser;

import dev.gatehouse.mail.Inbox;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who signs in: does what each page asks for, with their address, password, authenticator app and mailbox, until the
 * browser leaves the server. A page that asks for what nobody taught them ends the attempt with that page.
 */
public final class Person {

    private static final int MOST_PAGES = 15;

    private final String email;
    private String password;
    private Totp totp;
    private Passkey passkey;
    private boolean prefersPasskey;
    private String organization;
    private boolean readsMail = true;
    private final Set<String> seen = new LinkedHashSet<>();

    public Person(String email, String password) {
        this.email = email;
        this.password = password;
    }

    /** One of the demo's people. */
    public static Person of(String email) {
        return new Person(email, "password");
    }

    public String email() {
        return email;
    }

    /** The ids of all pages this person saw so far, in the order of their first sight. */
    public Set<String> seen() {
        return seen;
    }

    public boolean hasAuthenticatorApp() {
        return totp != null;
    }

    /** From now on signs in with the passkey, once there is one. */
    public Person preferringPasskey() {
        prefersPasskey = true;
        return this;
    }

    /** Does not follow the links of mails. */
    public Person withoutMailbox() {
        readsMail = false;
        return this;
    }

    /** When asked for which organization, chooses this one. */
    public Person choosing(String alias) {
        organization = alias;
        return this;
    }

    /**
     * Opens an address and does what is asked for.
     *
     * @return where the browser was sent in the end
     * @throws AssertionError with the page that this person has no answer to
     */
    public URI signIn(Browser browser, URI url) {
        Page page = goOn(browser, browser.open(url));
        if (!page.isOutside()) {
            throw new AssertionError(email + " came no further than " + page);
        }
        return page.url();
    }

    /** Does what is asked for, from this page on, as far as it goes: outside, or to a page without an answer. */
    public Page goOn(Browser browser, Page from) {
        Page page = from;
        for (int i = 0; i < MOST_PAGES; i++) {
            if (page.isOutside()) {
                return page;
            }
            Optional<Page> next = answer(browser, page);
            if (next.isEmpty()) {
                return page;
            }
            page = next.get();
        }
        throw new AssertionError(email + " went round in circles: " + seen + ", at last " + page);
    }

    /**
     * Does what one page asks for.
     *
     * @return what comes of it; empty for a page without an answer
     */
    public Optional<Page> answer(Browser browser, Page page) {
        seen.add(page.id());
        if (page.status() >= 400
                || !page.message().isEmpty() && page.document().selectFirst("[aria-invalid=true]") != null) {
            return Optional.empty();
        }
        if (passkey != null
                && prefersPasskey
                && page.formWith("authenticatorData").isPresent()) {
            return Optional.of(browser.submit(passkey.signIn(page)));
        }
        Optional<Form> organizations = page.formWith("kc.org");
        if (organizations.isPresent()) {
            return organization == null
                    ? Optional.empty()
                    : Optional.of(browser.submit(organizations.get().press("kc.org", organization)));
        }
        return switch (page.id()) {
            case "webauthn-register" -> {
                passkey = Passkey.create(page.url());
                yield Optional.of(browser.submit(passkey.register(page)));
            }
            case "login-verify-email" ->
                readsMail
                        ? Optional.of(
                                browser.open(Inbox.get().take(email).links().get(0)))
                        : Optional.empty();
            case "gatehouse-verify-email" ->
                readsMail ? Optional.of(verifyAndSignInAgain(browser, page)) : Optional.empty();
            case "login-oauth-grant" -> page.formWith("accept").map(form -> browser.submit(form.press("accept")));
            case "info" -> page.link("#kc-info-message a").map(browser::open);
            default ->
                page.forms().stream().filter(this::canFill).findFirst().map(form -> browser.submit(fill(form, page)));
        };
    }

    private Page verifyAndSignInAgain(Browser browser, Page page) {
        Page confirm = browser.open(Inbox.get().take(email).links().get(0));
        seen.add(confirm.id());
        browser.open(confirm.link("#kc-info-message a").orElseThrow());
        return browser.open(page.link("#gatehouse-sign-in-again").orElseThrow());
    }

    private boolean canFill(Form form) {
        return !form.fields().isEmpty() && form.fields().stream().allMatch(this::knows);
    }

    private boolean knows(String field) {
        return switch (field) {
            case "username",
                    "email",
                    "firstName",
                    "lastName",
                    "password",
                    "password-new",
                    "password-confirm",
                    "totp",
                    "userLabel" -> true;
            case "otp" -> totp != null;
            default -> false;
        };
    }

    private Form fill(Form form, Page page) {
        for (String field : form.fields()) {
            form.fill(
                    field,
                    switch (field) {
                        case "username", "email" -> email;
                        case "firstName" -> "Nova";
                        case "lastName" -> "Newcomer";
                        case "password" -> password;
                        case "password-new" -> newPassword();
                        case "password-confirm" -> password;
                        case "userLabel" -> "phone";
                        case "totp" -> setUp(page).code();
                        case "otp" -> totp.code();
                        default -> throw new IllegalStateException(field);
                    });
        }
        return form;
    }

    private String newPassword() {
        password = password + "!";
        return password;
    }

    private Totp setUp(Page page) {
        // the page shows the key itself only on request; its form always carries the secret the key is made of
        totp = Totp.ofSecret(page.document().select("[name=totpSecret]").val());
        return totp;
    }
}
