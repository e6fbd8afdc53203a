package dev.gatehouse.explain;

import java.util.List;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;

/** A protocol mapper that can say by which of its rules it does what it does with a token. Asked only by who explains, never while a token is made. */
public interface Explained {

    /** In the order of the claim's values; never null, empty when no rule applied. The parameters are those of the mapper's own call. */
    List<Because> because(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession);
}
