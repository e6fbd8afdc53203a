package dev.gatehouse.groups;

import dev.gatehouse.claims.ListClaimMapper;
import dev.gatehouse.config.InvalidConfigurationException;
import dev.gatehouse.config.ParsedConfigurations;
import dev.gatehouse.explain.Because;
import dev.gatehouse.explain.Explained;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/**
 * Puts the names of chosen groups a person is in into a claim: always an array of strings without slashes before them, each once,
 * in the order of their characters. Keycloak's own mapper names all groups a person has, whatever the client.
 *
 * <p>A list that cannot be read, because it was saved past {@link #validateConfig}, names nothing; the server log says why.
 */
public final class GroupNamesMapper extends ListClaimMapper implements Explained {

    public static final String PROVIDER_ID = "gatehouse-group-names-mapper";

    private static final ParsedConfigurations<GroupNamesMapperConfig> CONFIGURATIONS =
            new ParsedConfigurations<>(GroupNamesMapperConfig::parse);

    public GroupNamesMapper() {
        super(
                PROVIDER_ID,
                "Gatehouse: names of groups",
                "A claim with the names of chosen groups the person is in. Always an array of strings.",
                GroupNamesMapperConfig.properties());
    }

    @Override
    protected void check(RealmModel realm, Map<String, String> config) throws InvalidConfigurationException {
        GroupNamesMapperConfig.parse(config);
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        Optional<GroupNamesMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isPresent()) {
            UserModel user = userSession.getUser();
            List<String> names = once(
                    session,
                    mapper,
                    userSession,
                    clientSession,
                    () -> config.get().names(Memberships.once(session, user)));
            config.get().claim().put(session, mapper, token, names);
        }
    }

    @Override
    public List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        Optional<GroupNamesMapperConfig> config = CONFIGURATIONS.get(mapper);
        if (config.isEmpty()) {
            return List.of(Because.unreadable());
        }
        List<Because> because = new ArrayList<>();
        for (Membership membership : Memberships.once(session, userSession.getUser())) {
            config.get()
                    .groups()
                    .forEach(
                            membership,
                            pattern -> because.add(new Because(membership.name(), pattern, membership.evidence())));
        }
        because.sort(Comparator.comparing(Because::value).thenComparing(Because::evidence));
        return because;
    }
}
