package dev.gatehouse.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.device.PendingLogin.Outcome;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/** What becomes of a decision whose request does not come to its end. */
class PendingLoginsTest {

    private final Store store = new Store();
    private final PendingLogins pendings =
            new PendingLogins(returning(KeycloakSession.class, store), returning(RealmModel.class, "realm"));
    private final PendingLogin login = new PendingLogin(
            PendingLogins.newId(),
            "dana",
            "dana@acme.example",
            "cli",
            Time.currentTime() + 600L,
            null,
            List.of(),
            "",
            false,
            false,
            new Denial(true, true, true),
            new LoginFacts(0, "", "", "", ""),
            "correlation");

    @AfterEach
    void now() {
        Time.setOffset(0);
    }

    @Test
    void whatFailedCanBeAnsweredAgain() {
        assertThat(pendings.decide(login, Outcome.DENIED)).isTrue();
        assertThat(pendings.decide(login, Outcome.DENIED)).isFalse();
        store.rollBack();

        Time.setOffset(120);
        assertThat(pendings.decide(login, Outcome.DENIED)).isTrue();
        store.commit();
        assertThat(pendings.outcome(login.id())).contains(Outcome.DENIED);
    }

    @Test
    void whatWasDecidedStaysDecided() {
        assertThat(pendings.decide(login, Outcome.DENIED)).isTrue();
        store.commit();

        Time.setOffset(120);
        assertThat(pendings.decide(login, Outcome.CONFIRMED)).isFalse();
        store.commit();
        assertThat(pendings.outcome(login.id())).contains(Outcome.DENIED);
    }

    /** Something of which only what returns this is asked. */
    private static <T> T returning(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        method.getReturnType().isInstance(answer) ? answer : method.invoke(answer, arguments)));
    }

    /** As Keycloak's own: what is put is written at the end of a transaction, and what is claimed at once. */
    private static final class Store implements SingleUseObjectProvider {

        private record Entry(Map<String, String> notes, long until) {}

        private final Map<String, Entry> kept = new HashMap<>();
        private final Map<String, Entry> put = new HashMap<>();

        void commit() {
            kept.putAll(put);
            put.clear();
        }

        void rollBack() {
            put.clear();
        }

        private static Entry entry(long seconds, Map<String, String> notes) {
            return new Entry(notes, Time.currentTime() + seconds);
        }

        @Override
        public void put(String key, long lifespanSeconds, Map<String, String> notes) {
            put.put(key, entry(lifespanSeconds, notes));
        }

        @Override
        public Map<String, String> get(String key) {
            Entry entry = put.getOrDefault(key, kept.get(key));
            return entry == null || entry.until() <= Time.currentTime() ? null : entry.notes();
        }

        @Override
        public Map<String, String> remove(String key) {
            Map<String, String> notes = get(key);
            kept.remove(key);
            return notes;
        }

        @Override
        public boolean replace(String key, Map<String, String> notes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean putIfAbsent(String key, long lifespanInSeconds) {
            if (get(key) != null) {
                return false;
            }
            kept.put(key, entry(lifespanInSeconds, Map.of()));
            return true;
        }

        @Override
        public boolean contains(String key) {
            return get(key) != null;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
