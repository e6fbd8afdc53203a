package dev.gatehouse.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;

/** The grants that begin with a login and not with a token: what they yield can be told without one. */
enum Grant {
    AUTHORIZATION_CODE(OAuth2Constants.AUTHORIZATION_CODE, ClientModel::isStandardFlowEnabled),
    DEVICE(
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE,
            client -> client.getRealm().getOAuth2DeviceConfig().isOAuth2DeviceAuthorizationGrantEnabled(client)),
    PASSWORD(OAuth2Constants.PASSWORD, ClientModel::isDirectAccessGrantsEnabled),
    /** The client's own service account. */
    CLIENT_CREDENTIALS(
            OAuth2Constants.CLIENT_CREDENTIALS,
            client -> !client.isPublicClient() && client.isServiceAccountsEnabled());

    private final String type;
    private final Predicate<ClientModel> allowed;

    Grant(String type, Predicate<ClientModel> allowed) {
        this.type = type;
        this.allowed = allowed;
    }

    /** The {@code grant_type} of the token request (RFC 6749, section 4). */
    String type() {
        return type;
    }

    boolean isAllowedFor(ClientModel client) {
        return allowed.test(client);
    }

    static Optional<Grant> ofType(String type) {
        return Arrays.stream(values()).filter(grant -> grant.type.equals(type)).findFirst();
    }

    static List<String> types() {
        return Arrays.stream(values()).map(Grant::type).toList();
    }
}
