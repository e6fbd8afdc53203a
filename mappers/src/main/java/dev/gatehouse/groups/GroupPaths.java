package dev.gatehouse.groups;

import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.GroupModel;

/** Where the groups of one request stand. Groups with the same parent are asked for their ancestors once. */
final class GroupPaths {

    private final Map<String, Optional<GroupPath>> byId = new HashMap<>();

    /** @return empty when the group's place is not known (a tree that is being deleted): it must not pass for another's */
    Optional<GroupPath> of(GroupModel group) {
        String parentId = group.getParentId();
        if (parentId == null) {
            return Optional.of(GroupPath.of(List.of(group.getName())));
        }
        Optional<GroupPath> parent = byId.get(parentId);
        if (parent == null) {
            parent = walk(group.getParent());
            byId.put(parentId, parent);
        }
        return parent.map(path -> path.child(group.getName()));
    }

    private static Optional<GroupPath> walk(GroupModel group) {
        LinkedList<String> names = new LinkedList<>();
        for (GroupModel g = group; g != null; g = g.getParent()) {
            names.addFirst(g.getName());
            if (g.getParentId() == null) {
                return Optional.of(GroupPath.of(names));
            }
        }
        return Optional.empty();
    }
}
