package dev.gatehouse.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationParametersTest {

    private static final int LONGEST = 4_000;
    private static final String ENDPOINT = "https://login.example/realms/r/protocol/openid-connect/auth";

    @Test
    void askForACodeAndForOpenidWhereTheCallerDoesNotSay() throws RefusedException {
        assertThat(read(minimal()).values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("client_id", "eneo", "state", "s", "response_type", "code", "scope", "openid"));
    }

    @Test
    void leaveAScopeAsItIs() throws RefusedException {
        Map<String, List<String>> query = with("scope", "email profile");
        assertThat(read(query).values()).containsEntry("scope", "email profile");
        assertThat(read(query).scopes()).containsExactly("email", "profile");
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri, https://app.example/callback",
        "response_mode, form_post",
        "nonce, n",
        "prompt, login",
        "max_age, 300",
        "login_hint, sven@sundsvall.se",
        "ui_locales, sv en",
        "acr_values, 2",
        "code_challenge, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method, S256"
    })
    void passKnownOnesOn(String name, String value) throws RefusedException {
        assertThat(read(with(name, value)).values()).containsEntry(name, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kc_idp_hint", "kc_action", "request", "request_uri", "claims", "tenant", "resource", "CLIENT_ID"
            })
    void leaveOthersOut(String name) throws RefusedException {
        assertThat(read(with(name, "x")).values()).doesNotContainKey(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "state"})
    void areRefusedWithoutWhatCannotBeInvented(String name) {
        for (List<String> nothing : List.of(List.<String>of(), List.of(""))) {
            Map<String, List<String>> query = minimal();
            query.put(name, nothing);
            assertRefused(query, "invalid_request", "The parameter " + name + " is missing.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "state", "redirect_uri", "scope", "nonce", "response_type"})
    void areRefusedWhenGivenTwiceEvenIfTheSame(String name) {
        Map<String, List<String>> query = minimal();
        query.put(name, List.of("code", "code"));
        assertRefused(
                query,
                "invalid_request",
                "The parameter " + name + " is given more than once (RFC 6749, section 3.1).");
    }

    @Test
    void areRefusedWhenLongerThanTheEndpointReads() throws RefusedException {
        assertThat(read(with("state", "x".repeat(LONGEST))).state()).hasSize(LONGEST);
        assertRefused(
                with("state", "x".repeat(LONGEST + 1)),
                "invalid_request",
                "The parameter state is longer than 4000 characters.");
        assertRefused(
                with("client_id", "x".repeat(256)),
                "invalid_request",
                "The parameter client_id is longer than 255 characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\0", "a\tb", "a\u007f", "a\u0085b", "a\u2028b"})
    void areRefusedWithAControlCharacter(String value) {
        for (String name : List.of("state", "redirect_uri", "client_id", "scope", "login_hint", "nonce")) {
            assertRefused(
                    with(name, value), "invalid_request", "The parameter " + name + " holds a control character.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"å", "\ufffd", "a\u00a0b", "\ud83d\ude00"})
    void areRefusedWithAStateThatWouldNotComeBackByteForByte(String state) {
        assertRefused(
                with("state", state),
                "invalid_request",
                "The parameter state holds other characters than printable ASCII (RFC 6749, appendix A.5).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aX", "%00", "%1F", "%7f", "%C2%85", "%e2%80%a8"})
    void areRefusedWithARedirectUriThatWouldPutALineIntoTheLog(String end) {
        assertRefused(
                with("redirect_uri", "https://app.example/" + end),
                "invalid_redirect_uri",
                "The redirect_uri holds an encoded control character.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "id_token", "code id_token", "none", "CODE", "code "})
    void areRefusedForAnythingButTheCodeFlow(String responseType) {
        assertRefused(
                with("response_type", responseType),
                "unsupported_response_type",
                "The only response_type here is code.");
    }

    @ParameterizedTest
    @CsvSource({
        "max_age, -1",
        "max_age, 1e3",
        "max_age, 99999999999",
        "code_challenge, short",
        "code_challenge_method, s256"
    })
    void areRefusedWhereTheEndpointCouldNotReadThem(String name, String value) {
        assertThat(refusal(with(name, value)).code()).isEqualTo("invalid_request");
    }

    @Test
    void neverRepeatInARefusalWhatWasSent() {
        for (String name : List.of("state", "redirect_uri", "client_id", "scope", "max_age", "code_challenge")) {
            assertThat(refusal(with(name, "<script>\u0007" + "%0a")).description())
                    .doesNotContain("script");
        }
    }

    @Test
    void carryEveryStateThroughTheAddressByteForByte() throws RefusedException {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            String state = random.ints(1 + random.nextInt(200), 0x20, 0x7f)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            AuthorizationParameters parameters = read(with("state", state)).forTenant("sundsvall");

            URI url = URI.create(parameters.url(ENDPOINT));

            assertThat(decode(url)).isEqualTo(parameters.values()).containsEntry("state", state);
        }
    }

    @Test
    void carryATenantWhateverItsSlug() throws RefusedException {
        String slug = "Å & ö?#/tenant=x+%20";
        URI url = URI.create(read(minimal()).forTenant(slug).url(ENDPOINT));
        assertThat(url.getFragment()).isNull();
        assertThat(decode(url)).containsEntry("tenant", slug).hasSize(5);
    }

    @Test
    void tellTheClientOnlyWhereThereIsOne() {
        assertThat(AuthorizationParameters.clientId(minimal())).contains("eneo");
        assertThat(AuthorizationParameters.clientId(Map.of())).isEmpty();
        assertThat(AuthorizationParameters.clientId(Map.of("client_id", List.of("a", "b"))))
                .isEmpty();
        assertThat(AuthorizationParameters.clientId(with("client_id", "x".repeat(256))))
                .isEmpty();
        assertThat(AuthorizationParameters.clientId(with("client_id", "\0"))).isEmpty();
    }

    private static Map<String, String> decode(URI url) {
        Map<String, String> decoded = new LinkedHashMap<>();
        for (String parameter : url.getRawQuery().split("&")) {
            String[] pair = parameter.split("=", 2);
            decoded.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
        }
        return decoded;
    }

    private static Map<String, List<String>> minimal() {
        return new HashMap<>(Map.of("client_id", List.of("eneo"), "state", List.of("s")));
    }

    private static Map<String, List<String>> with(String name, String value) {
        Map<String, List<String>> query = minimal();
        query.put(name, List.of(value));
        return query;
    }

    private static AuthorizationParameters read(Map<String, List<String>> query) throws RefusedException {
        return AuthorizationParameters.of(query, name -> LONGEST);
    }

    private static Refusal refusal(Map<String, List<String>> query) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> read(query));
        assertThat(refused).as(query.toString()).isNotNull();
        return refused.refusal();
    }

    private static void assertRefused(Map<String, List<String>> query, String code, String description) {
        assertThat(refusal(query)).isEqualTo(new Refusal(400, code, description));
    }
}
