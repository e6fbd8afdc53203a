package dev.gatehouse.claims;

import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenResponseMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessTokenResponse;

/** A mapper whose claim is a list, of a length that is limited. */
public abstract class ListClaimMapper extends ClaimMapper implements OIDCAccessTokenResponseMapper {

    /** @param properties the mapper's own; the length of the list and the switches for the kinds of tokens are added */
    protected ListClaimMapper(String id, String displayType, String helpText, List<ProviderConfigProperty> properties) {
        super(id, displayType, helpText, withMaxValues(properties));
    }

    private static List<ProviderConfigProperty> withMaxValues(List<ProviderConfigProperty> properties) {
        List<ProviderConfigProperty> all = new ArrayList<>(properties);
        all.add(ListClaim.maxValuesProperty());
        return all;
    }

    /** What a person's list holds, computed once for all tokens of a request for the same session and client. */
    protected final List<String> once(
            KeycloakSession session,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            ClientSessionContext clientSession,
            Supplier<List<String>> values) {
        String key = getId()
                + '.'
                + mapper.getId()
                + '.'
                + userSession.getId()
                + '.'
                + clientSession.getClientSession().getClient().getId();
        @SuppressWarnings("unchecked")
        List<String> known = (List<String>) session.getAttribute(key);
        if (known == null) {
            known = values.get();
            session.setAttribute(key, known);
        }
        return known;
    }

    /**
     * Adds nothing to the answer beside the tokens. It is what Keycloak asks for last, when everything that may refuse the tokens has
     * passed them, and once for all of them: the moment to say in an event that their lists are not whole.
     */
    @Override
    public final AccessTokenResponse transformAccessTokenResponse(
            AccessTokenResponse response,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        ClaimsOverflow.report(session, clientSession);
        return response;
    }

    @Override
    public final List<ClaimName> claims(Map<String, String> config) throws InvalidConfigurationException {
        return List.of(ClaimName.parse(config.get(ClaimName.PROPERTY)));
    }
}
