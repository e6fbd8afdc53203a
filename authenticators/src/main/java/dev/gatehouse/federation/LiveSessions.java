package dev.gatehouse.federation;

import dev.gatehouse.admin.AdminTrail;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Who is logged in through a provider, online or offline. Keycloak keeps no list of that; but who came through it is linked with it,
 * and a session says in a note where it came from. So this costs what there are people of the tenant, a page of them at a time, and
 * does not see the session of somebody whose link was removed since: such a session gets no token once the provider is gone.
 */
record LiveSessions(KeycloakSession session, RealmModel realm, String providerAlias) {

    private static final int PAGE = 100;

    boolean any() {
        return people().anyMatch(person -> sessions(person).findAny().isPresent());
    }

    /** Ends them, and tells the clients that wish to be told. */
    void end(AdminTrail trail) {
        List<UserModel> people = people().toList();
        for (UserModel person : people) {
            List<UserSessionModel> sessions = sessions(person).toList();
            for (UserSessionModel live : sessions) {
                AuthenticationManager.backchannelLogout(session, live, false);
            }
            if (!sessions.isEmpty()) {
                trail.tell(OperationType.ACTION, ResourceType.USER, null, "users", person.getId(), "logout");
            }
        }
    }

    private Stream<UserModel> people() {
        Map<String, String> linked = Map.of(UserModel.IDP_ALIAS, providerAlias);
        return IntStream.iterate(0, first -> first + PAGE)
                .mapToObj(first -> session.users()
                        .searchForUserStream(realm, linked, first, PAGE)
                        .toList())
                .takeWhile(page -> !page.isEmpty())
                .flatMap(List::stream);
    }

    private Stream<UserSessionModel> sessions(UserModel person) {
        return Stream.concat(
                        session.sessions().getUserSessionsStream(realm, person),
                        session.sessions().getOfflineUserSessionsStream(realm, person))
                .filter(live -> providerAlias.equals(live.getNote(Details.IDENTITY_PROVIDER)));
    }
}
