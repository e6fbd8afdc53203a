package dev.gatehouse.wayin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.wayin.Arrival.Next;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    private static final List<String> ONE = List.of("onegate");
    private static final List<String> TWO = List.of("okta", "adfs");

    @Test
    void aNewcomerGoesToTheOnlyProvider() {
        assertThat(new Arrival(false, false, false, false, ONE).next()).isEqualTo(Next.PROVIDER);
        assertThat(new Arrival(false, true, false, false, ONE).next()).isEqualTo(Next.PROVIDER);
    }

    @Test
    void ofSeveralProvidersOrNoneNothingGoesByItself() {
        for (List<String> providers : List.of(TWO, List.<String>of())) {
            assertThat(new Arrival(false, true, false, false, providers).next()).isEqualTo(Next.KEYCLOAK);
        }
    }

    @Test
    void whoIsToChooseGetsAPage() {
        for (List<String> providers : List.of(ONE, TWO, List.<String>of())) {
            assertThat(new Arrival(true, true, false, false, providers).next()).isEqualTo(Next.PAGE);
            assertThat(new Arrival(true, true, true, false, providers).next()).isEqualTo(Next.PAGE);
            // Keycloak shows one
            assertThat(new Arrival(true, false, false, false, providers).next()).isEqualTo(Next.KEYCLOAK);
        }
    }

    @Test
    void whoeverHasAPasswordHereIsAskedForIt() {
        for (boolean flag : new boolean[] {true, false}) {
            assertThat(new Arrival(flag, true, flag, true, ONE).next()).isEqualTo(Next.KEYCLOAK);
        }
    }

    @Test
    void whoIsKnownStaysWhoTheyAre() {
        assertThat(new Arrival(false, true, true, false, ONE).next()).isEqualTo(Next.KEYCLOAK);
    }
}
