package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;

/**
 * Two mappers of Gatehouse in one client scope, or in one client, that write the same claim into the same kind of token. The later
 * one would silently overwrite the other, and which one that is Keycloak does not promise.
 */
public final class ClaimClash {

    private static final List<Predicate<ProtocolMapperModel>> KINDS_OF_TOKENS = List.of(
            OIDCAttributeMapperHelper::includeInAccessToken,
            OIDCAttributeMapperHelper::includeInLightweightAccessToken,
            OIDCAttributeMapperHelper::includeInIDToken,
            OIDCAttributeMapperHelper::includeInUserInfo,
            OIDCAttributeMapperHelper::includeInIntrospection);

    private ClaimClash() {}

    /**
     * To be called while an admin saves.
     *
     * @param mapper as it would be saved; its configuration has passed the mapper's own check
     * @throws InvalidConfigurationException when another mapper beside it writes a claim of its; the message names both
     */
    public static void check(
            KeycloakSession session, ProtocolMapperContainerModel container, ProtocolMapperModel mapper)
            throws InvalidConfigurationException {
        List<ClaimName> claims = claims(session, mapper);
        for (ProtocolMapperModel other : container.getProtocolMappersStream().toList()) {
            if (isSame(mapper, other) || !meetInAToken(mapper, other)) {
                continue;
            }
            for (ClaimName taken : claims(session, other)) {
                for (ClaimName claim : claims) {
                    if (claim.clashesWith(taken)) {
                        throw new InvalidConfigurationException("The token claim name \"" + claim
                                + "\" is taken: the mapper \"" + other.getName() + "\" beside it writes the claim \""
                                + taken + "\" into the same tokens. Choose another.");
                    }
                }
            }
        }
    }

    private static List<ClaimName> claims(KeycloakSession session, ProtocolMapperModel mapper) {
        if (session.getKeycloakSessionFactory().getProviderFactory(ProtocolMapper.class, mapper.getProtocolMapper())
                instanceof ClaimWriter writer) {
            try {
                return writer.claims(ParsedConfigurations.of(mapper));
            } catch (InvalidConfigurationException e) {
                // saved past the check; it is refused when somebody mends it
                return List.of();
            }
        }
        return List.of();
    }

    /** What is new has no id yet; its name nobody else may have. */
    private static boolean isSame(ProtocolMapperModel mapper, ProtocolMapperModel other) {
        return mapper.getId() == null
                ? Objects.equals(mapper.getName(), other.getName())
                : mapper.getId().equals(other.getId());
    }

    private static boolean meetInAToken(ProtocolMapperModel mapper, ProtocolMapperModel other) {
        return other.getConfig() != null
                && KINDS_OF_TOKENS.stream().anyMatch(kind -> kind.test(mapper) && kind.test(other));
    }
}
