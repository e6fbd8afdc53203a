package dev.gatehouse.device;

import dev.gatehouse.secondfactor.SecondFactors;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which of a person's second factors may take the mail's place: those that were set up where the person was verified. That is written
 * down for these, and not for the others, so that nothing that went unseen is ever trusted: neither what was there before devices were
 * verified, nor what an admin or an import brought.
 */
final class VerifiedFactors {

    /** Between a credential's date and the event that tells of it lies less than one request. */
    private static final Duration REQUEST = Duration.ofSeconds(10);

    private final Person person;
    private final EntityManager database;

    VerifiedFactors(Person person) {
        this.person = person;
        this.database =
                person.session().getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Whether this login was shown a second factor that may take the mail's place, beside the password or the session that it joins, or
     * a passkey that is both.
     *
     * <p>Keycloak says of what type it was and not which: all that the person has of that type must do. Nor does it say who showed it,
     * and on its way through an identity provider a login can become another person's: after one, only the mail counts.
     */
    boolean areShownIn(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        boolean here = LoginActionsService.AUTHENTICATE_PATH.equals(context.getFlowPath())
                && login.getAuthNote(PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT) == null;
        boolean besideAFirst = AuthenticatorUtil.getAuthnCredentials(login).contains(PasswordCredentialModel.TYPE)
                || AuthenticatorUtil.isSSOAuthentication(login)
                || SecondFactors.isPasskeyShownIn(person.realm(), login);
        if (!here || !besideAFirst) {
            return false;
        }
        Set<String> shown = SecondFactors.shownIn(person.realm(), login);
        if (shown.isEmpty()) {
            return false;
        }
        Set<String> verified = ids();
        return shown.stream()
                .map(this::ofType)
                .anyMatch(factors -> !factors.isEmpty()
                        && factors.stream().map(CredentialModel::getId).allMatch(verified::contains));
    }

    /**
     * Remembers the factor that the verified person has just set up; in doubt which that is, none.
     *
     * @param type of the credential
     * @param time of the event, milliseconds since 1970
     */
    void add(String type, long time) {
        Set<String> verified = ids();
        forgetRemoved(verified);
        List<CredentialModel> added = ofType(type).stream()
                .filter(factor -> !verified.contains(factor.getId()))
                .filter(factor -> isNew(factor, time))
                .toList();
        if (added.size() == 1) {
            database.persist(new VerifiedFactor(key(added.get(0).getId()), time));
        }
    }

    /** Recovery codes bear the date on which they were shown, and new ones replace the old. */
    private static boolean isNew(CredentialModel factor, long time) {
        return RecoveryAuthnCodesCredentialModel.TYPE.equals(factor.getType())
                || factor.getCreatedDate() != null && factor.getCreatedDate() >= time - REQUEST.toMillis();
    }

    private void forgetRemoved(Set<String> verified) {
        Set<String> there =
                person.credentials().stream().map(CredentialModel::getId).collect(Collectors.toSet());
        verified.stream()
                .filter(id -> !there.contains(id))
                .map(id -> database.find(VerifiedFactor.class, key(id)))
                .forEach(database::remove);
    }

    private List<CredentialModel> ofType(String type) {
        return person.credentials().stream()
                .filter(credential -> type.equals(credential.getType()))
                .toList();
    }

    private Set<String> ids() {
        return database.createQuery(
                        "select factor.credentialId from VerifiedFactor factor "
                                + "where factor.realmId = :realm and factor.userId = :user",
                        String.class)
                .setParameter("realm", person.realm().getId())
                .setParameter("user", person.user().getId())
                .getResultStream()
                .collect(Collectors.toSet());
    }

    private VerifiedFactor.Key key(String credential) {
        return new VerifiedFactor.Key(person.realm().getId(), person.user().getId(), credential);
    }
}
