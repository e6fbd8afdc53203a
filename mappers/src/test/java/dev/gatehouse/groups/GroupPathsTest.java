package dev.gatehouse.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.GroupModel;

class GroupPathsTest {

    private final GroupPaths paths = new GroupPaths();
    private int questions;

    @Test
    void aGroupStandsBelowItsAncestors() {
        GroupModel departments = group("departments", null, null);
        GroupModel health = group("health", "1", departments);
        GroupModel night = group("night/shift", "2", health);
        assertThat(paths.of(departments)).contains(new GroupPath("/departments"));
        assertThat(paths.of(health)).contains(new GroupPath("/departments/health"));
        assertThat(paths.of(night)).contains(new GroupPath("/departments/health/night~/shift"));
    }

    @Test
    void siblingsAskForTheirAncestorsOnce() {
        GroupModel health = group("health", "1", group("departments", null, null));
        for (int i = 0; i < 100; i++) {
            assertThat(paths.of(group("team-" + i, "2", health)))
                    .contains(new GroupPath("/departments/health/team-" + i));
        }
        assertThat(questions).as("getParent()").isLessThanOrEqualTo(3);
    }

    @Test
    void cousinsOfTheSameNameAreNotTakenForEachOther() {
        GroupModel one = group("team", "1", group("a", null, null));
        GroupModel other = group("team", "2", group("b", null, null));
        assertThat(paths.of(one)).contains(new GroupPath("/a/team"));
        assertThat(paths.of(other)).contains(new GroupPath("/b/team"));
    }

    @Test
    void whereAnAncestorIsGoneNothingIsKnown() {
        GroupModel orphan = group("owners", "gone", null);
        assertThat(paths.of(orphan)).isEmpty();
        assertThat(paths.of(group("team", "orphan", orphan))).isEmpty();
        assertThat(paths.of(group("another", "gone", null))).isEqualTo(Optional.empty());
    }

    private GroupModel group(String name, String parentId, GroupModel parent) {
        return (GroupModel) Proxy.newProxyInstance(
                GroupModel.class.getClassLoader(),
                new Class<?>[] {GroupModel.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getName" -> name;
                    case "getParentId" -> parentId;
                    case "getParent" -> {
                        questions++;
                        yield parent;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
