package dev.gatehouse.broker;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.IdentityProviderModel;

/** The groups that an identity provider names of who signs in through it, for who decides by them after the login. */
public final class UpstreamGroups {

    private static final Logger LOG = Logger.getLogger(UpstreamGroups.class);

    private UpstreamGroups() {}

    /**
     * Checks what an admin wrote.
     *
     * @param label of the property, for the message
     * @param name what the provider calls the list of groups
     * @param provider whose it is; null for any, and then it is written as a claim of OpenID Connect
     * @throws InvalidConfigurationException for a name that is empty or malformed, and for a provider that names no groups
     */
    public static void check(String label, String name, IdentityProviderModel provider)
            throws InvalidConfigurationException {
        if (provider == null) {
            UpstreamProtocol.OIDC.name(label, name);
            return;
        }
        Optional<UpstreamProtocol> protocol = UpstreamProtocol.of(provider);
        if (protocol.isEmpty()) {
            throw new InvalidConfigurationException(
                    "The identity provider \"" + provider.getAlias() + "\" is of the kind " + provider.getProviderId()
                            + ", which names no groups. Choose one of OpenID Connect or SAML.");
        }
        protocol.get().name(label, name);
    }

    /**
     * What the provider said in this login.
     *
     * @param name what it calls the list of groups, as the admin wrote it
     * @return each group as the provider calls it; empty when it names none, left them out as too many, or says anything but an array
     *     of strings or a single string: the server log says why
     */
    public static List<String> named(BrokeredIdentityContext login, String name) {
        Optional<UpstreamProtocol> protocol = UpstreamProtocol.of(login.getIdpConfig());
        if (protocol.isEmpty()) {
            return List.of();
        }
        try {
            return protocol.get().identity(login).groups(protocol.get().name("Groups", name));
        } catch (RefusedLoginException e) {
            LOG.warnf(
                    "The groups that the provider \"%s\" names cannot be read (%s): %s",
                    login.getIdpConfig().getAlias(), e.refusal().reason(), e.getMessage());
        } catch (InvalidConfigurationException e) {
            LOG.errorf("Groups of the provider \"%s\": %s", login.getIdpConfig().getAlias(), e.getMessage());
        }
        return List.of();
    }
}
