package dev.gatehouse.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupPathTest {

    private static final List<String> NAMES =
            List.of("a", "a/b", "/", "//", "~", "~~", "~/", "/~", "a~", "*", "id:a", "å b");

    @Test
    void namesAreReadBackAsTheyWereWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            List<String> names = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(n -> NAMES.get(random.nextInt(NAMES.size())))
                    .toList();
            GroupPath path = GroupPath.of(names);
            assertThat(path.names()).isEqualTo(names);
            assertThat(GroupPath.of(path.names())).isEqualTo(path);
        }
    }
}
