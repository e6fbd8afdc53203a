package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.verifier.CodeFlow.Login;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every forgery, tried on a token that a real server signed, is found by every platform. */
class ForgedTokensIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    /** A platform, and the token that it goes by. */
    enum Platform {
        ENCLII_API(PlatformClient.ENCLII_CLI, "access_token", EncliiApiRule.values()),
        ENCLII_WEB(PlatformClient.ENCLII_WEB, "id_token", EncliiWebRule.values()),
        CERTCTL(PlatformClient.CERTCTL, "id_token", CertctlCheck.values()),
        ENEO(PlatformClient.ENEO, "id_token", EneoRule.values()),
        ELOQUENT(PlatformClient.ELOQUENT, "access_token", EloquentRule.values());

        private final PlatformClient client;
        private final String token;
        private final List<Rule<?>> rules;

        Platform(PlatformClient client, String token, Rule<?>[] rules) {
            this.client = client;
            this.token = token;
            this.rules = List.of(rules);
        }

        List<Rule<?>> broken(Provider provider, Login login) {
            Verdict verdict = switch (this) {
                case ENCLII_API -> new EncliiApi(provider).verify(login.accessToken());
                case ENCLII_WEB ->
                    new EncliiWeb(provider, client.id()).logIn(login.sent(), login.redirect(), login.answer());
                case CERTCTL ->
                    new Certctl(provider, client.id(), "groups", Map.of())
                            .logIn(login.sent(), login.redirect(), login.answer())
                            .verdict();
                case ENEO ->
                    new Eneo(provider, client.id(), List.of()).logIn(login.sent(), login.redirect(), login.answer());
                case ELOQUENT ->
                    new EloquentGateway(provider, Set.of(client.id())).verify("GET", "/workflows", login.accessToken());
            };
            return verdict.broken();
        }
    }

    @ParameterizedTest
    @EnumSource
    void areFoundBy(Platform platform) throws Exception {
        CodeFlow flow = CodeFlow.at(REALM);
        Login login = flow.logIn(platform.client, flow.browser(), "dana@acme.example");
        String genuine = login.answer().path(platform.token).asText();
        assertThat(Draft.of(genuine).token())
                .as("a draft changes nothing by itself")
                .isEqualTo(genuine);
        assertThat(platform.broken(flow.provider(), login))
                .as("of the genuine token")
                .doesNotContainAnyElementsOf(faults(platform));

        URI address = URI.create(flow.provider().discovery().path("jwks_uri").asText());
        JWKSet keys = Keys.at(address).get();
        for (Forgery forgery : Forgery.all(keys, CompactToken.parse(genuine).kid())) {
            Draft draft = Draft.of(genuine);
            forgery.how().accept(draft);
            ObjectNode answer = login.answer().deepCopy();
            answer.put(platform.token, draft.token());
            assertThat(platform.broken(
                            flow.provider(), new Login(login.client(), login.sent(), login.redirect(), answer)))
                    .as(forgery.name())
                    .containsExactly(forgery.fault().in(platform.rules));
        }
    }

    private static List<Rule<?>> faults(Platform platform) {
        return Arrays.stream(Forgery.Fault.values())
                .<Rule<?>>map(fault -> fault.in(platform.rules))
                .toList();
    }
}
