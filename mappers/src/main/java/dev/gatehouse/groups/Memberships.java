package dev.gatehouse.groups;

import java.util.List;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Reads {@link Membership}s from Keycloak. */
public final class Memberships {

    /** The session is one request's. */
    private static final String SESSION_KEY = "gatehouse.memberships.";

    private Memberships() {}

    /** The groups of the realm that somebody is a direct member of; never null. */
    public static List<Membership> of(UserModel user) {
        // not every storage leaves out the groups of organizations, which are another tree with the same paths
        return user.getGroupsStream()
                .map(Memberships::membership)
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

    private static Optional<Membership> membership(GroupModel group) {
        return RealmGroups.pathOf(group)
                .map(path -> new Membership(
                        path,
                        group.getName(),
                        () -> group.getAttributeStream(GroupPattern.UPSTREAM_ID_ATTRIBUTE)
                                .toList()));
    }
}
