package dev.gatehouse.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.gatehouse.platform.RelyingParty;
import dev.gatehouse.platform.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A sign-in to try: what Enclii's command line does, and the tokens that it gets. */
final class SignInPages {

    static final String CLIENT = "enclii-cli";

    private static final String SCOPE = "openid profile email";
    private static final JsonMapper JSON = new JsonMapper();

    private final URI issuer;
    private final URI callback;
    private final List<Upstream> tenants;
    private final Expiring<RelyingParty.Login> logins = new Expiring<>(Clock.systemUTC());
    private final Expiring<String> logouts = new Expiring<>(Clock.systemUTC());
    private RelyingParty client;

    /**
     * @param callback where this site answers by {@link #callback}
     * @param tenants those with an identity provider of their own
     */
    SignInPages(URI issuer, URI callback, List<Upstream> tenants) {
        this.issuer = issuer;
        this.callback = callback;
        this.tenants = List.copyOf(tenants);
    }

    /** A button for each tenant. */
    Answer tenants() {
        List<Html> rows = tenants.stream()
                .map(tenant -> Html.of("""
                        <tr><td>{}</td><td>{}</td><td><a class="button" href="/login?tenant={}">Sign in</a></td></tr>
                        """, tenant.name(), tenant.person(), tenant.tenant()))
                .toList();
        return Answer.page(200, Layout.page("Sign in through a tenant", Html.of("""
                                <p>These tenants have an identity provider of their own. A sign-in that names the tenant goes
                                straight there. Whoever comes from there has no account here until they first come.</p>
                                <table>
                                <thead><tr><th>Tenant</th><th>Somebody there</th><th></th></tr></thead>
                                <tbody>{}</tbody>
                                </table>
                                """, Html.join(rows))));
    }

    /**
     * Off to Keycloak.
     *
     * @param query {@code tenant=<alias>} for a login of that tenant; empty for any
     */
    Answer login(String query) {
        String tenant = parameters(query).get("tenant");
        try {
            RelyingParty.Login login = client().login(callback, SCOPE);
            logins.put(login.request().getState().getValue(), login);
            return Answer.redirect(
                    tenant == null
                            ? login.url()
                            : URI.create(login.url() + "&tenant=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8)));
        } catch (IOException | GeneralException e) {
            return Layout.message(
                    503,
                    "Keycloak does not answer yet",
                    "The sign-in could not begin, because Keycloak did not answer at " + issuer
                            + ". Try again when the demo says that it is ready.");
        }
    }

    /** Back from Keycloak: from a sign-in that succeeded or failed, or from a logout. */
    Answer callback(String query) {
        Map<String, String> parameters = parameters(query);
        String state = parameters.getOrDefault("state", "");
        if (logouts.take(state).isPresent()) {
            return Answer.page(200, Layout.page("Signed out", new Html("""
                                    <p>Keycloak has ended the session: its next sign-in asks for the password again.</p>
                                    <p><a class="button" href="/login">Sign in again</a></p>
                                    """)));
        }
        Optional<RelyingParty.Login> login = logins.take(state);
        if (login.isEmpty()) {
            return failed(
                    "No sign-in to finish",
                    "This page belongs to no sign-in that is under way: each can be finished once, within %d minutes."
                            .formatted(Expiring.LIFETIME.toMinutes()));
        }
        try {
            Tokens tokens = client().redeem(login.get(), URI.create(callback + "?" + query));
            URI logout = client().logout(tokens, callback);
            logouts.put(LogoutRequest.parse(logout).getState().getValue(), CLIENT);
            return tokens(tokens, logout);
        } catch (RelyingParty.OAuthErrorException e) {
            return failed("Not signed in", "Keycloak refused it: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("Not signed in", "The demo is stopping.");
        } catch (Exception e) {
            return failed("Not signed in", "The answer of Keycloak could not be used: " + e.getMessage());
        }
    }

    private synchronized RelyingParty client() throws IOException, GeneralException {
        if (client == null) {
            client = RelyingParty.publicClient(issuer, CLIENT);
        }
        return client;
    }

    private static Answer failed(String title, String why) {
        return Answer.page(400, Layout.page(title, Html.of("""
                                <p>{}</p>
                                <p><a class="button" href="/login">Sign in</a></p>
                                """, why)));
    }

    private Answer tokens(Tokens tokens, URI logout) throws ParseException, JsonProcessingException {
        JWTClaimsSet access = tokens.accessToken();
        List<String> roles =
                Optional.ofNullable(access.getStringListClaim("roles")).orElse(List.of());
        return Answer.page(
                200,
                Layout.page(
                        "Signed in as " + tokens.idToken().getStringClaim("preferred_username"),
                        Html.of(
                                """
                                <p>These are the tokens that Enclii’s command line (<code>{}</code>) gets from
                                <code>{}</code>. They were checked before they were shown here.</p>
                                <dl class="facts">
                                <dt>Roles</dt><dd>{}</dd>
                                <dt>For</dt><dd>{}</dd>
                                <dt>Valid until</dt><dd>{}</dd>
                                </dl>
                                <p><a class="button" href="{}">Sign out</a></p>
                                <h2>Access token</h2>
                                <p>Checked: signature (<code>{}</code>, key <code>{}</code>), type, issuer, times, and that it
                                was issued to this client.</p>
                                <pre>{}</pre>
                                {}
                                <h2>ID token</h2>
                                <p>Checked: signature (<code>{}</code>, key <code>{}</code>), issuer, audience, times, nonce, and
                                that it belongs to this access token (<code>at_hash</code>).</p>
                                <pre>{}</pre>
                                {}
                                """,
                                CLIENT,
                                issuer,
                                roles.isEmpty() ? "none" : String.join(", ", roles),
                                String.join(", ", access.getAudience()),
                                DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH)
                                        .withZone(ZoneId.systemDefault())
                                        .format(access.getExpirationTime().toInstant()),
                                logout,
                                header(tokens.rawAccessToken()).getAlgorithm(),
                                header(tokens.rawAccessToken()).getKeyID(),
                                claims(tokens.rawAccessToken()),
                                raw("The access token itself", tokens.rawAccessToken()),
                                header(tokens.rawIdToken()).getAlgorithm(),
                                header(tokens.rawIdToken()).getKeyID(),
                                claims(tokens.rawIdToken()),
                                raw("The ID token itself", tokens.rawIdToken()))));
    }

    private static Html raw(String title, String token) {
        return Html.of("""
                <details><summary>{}</summary><pre class="raw">{}</pre></details>
                """, title, token);
    }

    private static JWSHeader header(String token) throws ParseException {
        return JWSObject.parse(token).getHeader();
    }

    private static String claims(String token) throws ParseException, JsonProcessingException {
        return JSON.readTree(JWSObject.parse(token).getPayload().toString()).toPrettyString();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&")) {
            int end = parameter.indexOf('=');
            if (end > 0) {
                parameters.put(
                        parameter.substring(0, end),
                        URLDecoder.decode(parameter.substring(end + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
