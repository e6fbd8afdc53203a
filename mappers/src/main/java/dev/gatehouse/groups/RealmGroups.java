package dev.gatehouse.groups;

import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The groups of a realm by their {@link GroupPath}; those of organizations, which are another tree, are not among them. */
public final class RealmGroups {

    private RealmGroups() {}

    /** @return empty when the realm has no group there */
    public static Optional<GroupModel> at(KeycloakSession session, RealmModel realm, GroupPath path) {
        GroupModel group = null;
        for (String name : path.names()) {
            group = session.groups().getGroupByName(realm, group, name);
            // the database may take other names for the same, for instance in capital letters
            if (group == null
                    || group.getType() != GroupModel.Type.REALM
                    || !group.getName().equals(name)) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(group);
    }

    /** @return empty for a group of an organization, and for one whose place is not known (a tree that is being deleted) */
    public static Optional<GroupPath> pathOf(GroupModel group) {
        return group.getType() == GroupModel.Type.REALM ? new GroupPaths().of(group) : Optional.empty();
    }
}
