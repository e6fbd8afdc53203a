package dev.gatehouse.explain;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.UserModel;

/**
 * The login that is asked about.
 *
 * @param scope null for none
 * @param identityProvider that the person came through; empty for a login with a password, a passkey and the like
 */
record Login(
        ClientModel client,
        UserModel user,
        Grant grant,
        String scope,
        Optional<IdentityProviderModel> identityProvider) {}
