package dev.gatehouse.broker;

import com.nimbusds.oauth2.sdk.GeneralException;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Form;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** People who sign in through an identity provider. */
final class BrokerLogin {

    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    private final PlatformRealm realm;
    private final MockProvider mock;

    /** @param mock null where no provider is one */
    BrokerLogin(PlatformRealm realm, MockProvider mock) {
        this.realm = realm;
        this.mock = mock;
    }

    /** Signs in with a fresh browser. @return where they came: outside, or the page that they have no answer to */
    Page through(String alias, Person person) throws IOException, GeneralException {
        return through(alias, person, cli().login(SOMEWHERE, "openid"));
    }

    private Page through(String alias, Person person, RelyingParty.Login login) {
        Browser browser = new Browser(realm.server().url());
        Page page = browser.open(URI.create(login.url() + "&kc_idp_hint=" + alias));
        if (page.isOutside() && mock != null && mock.isAt(page.url())) {
            page = browser.open(mock.answer(page.url()));
        }
        page = person.goOn(browser, page);
        if (!page.isOutside()) {
            // what a browser with scripts does by itself
            Optional<Form> saml = page.formWith("SAMLResponse");
            if (saml.isPresent()) {
                page = person.goOn(browser, browser.submit(saml.get()));
            }
        }
        return page;
    }

    /** The same for who is to come through. */
    void succeeds(String alias, Person person) throws IOException, GeneralException {
        redirect(through(alias, person), person);
    }

    /** The same to the end. */
    Tokens tokens(String alias, Person person) throws Exception {
        RelyingParty.Login login = cli().login(SOMEWHERE, "openid");
        return cli().redeem(login, redirect(through(alias, person, login), person));
    }

    private RelyingParty cli() throws IOException, GeneralException {
        return RelyingParty.publicClient(realm.issuer(), "enclii-cli");
    }

    private static URI redirect(Page page, Person person) {
        if (!page.isOutside() || !page.url().getQuery().contains("code=")) {
            throw new AssertionError(person.email() + " came no further than " + page);
        }
        return page.url();
    }
}
