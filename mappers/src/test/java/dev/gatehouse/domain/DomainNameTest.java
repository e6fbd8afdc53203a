package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "sundsvall.se,               sundsvall.se",
        "SUNDSVALL.SE,               sundsvall.se",
        "sundsvall.se.,              sundsvall.se",
        "a.b-c.x1.example,           a.b-c.x1.example",
        "1.example,                  1.example",
        "göteborg.se,                xn--gteborg-90a.se",
        "GÖTEBORG.SE,                xn--gteborg-90a.se",
        "XN--GTEBORG-90A.SE,         xn--gteborg-90a.se",
        "xn--strae-oqa.de,           xn--strae-oqa.de",
        "موقع.example,               xn--4gbrim.example",
        "例え.テスト,                 xn--r8jz45g.xn--zckzah",
        "r3---sn.example,            r3---sn.example",
    })
    void aNameInAnySpellingIsOneNameInAscii(String name, String ascii) {
        assertThat(DomainName.parse(name)).map(DomainName::ascii).contains(ascii);
        assertThat(DomainName.parse(name)).isEqualTo(DomainName.parse(ascii));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "se",
                "se.",
                "localhost",
                "..",
                ".sundsvall.se",
                "sundsvall..se",
                "sundsvall.se..",
                "-a.example",
                "a-.example",
                "a_b.example",
                "*.example.com",
                "a*.example",
                " sundsvall.se",
                "sundsvall.se ",
                "sunds vall.se",
                "sundsvall.se\n",
                "sundsvall.se\u0000",
                "sundsvall\u0000.se",
                "127.0.0.1",
                "127.0.0.0x7f",
                "1.2",
                "[127.0.0.1]",
                "[IPv6:::1]",
                "::1",
                "a@sundsvall.se",
                "sundsvall.se:25",
                "xn--å.se",
                "xn--.se",
            })
    void whatIsNoNameOfTwoLabelsIsRefused(String name) {
        assertThat(DomainName.parse(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sharp s,                       straße.se",
        "capital sharp s,               STRAẞE.se",
        "final sigma,                   σας.gr",
        "capital sigma at the end,      ΣΑΣ.gr",
        "zero width joiner,             sunds\u200dvall.se",
        "zero width non-joiner,         sunds\u200cvall.se",
        "soft hyphen,                   sunds\u00advall.se",
        "full-width letters,            ｓundsvall.se",
        "full-width dot,                sundsvall．se",
        "ideographic dot,               sundsvall。se",
        "half-width ideographic dot,    sundsvall｡se",
        "full-width dot at the end,     sundsvall.se．",
        "Kelvin sign,                   \u212aumla.se",
        "Angstrom sign,                 \u212are.se",
        "dotted capital i,              S\u0130M.se",
        "ligature,                      ﬁ.example",
        "letter and combining mark,     go\u0308teborg.se",
        "circled letter,                ⓢundsvall.se",
        "word joiner,                   sunds\u2060vall.se",
        "byte order mark,               \ufeffsundsvall.se",
        "right-to-left override,        \u202esundsvall.se",
        "no-break space,                sundsvall.se\u00a0",
        "ideographic space,             \u3000sundsvall.se",
        "next line,                     sundsvall.se\u0085",
        "unassigned in Unicode 3.2,     \u1e9fx.se",
        "half a surrogate pair,         \ud800x.se",
        "superscript,                   x².se",
        "letters of both directions,    aموقع.se",
    })
    void whatOtherReadersWouldFoldOrNotSeeIsRefused(String what, String name) {
        assertThat(DomainName.parse(name)).as(what).isEmpty();
    }

    @Test
    void angstromAndKelvinAreNoLetters() {
        assertThat(DomainName.parse("\u212bre.se")).isEmpty();
        assertThat(DomainName.parse("\u212a.se")).isEmpty();
        assertThat(DomainName.parse("åre.se")).isPresent();
    }

    @Test
    void aLookAlikeIsAnotherName() {
        assertThat(DomainName.parse("sundsv\u0430ll.se")).isPresent().isNotEqualTo(DomainName.parse("sundsvall.se"));
        assertThat(DomainName.parse("\u0131s.se")).isNotEqualTo(DomainName.parse("is.se"));
        assertThat(DomainName.parse("i\u0307s.se")).isNotEqualTo(DomainName.parse("is.se"));
    }

    @Test
    void labelsAndNamesHaveALength() {
        String label = "a".repeat(63);
        assertThat(DomainName.parse(label + ".se")).isPresent();
        assertThat(DomainName.parse(label + "a.se")).isEmpty();
        assertThat(DomainName.parse("å".repeat(63) + ".se")).isEmpty();
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);
        assertThat(longest).hasSize(253);
        assertThat(DomainName.parse(longest)).isPresent();
        assertThat(DomainName.parse(longest + ".")).isPresent();
        assertThat(DomainName.parse(longest + "a")).isEmpty();
        assertThat(DomainName.parse(("å" + "b".repeat(50) + ".").repeat(5) + "se"))
                .isEmpty();
        assertThat(DomainName.parse("a.".repeat(5_000) + "se")).isEmpty();
        assertThat(DomainName.parse(null)).isEmpty();
    }

    @Test
    void whateverIsReadIsAnAsciiNameThatReadsAsItself() {
        int names = 0;
        for (long seed = 0; seed < 200_000; seed++) {
            String text = text(new Random(seed));
            var name = DomainName.parse(text);
            if (name.isPresent()) {
                names++;
                String ascii = name.get().ascii();
                assertThat(ascii)
                        .as("seed %d", seed)
                        .matches("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])?");
                assertThat(ascii.length()).isLessThanOrEqualTo(253);
                assertThat(DomainName.parse(ascii)).isEqualTo(name);
                assertThat(DomainList.lenient(List.of(ascii)).admits(name.get()))
                        .as("seed %d, of a public suffix or not", seed)
                        .isEqualTo(DomainEntry.read(ascii).isPresent());
            }
        }
        assertThat(names).as("that enough are names for this to say something").isGreaterThan(1_000);
    }

    /** Anything between ordinary letters and the whole of Unicode. */
    private static String text(Random random) {
        List<String> alphabet =
                List.of("a", "B", "9", "-", ".", ".", "å", "ß", "\u00ad", "．", "xn--", "\u0430", "\u0307");
        List<String> parts = new ArrayList<>(List.of("x"));
        for (int i = random.nextInt(8); i > 0; i--) {
            parts.add(
                    random.nextInt(6) == 0
                            ? Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1))
                            : alphabet.get(random.nextInt(alphabet.size())));
        }
        return String.join("", parts) + (random.nextBoolean() ? ".se" : "");
    }
}
