package dev.gatehouse.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.ProtocolMapperUtils;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
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

    /**
     * One token being made.
     *
     * @param <M> the mappers that take part
     * @param <T> the token
     * @param isOn whether a mapper that has switches for the kinds of tokens is to write this one
     * @param claims those of the token as it stands, not shared with it
     */
    private record Pass<M, T>(
            Class<M> mappers,
            Predicate<ProtocolMapperModel> isOn,
            Function<T, ObjectNode> claims,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {

        /** What a mapper makes of the token. */
        interface Call<M, T> {

            T transform(M mapper, T token, ProtocolMapperModel model);
        }

        T run(T token, Attribution<Mapper> attribution, Call<M, T> call) {
            T current = token;
            List<Map.Entry<ProtocolMapperModel, ProtocolMapper>> sorted = ProtocolMapperUtils.getSortedProtocolMappers(
                            session, clientSession, mapper -> mappers.isInstance(mapper.getValue()))
                    .toList();
            for (Map.Entry<ProtocolMapperModel, ProtocolMapper> mapper : sorted) {
                current = call.transform(mappers.cast(mapper.getValue()), current, mapper.getKey());
                attribution.ran(
                        new Mapper(mapper.getKey(), because(mapper.getKey(), mapper.getValue())),
                        claims.apply(current));
            }
            return current;
        }

        private List<Because> because(ProtocolMapperModel model, ProtocolMapper mapper) {
            boolean hasSwitches = mapper.getConfigProperties().stream()
                    .anyMatch(property -> property.getName().equals(OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN));
            return mapper instanceof Explained explained && (!hasSwitches || isOn.test(model))
                    ? explained.because(model, session, userSession, clientSession)
                    : List.of();
        }
    }

    @Override
    public AccessToken transformAccessToken(
            KeycloakSession session,
            AccessToken token,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        accessToken = new Attribution<>(claims(token));
        boolean lightweight = AbstractOIDCProtocolMapper.getShouldUseLightweightToken(session);
        return new Pass<OIDCAccessTokenMapper, AccessToken>(
                        OIDCAccessTokenMapper.class,
                        lightweight
                                ? OIDCAttributeMapperHelper::includeInLightweightAccessToken
                                : OIDCAttributeMapperHelper::includeInAccessToken,
                        WatchedTokenManager::claims,
                        session,
                        userSession,
                        clientSession)
                .run(
                        token,
                        accessToken,
                        (mapper, before, model) ->
                                mapper.transformAccessToken(before, model, session, userSession, clientSession));
    }

    @Override
    public IDToken transformIDToken(
            KeycloakSession session, IDToken token, UserSessionModel userSession, ClientSessionContext clientSession) {
        idToken = new Attribution<>(claims(token));
        return new Pass<OIDCIDTokenMapper, IDToken>(
                        OIDCIDTokenMapper.class,
                        OIDCAttributeMapperHelper::includeInIDToken,
                        WatchedTokenManager::claims,
                        session,
                        userSession,
                        clientSession)
                .run(
                        token,
                        idToken,
                        (mapper, before, model) ->
                                mapper.transformIDToken(before, model, session, userSession, clientSession));
    }

    /** What the userinfo endpoint would say, and the mappers that wrote it. */
    Attribution<Mapper> userInfo(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext clientSession) {
        UserModel user = userSession.getUser();
        Function<AccessToken, ObjectNode> claims = token -> claims(generateUserInfoClaims(token, user));
        AccessToken empty = new AccessToken();
        Attribution<Mapper> userInfo = new Attribution<>(claims.apply(empty));
        new Pass<UserInfoTokenMapper, AccessToken>(
                        UserInfoTokenMapper.class,
                        OIDCAttributeMapperHelper::includeInUserInfo,
                        claims,
                        session,
                        userSession,
                        clientSession)
                .run(
                        empty,
                        userInfo,
                        (mapper, before, model) ->
                                mapper.transformUserInfoToken(before, model, session, userSession, clientSession));
        return userInfo;
    }

    private static ObjectNode claims(Object token) {
        return JsonSerialization.mapper.valueToTree(token);
    }
}
