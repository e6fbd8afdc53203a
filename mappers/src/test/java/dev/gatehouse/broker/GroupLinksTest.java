package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.groups.GroupPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupLinksTest {

    @Test
    void manyMayMeanOneAndOneMayMeanMany() throws Exception {
        GroupLinks links = links("a", "/x", "b", "/x", "a", "/y/z", "c", "/a~/b");
        assertThat(links.meantBy(List.of("b", "a", "a", "unknown")))
                .containsExactlyInAnyOrder(new GroupPath("/x"), new GroupPath("/y/z"));
        assertThat(links.meantBy(List.of("c"))).containsExactly(GroupPath.of(List.of("a/b")));
        assertThat(links.meantBy(List.of())).isEmpty();
    }

    @Test
    void matchingIsExact() throws Exception {
        GroupLinks links = links("engineers", "/x", "/x", "/y");
        for (String other : List.of("Engineers", " engineers", "engineers ", "engineer", "engineersx", "", "x", "*")) {
            assertThat(links.meantBy(List.of(other))).as(other).isEmpty();
        }
        assertThat(links.meantBy(List.of("/x"))).containsExactly(new GroupPath("/y"));
    }

    @Test
    void refusesALineThatCouldNotBeCarriedOutAndNamesIt() {
        refused("\"Groups by upstream group\" is empty");
        refused("Line \" → /x\" lacks what the provider calls the group.", "", "/x");
        refused("Line \"a → \": the group is empty", "a", "");
        refused("Line \"a → x\": a group path starts with \"/\"", "a", "x");
        refused("Line \"a → /x/*\": the group on the right is one group", "a", "/x/*");
        refused("Line \"a → name:x\": the group on the right is one group", "a", "name:x");
        refused("Line \"a → id:x\": the group on the right is one group", "a", "id:x");
        refused("Line \"a → /x\" stands in the table twice", "a", "/x", "b", "/x", "a", "/x");
        refused(
                "The upstream group of a line that means \"/x\" has 2049 characters; the most are 2048",
                "a".repeat(2049),
                "/x");
    }

    private static void refused(String message, String... pairs) {
        assertThatThrownBy(() -> links(pairs))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static GroupLinks links(String... pairs) throws InvalidConfigurationException {
        List<GroupLinks.Line> lines = new java.util.ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            lines.add(new GroupLinks.Line(pairs[i], pairs[i + 1]));
        }
        return GroupLinks.of(lines);
    }
}
