package dev.gatehouse.token;

import dev.gatehouse.correlation.Correlation;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** An event of our own about a token request: Keycloak's is out of reach for whoever has a say in the tokens. */
public final class GrantEvent {

    private static final Map<String, EventType> TYPES = Map.of(
            OAuth2Constants.AUTHORIZATION_CODE, EventType.CODE_TO_TOKEN,
            OAuth2Constants.REFRESH_TOKEN, EventType.REFRESH_TOKEN,
            OAuth2Constants.CLIENT_CREDENTIALS, EventType.CLIENT_LOGIN,
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, EventType.TOKEN_EXCHANGE,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE, EventType.OAUTH2_DEVICE_CODE_TO_TOKEN,
            OAuth2Constants.CIBA_GRANT_TYPE, EventType.AUTHREQID_TO_TOKEN);

    private GrantEvent() {}

    /** Of the type that Keycloak's own event of this grant has, with its client, user, session, grant type and correlation id. */
    public static EventBuilder of(KeycloakSession session, ClientSessionContext client) {
        KeycloakContext context = session.getContext();
        UserSessionModel userSession = client.getClientSession().getUserSession();
        String grant = grant(session, client);
        return new EventBuilder(context.getRealm(), session, context.getConnection())
                .event(TYPES.getOrDefault(String.valueOf(grant), EventType.LOGIN))
                .client(client.getClientSession().getClient())
                .user(userSession.getUser())
                .session(userSession)
                .detail(Details.GRANT_TYPE, grant)
                .detail(Correlation.DETAIL, Correlation.id(session));
    }

    private static String grant(KeycloakSession session, ClientSessionContext client) {
        String grant = client.getAttribute(Constants.GRANT_TYPE, String.class);
        // Keycloak loses it while it refreshes an offline token
        MultivaluedMap<String, String> form =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        return grant == null && form != null ? form.getFirst(OAuth2Constants.GRANT_TYPE) : grant;
    }
}
