package dev.gatehouse.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.server.Ports;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Cookie;

/** A real browser on the platform's realm. */
class ChromiumIT {

    @RegisterExtension
    static final Chromiums CHROMIUMS = new Chromiums();

    private static final URI NOBODY = nobody();

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(realm -> {
        for (JsonNode client : realm.get("clients")) {
            if (client.get("clientId").textValue().equals("eneo")) {
                ((ArrayNode) client.get("redirectUris")).add(NOBODY.toString());
            }
        }
    });

    private RelyingParty eneo;
    private RelyingParty.Login login;

    /** The callback of an application that is not running. */
    private static URI nobody() {
        try {
            return URI.create("http://localhost:" + Ports.free() + "/callback");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void beginALogin() throws Exception {
        eneo = RelyingParty.confidentialClient(REALM.issuer(), "eneo", "eneo-secret");
        login = eneo.login(NOBODY, "openid email");
    }

    @Test
    void somebodySignsInAndArrivesWithACode() throws Exception {
        Chromium chromium = CHROMIUMS.open();
        chromium.open(login.url());
        assertThat(chromium.pageId()).isEqualTo("login-username");
        assertThat(chromium.errors()).isEmpty();
        chromium.signIn("dana@acme.example");

        URI redirect = chromium.awaitUrl(NOBODY.toString());
        assertThat(eneo.redeem(login, redirect).idToken().getStringClaim("email"))
                .isEqualTo("dana@acme.example");
    }

    @Test
    void twoBrowsersAreTwoPeople() {
        Chromium danas = CHROMIUMS.open();
        danas.open(login.url());
        danas.signIn("dana@acme.example");
        danas.awaitUrl(NOBODY.toString());
        Chromium other = CHROMIUMS.open();
        other.open(login.url());

        danas.open(login.url());
        assertThat(danas.url().toString()).startsWith(NOBODY + "?").contains("code=");
        assertThat(other.pageId()).isEqualTo("login-username");

        URI realm = URI.create(REALM.issuer() + "/.well-known/openid-configuration");
        danas.open(realm);
        other.open(realm);
        assertThat(danas.cookies())
                .filteredOn(Cookie::isHttpOnly)
                .extracting(Cookie::getName)
                .contains("KEYCLOAK_IDENTITY");
        assertThat(other.cookies()).isNotEmpty().doesNotContainAnyElementsOf(danas.cookies());
    }

    @Test
    void itShowsAPageAsItsOwnerLikesIt() throws Exception {
        Chromium chromium =
                CHROMIUMS.open(Look.NARROW.in(Locale.forLanguageTag("sv")).inTheDark());
        chromium.open(login.url());
        assertThat(seen(chromium)).isEqualTo(List.of("sv", true, 320L, 640L));
        BufferedImage whole =
                ImageIO.read(chromium.screenshot("chromium-narrow-dark").toFile());
        assertThat(whole.getWidth()).isEqualTo(320);
        assertThat(whole.getHeight()).isGreaterThanOrEqualTo(640);

        Chromium ordinary = CHROMIUMS.open();
        ordinary.open(login.url());
        assertThat(seen(ordinary)).isEqualTo(List.of("en", false, 1280L, 800L));
    }

    private static Object seen(Chromium chromium) {
        return chromium.driver()
                .executeScript("return [navigator.languages.join(), matchMedia('(prefers-color-scheme: dark)').matches,"
                        + " innerWidth, innerHeight]");
    }

    @Test
    void whatAPageAsksForAndIsDeniedShows() {
        Chromium chromium = CHROMIUMS.open();
        chromium.open(login.url());
        chromium.driver()
                .executeScript(
                        "const frame = document.createElement('iframe');"
                                + "frame.src = 'http://elsewhere.example/'; document.body.append(frame);"
                                + "fetch('/realms/no-such-realm').then(answer => document.body.append('answered ' + answer.status));");
        chromium.awaitText("answered 404");

        assertThat(chromium.errors())
                .anySatisfy(error -> assertThat(error).contains("Content Security Policy", "elsewhere.example"))
                .anySatisfy(error -> assertThat(error).contains("/realms/no-such-realm", "404"));
        assertThat(chromium.requests())
                .contains(
                        new Request("GET", login.url().toString(), "Document"),
                        new Request("GET", REALM.server().url() + "/realms/no-such-realm", "Fetch"));
    }
}
