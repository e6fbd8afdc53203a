package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {

    @Test
    void aCodeHasSixDigits() {
        for (int i = 0; i < 1000; i++) {
            assertThat(Code.random()).matches("[0-9]{6}");
        }
    }

    @Test
    void aCodeMatchesInItsOwnLoginOnly() {
        String hash = Code.hash("login", "123456");
        assertThat(Code.matches("login", "123456", hash)).isTrue();
        assertThat(Code.matches("login", "123457", hash)).isFalse();
        assertThat(Code.matches("other", "123456", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", " 123456 ", "123 456", "123-456", "1 2 3 4 5 6"})
    void aCodeIsReadHoweverItWasTyped(String typed) {
        assertThat(Code.read(typed)).contains("123456");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "12345", "1234567", "12345a", "１２３４５６", "+123456", "0x1234"})
    void whatIsNoCodeIsNone(String typed) {
        assertThat(Code.read(typed)).isEmpty();
    }

    @Test
    void theNumbersOfALoginDifferAndHaveTwoDigits() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            List<Integer> numbers = Code.numbers();
            assertThat(numbers).hasSize(3).doesNotHaveDuplicates().allMatch(number -> number >= 10 && number <= 99);
            assertThat(Code.shuffled(numbers)).containsExactlyInAnyOrderElementsOf(numbers);
            seen.addAll(numbers);
        }
        assertThat(seen).hasSize(90);
    }

    @Test
    void theNumberStandsAnywhereAmongTheChoices() {
        int[] places = new int[3];
        for (int i = 0; i < 3000; i++) {
            List<Integer> numbers = Code.numbers();
            places[Code.shuffled(numbers).indexOf(numbers.get(0))]++;
        }
        assertThat(Arrays.stream(places).boxed()).allMatch(count -> count > 800);
    }

    @ParameterizedTest
    @CsvSource({
        "dana@acme.example,d•••@acme.example",
        "d@acme.example,d•••@acme.example",
        "a@b@acme.example,a•••@acme.example",
        "😀x@acme.example,😀•••@acme.example",
        "@acme.example,•••",
        "nothing,•••"
    })
    void ofAnAddressThePageShowsLittle(String address, String masked) {
        assertThat(Code.masked(address)).isEqualTo(masked);
    }

    @Test
    void aBindingChangesWithAddressPasswordAndDirectory() {
        List<String> none = Arrays.asList(null, null);
        assertThat(List.of(
                        Binding.of("dana", "a@acme.example", List.of(1L), none),
                        Binding.of("vera", "a@acme.example", List.of(1L), none),
                        Binding.of("dana", "b@acme.example", List.of(1L), none),
                        Binding.of("dana", null, List.of(1L), none),
                        Binding.of("dana", "a@acme.example", List.of(2L), none),
                        Binding.of("dana", "a@acme.example", List.of(), none),
                        Binding.of("dana", "a@acme.example", Arrays.asList((Long) null), none),
                        Binding.of("dana", "a@acme.example", List.of(1L), Arrays.asList("1", null)),
                        Binding.of("dana", "a@acme.example", List.of(1L), Arrays.asList(null, "1"))))
                .doesNotHaveDuplicates();
        assertThat(Binding.of("dana", "a@acme.example", List.of(2L, 1L), none))
                .isEqualTo(Binding.of("dana", "a@acme.example", List.of(1L, 2L), none));
    }
}
