package dev.gatehouse.verifier;

import java.util.function.Predicate;

/**
 * How a rule is checked.
 *
 * @param words the rule as a sentence
 * @param decisive whether nothing else is worth a look once it is broken
 */
record Check<P>(String words, boolean decisive, Predicate<P> isKept) {

    static <P> Check<P> rule(String words, Predicate<P> isKept) {
        return new Check<>(words, false, isKept);
    }

    static <P> Check<P> decisive(String words, Predicate<P> isKept) {
        return new Check<>(words, true, isKept);
    }
}
