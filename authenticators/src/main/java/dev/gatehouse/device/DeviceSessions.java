package dev.gatehouse.device;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Ends sessions of a person, online and offline, and tells the clients that wish to be told. */
record DeviceSessions(KeycloakSession session, RealmModel realm, UserModel user) {

    void endOf(String device) {
        end(live -> device.equals(live.getNote(SessionTrust.DEVICE)));
    }

    /** @param id which an online session has in common with the offline one that came of it */
    void endOne(String id) {
        end(live -> id.equals(live.getId()));
    }

    void endAll() {
        end(live -> true);
    }

    void end(Predicate<UserSessionModel> which) {
        // an offline session ends with its online one as well, so what is to end is read first
        List<UserSessionModel> sessions = Stream.concat(
                        session.sessions().getUserSessionsStream(realm, user),
                        session.sessions().getOfflineUserSessionsStream(realm, user))
                .filter(which)
                .toList();
        for (UserSessionModel live : sessions) {
            AuthenticationManager.backchannelLogout(session, live, false);
        }
    }
}
