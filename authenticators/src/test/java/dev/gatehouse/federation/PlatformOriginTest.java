package dev.gatehouse.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformOriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://sundsvall.example,       https://sundsvall.example",
        "HTTPS://Sundsvall.Example:8443,  https://sundsvall.example:8443",
        "https://sundsvall.example:443,   https://sundsvall.example:443",
        "https://10.0.0.1,                https://10.0.0.1",
        "https://xn--gteborg-90a.example, https://xn--gteborg-90a.example",
        "http://localhost:3000,           http://localhost:3000",
        "http://127.0.0.1,                http://127.0.0.1"
    })
    void takesSchemeHostAndPort(String text, String origin) throws RefusedCallException {
        assertThat(PlatformOrigin.parse("origin", text).text()).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sundsvall.example/",
                "https://sundsvall.example/login",
                "https://sundsvall.example?x=1",
                "https://sundsvall.example#x",
                "https://user@sundsvall.example",
                "https://sundsvall.example@evil.example",
                "https://sundsvall.example:0",
                "https://sundsvall.example:65536",
                "https://sundsvall.example:",
                "https://sundsvall.example.",
                "https://*.example",
                "https://-a.example",
                "https://göteborg.example",
                "https://\u212Airuna.example",
                "https://[::1]",
                "https://",
                "//sundsvall.example",
                "sundsvall.example",
                "ftp://sundsvall.example",
                "javascript:alert(1)",
                "https://sundsvall.example\n",
                "http://sundsvall.example",
                "http://localhost.evil.example",
                "http://127.0.0.2",
                "http://127.1"
            })
    void refusesWhatIsMoreOrLessThanAnOrigin(String text) {
        assertThatThrownBy(() -> PlatformOrigin.parse("origin", text))
                .isInstanceOf(RefusedCallException.class)
                .hasMessageContaining("\"origin\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login/callback", "/a.b/~c_d-e/"})
    void takesAPlainPath(String path) throws RefusedCallException {
        assertThat(PlatformOrigin.path("path", path)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "login",
                "//evil.example",
                "/*",
                "/a*",
                "/a/../b",
                "/.",
                "/..",
                "/a?b",
                "/a#b",
                "/%2e%2e",
                "/a b",
                "/a\\b",
                "/a@b"
            })
    void refusesAPathThatMeansMoreThanItself(String path) {
        assertThatThrownBy(() -> PlatformOrigin.path("path", path)).isInstanceOf(RefusedCallException.class);
    }

    @Test
    void theRedirectUriIsBothInOne() throws RefusedCallException {
        assertThat(PlatformOrigin.parse("origin", "https://A.example").redirectUri("/login/callback"))
                .isEqualTo("https://a.example/login/callback");
    }
}
