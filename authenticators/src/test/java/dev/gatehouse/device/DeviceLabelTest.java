package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLabelTest {

    @Test
    void leavesOutTheWhiteSpaceAround() {
        assertThat(DeviceLabel.parse(" \t Dana’s laptop\u2003").orElseThrow().text())
                .isEqualTo("Dana’s laptop");
    }

    @Test
    void countsWhatAPersonSeesAsOneCharacterOnce() {
        assertThat(DeviceLabel.parse("💻".repeat(100))).isPresent();
        assertThat(DeviceLabel.parse("💻".repeat(101))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "a\u0000b",
                "a\nb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\u202Eb",
                "a\u2066b",
                "a\uD83D"
            })
    void refusesWhatCannotBeReadAsOneLine(String typed) {
        assertThat(DeviceLabel.parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "👩‍💻", "دفتر", "a\u200Fb"})
    void takesWhatPeopleWrite(String typed) {
        assertThat(DeviceLabel.parse(typed).orElseThrow().text()).isEqualTo(typed);
    }

    @Test
    void isTheSameInAnotherCase() {
        DeviceLabel label = DeviceLabel.parse("Laptop").orElseThrow();
        assertThat(label.isSameAs("lapTOP")).isTrue();
        assertThat(label.isSameAs("laptop 2")).isFalse();
        assertThat(label.isSameAs(null)).isFalse();
    }
}
