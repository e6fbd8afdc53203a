package dev.gatehouse.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.ProtocolMapperUtils;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.JsonSerialization;

/** Keycloak's own, which makes the tokens of every grant; only that it looks at the claims after each mapper. */
final class WatchedTokenManager extends TokenManager {

    private Attribution<Mapper> accessToken;
    private Attribution<Mapper> idToken;

    /** The mappers that wrote the last access token. */
    Attribution<Mapper> accessToken() {
        return accessToken;
    }

    /** The mappers that wrote the last ID token; null when none was made. */
    Attribution<Mapper> idToken() {
        return idToken;
    }

    @Override
    public AccessToken transformAccessToken(
            KeycloakSession session,
            AccessToken token,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        accessToken = new Attribution<>(claims(token));
        return run(
                OIDCAccessTokenMapper.class,
                token,
                session,
                userSession,
                clientSession,
                accessToken,
                WatchedTokenManager::claims,
                (mapper, model) ->
                        before -> mapper.transformAccessToken(before, model, session, userSession, clientSession));
    }

    @Override
    public IDToken transformIDToken(
            KeycloakSession session, IDToken token, UserSessionModel userSession, ClientSessionContext clientSession) {
        idToken = new Attribution<>(claims(token));
        return run(
                OIDCIDTokenMapper.class,
                token,
                session,
                userSession,
                clientSession,
                idToken,
                WatchedTokenManager::claims,
                (mapper, model) ->
                        before -> mapper.transformIDToken(before, model, session, userSession, clientSession));
    }

    /** What the userinfo endpoint would say, and the mappers that wrote it. */
    Attribution<Mapper> userInfo(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        UserModel user = userSession.getUser();
        Function<AccessToken, ObjectNode> claims = token -> claims(generateUserInfoClaims(token, user));
        AccessToken empty = new AccessToken();
        Attribution<Mapper> userInfo = new Attribution<>(claims.apply(empty));
        run(
                UserInfoTokenMapper.class,
                empty,
                session,
                userSession,
                clientSession,
                userInfo,
                claims,
                (mapper, model) ->
                        before -> mapper.transformUserInfoToken(before, model, session, userSession, clientSession));
        return userInfo;
    }

    private static <M, T> T run(
            Class<M> kind,
            T token,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession,
            Attribution<Mapper> attribution,
            Function<T, ObjectNode> claims,
            BiFunction<M, ProtocolMapperModel, Function<T, T>> call) {
        List<Map.Entry<ProtocolMapperModel, ProtocolMapper>> mappers = ProtocolMapperUtils.getSortedProtocolMappers(
                        session, clientSession, mapper -> kind.isInstance(mapper.getValue()))
                .toList();
        T current = token;
        for (Map.Entry<ProtocolMapperModel, ProtocolMapper> mapper : mappers) {
            ProtocolMapperModel model = mapper.getKey();
            current = call.apply(kind.cast(mapper.getValue()), model).apply(current);
            List<Because> because = mapper.getValue() instanceof Explained explained
                    ? explained.because(model, session, userSession, clientSession)
                    : List.of();
            attribution.ran(new Mapper(model, mapper.getValue(), because), claims.apply(current));
        }
        return current;
    }

    private static ObjectNode claims(Object token) {
        return JsonSerialization.mapper.valueToTree(token);
    }
}
