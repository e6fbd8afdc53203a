package dev.gatehouse.groups;

import java.util.List;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/** Reads {@link Membership}s from Keycloak. */
public final class Memberships {

    /** The session is one request's. */
    private static final String SESSION_KEY = "gatehouse.memberships.";

    private Memberships() {}

    /** The groups of the realm that somebody is a direct member of; never null. */
    public static List<Membership> of(UserModel user) {
        GroupPaths paths = new GroupPaths();
        // not every storage leaves out the groups of organizations, which are another tree with the same paths
        return user.getGroupsStream()
                .filter(group -> group.getType() == GroupModel.Type.REALM)
                .map(group -> membership(group, paths))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The same, read once for all claims of one request. */
    public static List<Membership> once(KeycloakSession session, UserModel user) {
        String key = SESSION_KEY + user.getId();
        @SuppressWarnings("unchecked")
        List<Membership> known = (List<Membership>) session.getAttribute(key);
        if (known == null) {
            known = of(user);
            session.setAttribute(key, known);
        }
        return known;
    }

    /**
     * The groups of an organization that a member of it is a direct member of; never null. Their paths begin below the organization:
     * {@code /admins}. No identity provider knows them.
     */
    public static List<Membership> within(KeycloakSession session, OrganizationModel organization, UserModel member) {
        GroupPaths paths = new GroupPaths();
        return session.getProvider(OrganizationProvider.class)
                .getOrganizationGroupsByMember(organization, member)
                .map(group -> paths.of(group)
                        // the outermost is the group by which Keycloak keeps the organization itself
                        .flatMap(GroupPath::withoutOutermost)
                        .map(path -> new Membership(path, group.getName())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Where they are, in the order of their characters, for who explains. */
    public static List<String> paths(List<Membership> memberships) {
        return memberships.stream()
                .map(membership -> membership.path().text())
                .sorted()
                .toList();
    }

    private static Optional<Membership> membership(GroupModel group, GroupPaths paths) {
        return paths.of(group)
                .map(path -> new Membership(
                        path,
                        group.getName(),
                        () -> group.getAttributeStream(GroupPattern.UPSTREAM_ID_ATTRIBUTE)
                                .toList()));
    }
}
