package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A platform's client that must accept what is good, and of everything bent in one point name the one rule that is broken.
 *
 * @param <D> what is bent
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BendingTest<D> {

    /** @param broken the one rule that the bend breaks */
    record Bend<D>(String name, Rule<?> broken, Consumer<D> how) {

        @Override
        public String toString() {
            return name + ": " + broken.name();
        }
    }

    /** A bend that breaks no rule. */
    record Variant<D>(String name, Consumer<D> how) {

        @Override
        public String toString() {
            return name;
        }
    }

    abstract List<? extends Rule<?>> rules();

    abstract D good();

    abstract Verdict verdict(D draft);

    abstract Stream<Bend<D>> bends();

    abstract Stream<Variant<D>> variants();

    /** @param draft where the forged token is */
    Stream<Bend<D>> forgeries(Function<Consumer<Draft>, Consumer<D>> draft) {
        Forgery byTheWrongKey = new Forgery(
                "signed with the provider's key for encryption",
                Forgery.Fault.KEY,
                token -> token.signedBy(Issuer.ENCRYPTION));
        return Stream.concat(Forgery.all(Issuer.KEYS, Issuer.KEY.kid()).stream(), Stream.of(byTheWrongKey))
                .map(forgery -> new Bend<>(forgery.name(), forgery.fault().in(rules()), draft.apply(forgery.how())));
    }

    static <D> Bend<D> refused(Rule<?> broken, String name, Consumer<D> how) {
        return new Bend<>(name, broken, how);
    }

    static <D> Variant<D> accepted(String name, Consumer<D> how) {
        return new Variant<>(name, how);
    }

    @Test
    void acceptsWhatIsGood() {
        assertAccepted(good());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void accepts(Variant<D> variant) {
        D draft = good();
        variant.how().accept(draft);
        assertAccepted(draft);
    }

    @ParameterizedTest
    @MethodSource("bends")
    void refuses(Bend<D> bend) {
        D draft = good();
        bend.how().accept(draft);
        assertThat(verdict(draft).broken()).isEqualTo(List.of(bend.broken()));
    }

    @Test
    void hasABendForEveryRule() {
        assertThat(bends().map(Bend::broken).distinct().toList()).hasSameElementsAs(List.copyOf(rules()));
    }

    private void assertAccepted(D draft) {
        assertThat(verdict(draft)).asString().isEqualTo("accepted");
    }
}
