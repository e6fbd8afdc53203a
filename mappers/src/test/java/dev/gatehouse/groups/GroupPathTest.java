package dev.gatehouse.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupPathTest {

    private static final List<String> NAMES =
            List.of("a", "b", "a/b", "/", "//", "~", "~~", "~/", "/~", "a~", "~/b", "*", "id:a", "å b");

    @Test
    void oneThatWasMadeOfItsParentIsTheSameAsOneThatWasMadeOfNames() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            List<String> names = names(random);
            GroupPath made = GroupPath.of(names.subList(0, 1));
            for (String name : names.subList(1, names.size())) {
                made = made.child(name);
            }
            GroupPath path = GroupPath.of(names);
            while (path != null) {
                assertThat(made).isEqualTo(path).hasSameHashCodeAs(path).hasToString(path.text());
                path = path.parent();
                made = made.parent();
            }
            assertThat(made).isNull();
        }
    }

    @Test
    void noTwoGroupsShareAPath() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            List<String> one = names(random);
            List<String> other = names(random);
            assertThat(GroupPath.of(one).equals(GroupPath.of(other))).isEqualTo(one.equals(other));
        }
    }

    @Test
    void namesAreReadBackAsTheyWereWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            List<String> names = names(random);
            GroupPath path = GroupPath.of(names);
            assertThat(path.names()).isEqualTo(names);
            assertThat(GroupPath.of(path.names())).isEqualTo(path);
        }
    }

    @Test
    void withoutTheOutermostOnlyThatIsGone() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            List<String> names = names(random);
            assertThat(GroupPath.of(names)
                            .withoutOutermost()
                            .map(GroupPath::names)
                            .orElse(List.of()))
                    .isEqualTo(names.subList(1, names.size()));
        }
    }

    private static List<String> names(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            names.add(NAMES.get(random.nextInt(NAMES.size())));
        }
        return names;
    }
}
