package dev.gatehouse.verifier;

import java.util.function.Consumer;
import java.util.stream.Stream;

/** A platform that takes logins by authorization code, of which most bends are of the ID token. */
abstract class LoginBendingTest extends BendingTest<LoginDraft> {

    Stream<Bend<LoginDraft>> forgeries() {
        return forgeries(how -> login -> login.idToken(how));
    }

    static Bend<LoginDraft> token(Rule<?> broken, String name, Consumer<Draft> how) {
        return refused(broken, name, login -> login.idToken(how));
    }

    static Variant<LoginDraft> token(String name, Consumer<Draft> how) {
        return accepted(name, login -> login.idToken(how));
    }
}
