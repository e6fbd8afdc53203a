package dev.gatehouse.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.util.JsonSerialization;

/**
 * Which groups a person is in because a mapper put them there: what tells those apart that an admin gave by hand.
 *
 * <p>Kept with the user as a credential of a type of its own, one for each mapper. Unlike an attribute, nobody can write or remove it
 * for themselves, whatever the realm's user profile allows: not at registration, not in the account console or its REST API, not by
 * an application-initiated action. An admin can remove it; the groups then count as given by hand. It is exported and deleted with the
 * user.
 */
final class AssignedGroups {

    static final String CREDENTIAL_TYPE = "gatehouse-broker-groups";

    private static final Logger LOG = Logger.getLogger(AssignedGroups.class);

    /**
     * What the credential holds. Its label says the mapper too, for admins; people may change labels.
     *
     * @param mapper its id
     * @param groups their ids
     */
    private record Data(String mapper, String provider, Set<String> groups) {

        Data {
            groups = groups == null ? Set.of() : Set.copyOf(groups);
        }
    }

    private record Entry(CredentialModel credential, Data data) {

        String mapper() {
            return data.mapper();
        }
    }

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final List<Entry> entries;

    private AssignedGroups(KeycloakSession session, RealmModel realm, UserModel user, List<Entry> entries) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.entries = entries;
    }

    static AssignedGroups of(KeycloakSession session, RealmModel realm, UserModel user) {
        List<Entry> entries = new ArrayList<>();
        user.credentialManager()
                .getStoredCredentialsByTypeStream(CREDENTIAL_TYPE)
                .forEach(credential -> entries.add(new Entry(credential, read(credential, user))));
        return new AssignedGroups(session, realm, user, entries);
    }

    /** Ids of the groups that this mapper put the person into. */
    Set<String> by(IdentityProviderMapperModel mapper) {
        return groups(entry -> isOf(entry, mapper));
    }

    /** Ids of the groups that other mappers put them into, of providers that they are still linked with. */
    Set<String> byOthers(IdentityProviderMapperModel mapper) {
        return groups(entry -> !isOf(entry, mapper) && isInForce(entry));
    }

    /** Ids of the groups that mappers put them into which exist no more, or whose provider they are not linked with any more. */
    Set<String> byGone(IdentityProviderMapperModel mapper) {
        return groups(entry -> !isOf(entry, mapper) && !isInForce(entry));
    }

    private Set<String> groups(Predicate<Entry> whose) {
        Set<String> groups = new HashSet<>();
        entries.stream()
                .filter(whose)
                .forEach(entry -> groups.addAll(entry.data().groups()));
        return groups;
    }

    private static boolean isOf(Entry entry, IdentityProviderMapperModel mapper) {
        return mapper.getId().equals(entry.mapper());
    }

    private boolean isInForce(Entry entry) {
        return session.identityProviders().getMapperById(entry.mapper()) != null
                && session.users()
                                .getFederatedIdentity(realm, user, entry.data().provider())
                        != null;
    }

    /** From now on these are the groups that the mapper put the person into. */
    void record(IdentityProviderMapperModel mapper, Set<String> groups) {
        if (LightweightUserAdapter.isLightweightUser(user)) {
            // lives for one login only
            return;
        }
        List<Entry> known =
                entries.stream().filter(entry -> isOf(entry, mapper)).toList();
        Data data = new Data(mapper.getId(), mapper.getIdentityProviderAlias(), groups);
        if (known.size() == 1 && known.get(0).data().equals(data)) {
            return;
        }
        // two logins at the same time may have left two
        known.forEach(entry -> user.credentialManager()
                .removeStoredCredentialById(entry.credential().getId()));
        if (!groups.isEmpty()) {
            CredentialModel credential = new CredentialModel();
            credential.setType(CREDENTIAL_TYPE);
            credential.setUserLabel(mapper.getId());
            credential.setCreatedDate(Time.currentTimeMillis());
            write(credential, data);
            user.credentialManager().createStoredCredential(credential);
        }
    }

    /** What anybody takes a person out of, no mapper put them into any more: who puts them back by hand gives it by hand. */
    static void forget(UserModel user, GroupModel group) {
        List<CredentialModel> credentials = user.credentialManager()
                .getStoredCredentialsByTypeStream(CREDENTIAL_TYPE)
                .toList();
        for (CredentialModel credential : credentials) {
            Data data = read(credential, user);
            Set<String> groups = new HashSet<>(data.groups());
            if (groups.remove(group.getId())) {
                write(credential, new Data(data.mapper(), data.provider(), groups));
                user.credentialManager().updateStoredCredential(credential);
            }
        }
    }

    private static Data read(CredentialModel credential, UserModel user) {
        try {
            if (credential.getCredentialData() != null) {
                return JsonSerialization.readValue(credential.getCredentialData(), Data.class);
            }
        } catch (IOException e) {
            LOG.debugf(e, "Credential %s", credential.getId());
        }
        LOG.errorf(
                "The record %s of the groups that a provider gave the user %s cannot be read; they count as given by hand.",
                credential.getId(), user.getId());
        return new Data("", "", Set.of());
    }

    private static void write(CredentialModel credential, Data data) {
        try {
            credential.setCredentialData(JsonSerialization.writeValueAsString(data));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
