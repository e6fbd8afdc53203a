package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "anna@sundsvall.se,             anna,         sundsvall.se",
        "Anna.Ek+x@SUNDSVALL.SE.,       Anna.Ek+x,    sundsvall.se",
        "åsa@göteborg.se,               åsa,          xn--gteborg-90a.se",
        "o'brien@sundsvall.se,          o'brien,      sundsvall.se",
        "a%b!c@sundsvall.se,            a%b!c,        sundsvall.se",
    })
    void anAddressIsALocalPartAndADomain(String address, String localPart, String domain) {
        EmailAddress parsed = EmailAddress.parse(address).orElseThrow();
        assertThat(parsed.localPart()).isEqualTo(localPart);
        assertThat(parsed.domain().ascii()).isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "anna",
                "anna@",
                "@sundsvall.se",
                "a@b@sundsvall.se",
                "\"a@sundsvall.se\"@evil.example",
                "\"x@evil.example\"@sundsvall.se",
                "\"x\"@sundsvall.se",
                "\"\"@sundsvall.se",
                "a\"b@sundsvall.se",
                "a\\@b@sundsvall.se",
                "a\\b@sundsvall.se",
                "a,b@sundsvall.se",
                "a;b@sundsvall.se",
                "Anna <anna@sundsvall.se>",
                "<anna@sundsvall.se>",
                "anna(comment)@sundsvall.se",
                "anna@(comment)sundsvall.se",
                "anna@[127.0.0.1]",
                "anna@127.0.0.1",
                "anna@[IPv6:::1]",
                "anna@sundsvall",
                " anna@sundsvall.se",
                "anna@sundsvall.se ",
                "an na@sundsvall.se",
                "anna @sundsvall.se",
                "anna@ sundsvall.se",
                "anna\t@sundsvall.se",
                "anna@sundsvall.se\r\nBcc: x@evil.example",
                "anna@evil.example\u0000@sundsvall.se",
                "anna\u0000@sundsvall.se",
                "anna@sundsvall.se\u0000",
                "an\u00adna@sundsvall.se",
                "an\u200bna@sundsvall.se",
                "an\u00a0na@sundsvall.se",
                "an\u2028na@sundsvall.se",
                "\u202eanna@sundsvall.se",
                "an\ud800na@sundsvall.se",
                "anna＠sundsvall.se",
                "anna＠evil.example@sundsvall.se",
                "anna﹫evil.example@sundsvall.se",
                "anna＜x@sundsvall.se",
            })
    void whatMailSystemsReadDifferentlyIsRefused(String address) {
        assertThat(EmailAddress.parse(address)).isEmpty();
    }

    @Test
    void anAddressHasALength() {
        assertThat(EmailAddress.parse("a".repeat(64) + "@sundsvall.se")).isPresent();
        assertThat(EmailAddress.parse("a".repeat(65) + "@sundsvall.se")).isEmpty();
        String domain = "a".repeat(61) + "." + "b".repeat(63) + "." + "c".repeat(60) + ".se";
        assertThat(EmailAddress.parse("a".repeat(254 - 1 - domain.length()) + "@" + domain))
                .isPresent();
        assertThat(EmailAddress.parse("a".repeat(255 - 1 - domain.length()) + "@" + domain))
                .isEmpty();
        assertThat(EmailAddress.parse("@".repeat(10_000) + "sundsvall.se")).isEmpty();
        assertThat(EmailAddress.parse("a@" + "sundsvall.se.".repeat(1_000))).isEmpty();
        assertThat(EmailAddress.parse(null)).isEmpty();
    }
}
