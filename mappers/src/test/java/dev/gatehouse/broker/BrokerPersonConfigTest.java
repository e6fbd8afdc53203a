package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerPersonConfigTest {

    @Test
    void whatIsNotNamedIsNotRead() throws Exception {
        BrokerPersonConfig config = BrokerPersonConfig.parse(
                UpstreamProtocol.OIDC, Map.of("upstream.email", "preferred_email", "upstream.full_name", ""));
        assertThat(config.email().path()).containsExactly("preferred_email");
        assertThat(config.firstName()).isNull();
        assertThat(config.lastName()).isNull();
        assertThat(config.fullName()).isNull();
    }

    @Test
    void refusesAMapperThatWouldDoNothingOrTwoThings() {
        refused(Map.of(), "No claim is named, so that the mapper would do nothing.");
        refused(Map.of("upstream.email", " email"), "\"E-mail claim\" is \" email\", which has white space around it");
        refused(
                Map.of("upstream.full_name", "name", "upstream.last_name", "surname"),
                "\"Full name claim\" is \"name\", but the first or the last name has one of its own too.");
    }

    private static void refused(Map<String, String> config, String message) {
        assertThatThrownBy(() -> BrokerPersonConfig.parse(UpstreamProtocol.OIDC, config))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Ada Lovelace,                       Ada,                   Lovelace",
                "Astrid Anna Emilia Lindgren,        Astrid Anna Emilia,    Lindgren",
                "` Ada \t Lovelace `,                Ada,                   Lovelace",
                "Sukarno,                            Sukarno,",
                "Jean-Luc O'Neill,                   Jean-Luc,              O'Neill",
            })
    void aFullNameIsSplitAtItsLastSpace(String full, String first, String last) {
        assertThat(PersonName.split(full)).isEqualTo(new PersonName(first, last));
    }
}
