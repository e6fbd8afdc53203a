package dev.gatehouse.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttributionTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void everyClaimIsAttributedToWhoWroteIt() throws Exception {
        Attribution<String> attribution = new Attribution<>(claims("{'iss': 'here', 'scope': 'openid read'}"));
        attribution.ran("email", claims("{'iss': 'here', 'scope': 'openid read', 'email': 'dana'}"));
        attribution.ran("scopes", claims("{'iss': 'here', 'scope': 'openid', 'email': 'dana'}"));

        assertThat(told(attribution.kept()))
                .containsExactly(
                        "email ADDED \"dana\" by email",
                        "iss PROTOCOL \"here\" by nobody",
                        "scope PROTOCOL \"openid read\" by nobody",
                        "scope CHANGED \"openid\" by scopes");
        assertThat(attribution.removed()).isEmpty();
        assertThat(attribution.idle()).isEmpty();
        assertThat(attribution.claims()).containsOnlyKeys("email", "iss", "scope");
    }

    @Test
    void whatIsTakenOutIsToldWithWhoWroteItAndWhoTookItOut() throws Exception {
        Attribution<String> attribution = new Attribution<>(claims("{}"));
        attribution.ran("profile", claims("{'given_name': 'Dana', 'name': 'Dana D'}"));
        attribution.ran("exactly", claims("{'name': 'Dana D'}"));

        assertThat(told(attribution.removed()))
                .containsExactly("given_name ADDED \"Dana\" by profile", "given_name REMOVED nothing by exactly");
        assertThat(told(attribution.kept())).containsExactly("name ADDED \"Dana D\" by profile");
    }

    @Test
    void whatIsTakenOutAndComesBackIsThere() throws Exception {
        Attribution<String> attribution = new Attribution<>(claims("{'a': 1}"));
        attribution.ran("one", claims("{}"));
        attribution.ran("two", claims("{'a': 1}"));

        assertThat(told(attribution.kept()))
                .containsExactly("a PROTOCOL 1 by nobody", "a REMOVED nothing by one", "a ADDED 1 by two");
        assertThat(attribution.removed()).isEmpty();
    }

    @Test
    void whoWritesNothingIsIdle() throws Exception {
        Attribution<String> attribution = new Attribution<>(claims("{'a': []}"));
        attribution.ran("second", claims("{'a': []}"));
        attribution.ran("first", claims("{'a': []}"));
        attribution.ran("writer", claims("{'a': null}"));

        assertThat(attribution.idle()).containsExactly("second", "first");
        assertThat(told(attribution.of("a"))).containsExactly("a PROTOCOL [] by nobody", "a CHANGED null by writer");
    }

    @Test
    void whatIsForgottenWasNeverThere() throws Exception {
        Attribution<String> attribution = new Attribution<>(claims("{'sid': 'x', 'a': 1}"));
        attribution.forget("sid");

        assertThat(attribution.claims()).containsOnlyKeys("a");
        assertThat(told(attribution.kept())).containsExactly("a PROTOCOL 1 by nobody");
        assertThat(attribution.of("sid")).isEmpty();
    }

    @Test
    void replayingTheChangesYieldsTheClaims() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Attribution<Integer> attribution = new Attribution<>(random(random));
            ObjectNode last = random(random);
            for (int step = 0; step < 5; step++) {
                last = random(random);
                attribution.ran(step, last);
            }
            Map<String, Object> replayed = new TreeMap<>();
            List<Attribution.Change<Integer>> changes = new ArrayList<>(attribution.kept());
            changes.addAll(attribution.removed());
            changes.forEach(change -> change.value()
                    .ifPresentOrElse(
                            value -> replayed.put(change.claim(), value), () -> replayed.remove(change.claim())));
            assertThat(replayed).isEqualTo(attribution.claims());
            assertThat(JSON.<ObjectNode>valueToTree(replayed)).isEqualTo(last);
        }
    }

    private static ObjectNode random(Random random) {
        ObjectNode claims = JSON.createObjectNode();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextBoolean()) {
                claims.put(name, random.nextInt(2));
            }
        }
        return claims;
    }

    private static ObjectNode claims(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }

    private static List<String> told(List<Attribution.Change<String>> changes) {
        return changes.stream()
                .map(change -> change.claim() + " " + change.kind() + " "
                        + change.value().map(Object::toString).orElse("nothing") + " by "
                        + change.step().orElse("nobody"))
                .toList();
    }
}
