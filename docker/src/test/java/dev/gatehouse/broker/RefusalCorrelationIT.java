package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Page;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a refused person quotes to support leads to everything that is known of the refusal. */
class RefusalCorrelationIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(RefusalCorrelationIT::keepRefusals);

    private static final String HEADER = "X-Correlation-ID";
    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:9/callback");

    private static void keepRefusals(ObjectNode realm) {
        realm.putArray("enabledEventTypes").add("IDENTITY_PROVIDER_LOGIN_ERROR").add("UPDATE_PROFILE");
    }

    @Test
    void pageHeaderEventAndLogSayTheIdThatTheLoginBeganWith() throws Exception {
        Providers providers = new Providers(REALM);
        try (MockProvider mock = MockProvider.start(REALM.server())) {
            providers.add(mock.representation(providers, "okta"));
            providers.addMapper(
                    "okta",
                    OidcGroupsMapper.PROVIDER_ID,
                    Map.of("upstream.groups", "groups", "groups", Providers.table("engineers", "/developers")));
            String id = "test." + UUID.randomUUID();
            Browser browser = new Browser(REALM.server().url());

            Page refusal = logIn(browser, mock, id, 7);
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.text()).contains("groups_malformed");
            assertThat(refusal.document()
                            .select("code.gatehouse-correlation-id")
                            .text())
                    .isEqualTo(id);
            assertThat(browser.received(HEADER)).containsExactly(id);
            assertThat(REALM.admin().get(REALM.path("/events?type=IDENTITY_PROVIDER_LOGIN_ERROR")))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.at("/details/reason").textValue()).isEqualTo("groups_malformed");
                        assertThat(event.at("/details/correlation_id").textValue())
                                .isEqualTo(id);
                    });
            assertThat(REALM.server().log().lines().filter(line -> line.contains("correlationId=" + id)))
                    .anyMatch(line -> line.contains("was refused by the mapper"))
                    .anyMatch(line -> line.contains("correlation_id=\"" + id + "\""));

            String next = "test." + UUID.randomUUID();
            Person.of("new@acme.example").goOn(browser, logIn(browser, mock, next, List.of("engineers")));
            assertThat(REALM.admin().get(REALM.path("/events?type=UPDATE_PROFILE")))
                    .filteredOn(event -> event.at("/details/groups_joined").isTextual())
                    .singleElement()
                    .satisfies(event -> assertThat(
                                    event.at("/details/correlation_id").textValue())
                            .isEqualTo(next));
        }
    }

    /** Begins with the id; whatever comes back from the provider has another. */
    private static Page logIn(Browser browser, MockProvider mock, String id, Object groups) throws Exception {
        mock.says("new", Map.of("email", "new@acme.example", "email_verified", true, "groups", groups));
        browser.sends(HEADER, id);
        URI login = RelyingParty.publicClient(REALM.issuer(), "enclii-cli")
                .login(SOMEWHERE, "openid")
                .url();
        Page atProvider = browser.open(URI.create(login + "&kc_idp_hint=okta"));
        assertThat(mock.isAt(atProvider.url())).isTrue();
        browser.sends(HEADER, "test." + UUID.randomUUID());
        return browser.open(mock.answer(atProvider.url()));
    }
}
