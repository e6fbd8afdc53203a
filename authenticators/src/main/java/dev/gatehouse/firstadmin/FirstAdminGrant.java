package dev.gatehouse.firstadmin;

import dev.gatehouse.correlation.Correlation;
import dev.gatehouse.groups.GroupPath;
import dev.gatehouse.groups.RealmGroups;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Makes somebody the first admin of a tenant: claim, membership and event stand together or not at all, in a transaction of their
 * own. A lost race would else make the whole login fail.
 *
 * @param organizationId the tenant
 * @param userId whom
 * @param provider alias of the tenant's identity provider that named them
 * @param group which they are put into
 */
record FirstAdminGrant(String organizationId, String userId, String provider, GroupPath group) {

    /** Value of the event's detail {@code action}. */
    static final String ACTION = "bootstrap.oidc_first_admin";

    private static final Logger LOG = Logger.getLogger(FirstAdminGrant.class);

    /**
     * Commits before it returns.
     *
     * @return false when the tenant has an admin or has had its first one, or another login at this moment is the first
     * @throws RuntimeException when the database or a listener fails; nothing of the grant stands then
     */
    boolean carryOut(KeycloakSession session, AuthenticationSessionModel login, ClientConnection connection) {
        // a session of one's own knows nothing of the login
        String correlationId = Correlation.id(session);
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    session.getContext(),
                    own -> carryOutIn(own, login, connection, correlationId),
                    "First admin of a tenant");
        } catch (FirstAdminClaims.TakenException e) {
            LOG.debugf(e, "Another login made the first admin of the tenant %s", organizationId);
            return false;
        }
    }

    private boolean carryOutIn(
            KeycloakSession session,
            AuthenticationSessionModel login,
            ClientConnection connection,
            String correlationId) {
        // everything anew: what the login has loaded belongs to its own transaction
        RealmModel realm = session.getContext().getRealm();
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        OrganizationModel tenant = organizations.getById(organizationId);
        UserModel user = session.users().getUserById(realm, userId);
        Optional<GroupModel> admins = RealmGroups.at(session, realm, group);
        if (admins.isEmpty()) {
            LOG.errorf(
                    "Realm %s: nobody becomes first admin of a tenant, because the realm has no group %s.",
                    realm.getName(), group.text());
            return false;
        }
        if (tenant == null || !tenant.isEnabled() || user == null || !tenant.isMember(user)) {
            return false;
        }
        FirstAdminClaims claims = new FirstAdminClaims(session);
        if (claims.exists(realm.getId(), organizationId)
                || claims.anyEnabledMember(
                        ids(admins.get()),
                        organizations.getOrganizationGroup(tenant).getId())) {
            return false;
        }
        claims.insert(new FirstAdminClaim(realm.getId(), organizationId, userId, provider, Time.currentTimeMillis()));
        user.joinGroup(admins.get());
        new EventBuilder(realm, session, connection)
                .event(EventType.IDENTITY_PROVIDER_POST_LOGIN)
                .client(login.getClient())
                .user(user)
                .detail(Details.CODE_ID, login.getParentSession().getId())
                .detail(Details.IDENTITY_PROVIDER, provider)
                .detail("action", ACTION)
                .detail("tenant", tenant.getAlias())
                .detail("group", group.text())
                .detail(Correlation.DETAIL, correlationId)
                .success();
        LOG.infof(
                "Realm %s: the user %s is the first admin of the tenant %s",
                realm.getName(), userId, tenant.getAlias());
        return true;
    }

    /** Of the group and all below it. */
    private static List<String> ids(GroupModel group) {
        return below(group).map(GroupModel::getId).toList();
    }

    private static Stream<GroupModel> below(GroupModel group) {
        return Stream.concat(Stream.of(group), group.getSubGroupsStream().flatMap(FirstAdminGrant::below));
    }
}
