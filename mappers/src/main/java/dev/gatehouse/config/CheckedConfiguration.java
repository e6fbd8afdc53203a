package dev.gatehouse.config;

import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A factory of authenticators, form actions or client authenticators whose configuration is checked when an admin saves it:
 * {@link AuthenticatorConfigCheck} asks it. An authenticator reads its configuration strictly all the same, because realm files and
 * executions that were never configured are not checked.
 */
public interface CheckedConfiguration {

    /**
     * @param realm in which it was saved
     * @param config as it was saved, without empty values; never null
     * @throws InvalidConfigurationException for what could not be carried out; the message names the entry
     */
    void check(KeycloakSession session, RealmModel realm, Map<String, String> config)
            throws InvalidConfigurationException;
}
