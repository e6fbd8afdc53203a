package dev.gatehouse.groups;

import java.util.LinkedList;
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
        // not every storage leaves out the groups of organizations, which are another tree with the same paths
        return user.getGroupsStream()
                .filter(group -> group.getType() == GroupModel.Type.REALM)
                .map(Memberships::names)
                .flatMap(Optional::stream)
                .map(Memberships::membership)
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
     * {@code /admins}.
     */
    public static List<Membership> within(KeycloakSession session, OrganizationModel organization, UserModel member) {
        return session.getProvider(OrganizationProvider.class)
                .getOrganizationGroupsByMember(organization, member)
                .map(Memberships::names)
                .flatMap(Optional::stream)
                // the outermost is the group by which Keycloak keeps the organization itself
                .filter(names -> names.size() > 1)
                .map(names -> names.subList(1, names.size()))
                .map(Memberships::membership)
                .toList();
    }

    /** Where they are, in the order of their characters, for who explains. */
    public static List<String> paths(List<Membership> memberships) {
        return memberships.stream()
                .map(membership -> membership.path().text())
                .sorted()
                .toList();
    }

    /** @return the group's name preceded by those of its ancestors; empty when its place is not known */
    private static Optional<List<String>> names(GroupModel group) {
        LinkedList<String> names = new LinkedList<>();
        for (GroupModel g = group; g != null; g = g.getParent()) {
            names.addFirst(g.getName());
            if (g.getParentId() != null && g.getParent() == null) {
                // its place is not known (a tree that is being deleted): it must not pass for a group at the top level
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    private static Membership membership(List<String> names) {
        return new Membership(GroupPath.of(names), names.get(names.size() - 1));
    }
}
