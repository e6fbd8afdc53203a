package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/**
 * Puts a person's full name into the claim {@code name} (OpenID Connect Core 1.0, section 5.1): first and last name, and who has
 * neither goes by the username. Keycloak's own mapper leaves the claim out then, which platforms that take it for a string do not
 * survive.
 */
public final class NameMapper extends ClaimMapper {

    public static final String PROVIDER_ID = "gatehouse-name-mapper";

    private static final ClaimName NAME = new ClaimName(List.of("name"));

    public NameMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: name",
                "The claim name, always there: first and last name, else the username.",
                List.of());
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        // nothing to set beside the switches for the kinds of tokens
    }

    @Override
    public List<ClaimName> claims(Map<String, String> config) {
        return List.of(NAME);
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        UserModel user = userSession.getUser();
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        // where Keycloak's own mapper for it writes too
        NAME.put(token.getOtherClaims(), name.isEmpty() ? user.getUsername() : name, mapper.getName());
    }
}
