package dev.gatehouse.secondfactor;

import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Which of Keycloak's credentials are a second factor. */
public final class SecondFactors {

    private static final Set<String> BESIDE_A_PASSWORD = Set.of(
            OTPCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_TWOFACTOR, RecoveryAuthnCodesCredentialModel.TYPE);

    private SecondFactors() {}

    /** Whether a credential of this type can be one, in whichever realm. */
    public static boolean mayBe(String credentialType) {
        return BESIDE_A_PASSWORD.contains(credentialType)
                || WebAuthnCredentialModel.TYPE_PASSWORDLESS.equals(credentialType);
    }

    /** Whether one of this type is: a passkey only where the realm demands that it verifies its user. */
    static boolean are(RealmModel realm, String credentialType) {
        return BESIDE_A_PASSWORD.contains(credentialType)
                || WebAuthnCredentialModel.TYPE_PASSWORDLESS.equals(credentialType) && passkeysVerifyTheirUser(realm);
    }

    /**
     * The types of those that this very login was shown. Keycloak does not say whose they were: the login may have been somebody else's
     * before it came back from an identity provider.
     */
    public static Set<String> shownIn(RealmModel realm, AuthenticationSessionModel login) {
        return AuthenticatorUtil.getAuthnCredentials(login).stream()
                .filter(type -> are(realm, type))
                .collect(Collectors.toSet());
    }

    /** Whether this very login was shown a passkey that verified its user, which is two factors. */
    public static boolean isPasskeyShownIn(RealmModel realm, AuthenticationSessionModel login) {
        return shownIn(realm, login).contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS);
    }

    /** Else a passkey is one factor only: whoever holds the device can use it. */
    private static boolean passkeysVerifyTheirUser(RealmModel realm) {
        return Constants.WEBAUTHN_POLICY_OPTION_REQUIRED.equals(
                realm.getWebAuthnPolicyPasswordless().getUserVerificationRequirement());
    }
}
