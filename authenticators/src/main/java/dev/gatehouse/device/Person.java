package dev.gatehouse.device;

import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Somebody's devices and what these are bound to, read at once.
 *
 * @param credentials all that the person has here
 */
record Person(KeycloakSession session, RealmModel realm, UserModel user, List<CredentialModel> credentials) {

    static Person of(KeycloakSession session, RealmModel realm, UserModel user) {
        return new Person(
                session,
                realm,
                user,
                user.credentialManager().getStoredCredentialsStream().toList());
    }

    List<TrustedDevice> devices() {
        return credentials.stream()
                .filter(credential -> DeviceCredentials.TYPE.equals(credential.getType()))
                .flatMap(credential -> DeviceCredentials.read(credential).stream())
                .toList();
    }

    Optional<TrustedDevice> device(String id) {
        return credentials.stream()
                .filter(credential ->
                        id.equals(credential.getId()) && DeviceCredentials.TYPE.equals(credential.getType()))
                .findFirst()
                .flatMap(DeviceCredentials::read);
    }

    /** Whether Keycloak itself keeps a password of theirs. */
    boolean hasPassword() {
        return credentials.stream().anyMatch(credential -> PasswordCredentialModel.TYPE.equals(credential.getType()));
    }

    /** See {@link Binding}. */
    String binding() {
        return Binding.of(
                user.getId(),
                user.getEmail(),
                credentials.stream()
                        .filter(credential -> PasswordCredentialModel.TYPE.equals(credential.getType()))
                        .map(CredentialModel::getCreatedDate)
                        .toList(),
                Binding.DIRECTORY_ATTRIBUTES.stream()
                        .map(user::getFirstAttribute)
                        .toList());
    }
}
