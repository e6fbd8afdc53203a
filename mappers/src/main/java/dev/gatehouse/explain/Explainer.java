package dev.gatehouse.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.explain.Explanation.Idle;
import dev.gatehouse.explain.Explanation.LeftOut;
import dev.gatehouse.explain.Explanation.MapperName;
import dev.gatehouse.explain.Explanation.Refused;
import dev.gatehouse.explain.Explanation.Token;
import dev.gatehouse.explain.Explanation.Written;
import dev.gatehouse.token.Refusal;
import dev.gatehouse.token.TokenGuard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.constants.ServiceAccountConstants;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.util.DefaultClientSessionContext;
import org.keycloak.urls.UrlType;
import org.keycloak.util.TokenUtil;

/** Makes the tokens of a {@link Login}, as the token endpoint does, and says how they came about. One request's. */
final class Explainer {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Login login;
    private final Map<String, Placed> mappers = new HashMap<>();

    /** A mapper and the client scope, or the client, that it stands on. */
    private record Placed(ProtocolMapperModel mapper, ClientScopeModel container) {}

    /** The session's client must be that of the login, and its transaction must be one that is rolled back. */
    Explainer(KeycloakSession session, RealmModel realm, Login login) {
        this.session = session;
        this.realm = realm;
        this.login = login;
    }

    Explanation explain() {
        UserSessionModel userSession = userSession();
        ClientSessionContext clientSession = clientSession(userSession);
        clientSession
                .getClientScopesStream()
                .forEach(container -> container
                        .getProtocolMappersStream()
                        .forEach(mapper -> mappers.put(mapper.getId(), new Placed(mapper, container))));

        WatchedTokenManager tokens = new WatchedTokenManager();
        TokenManager.AccessTokenResponseBuilder response = tokens.responseBuilder(
                        realm, login.client(), null, session, userSession, clientSession)
                .generateAccessToken();
        AccessToken accessToken = response.getAccessToken();
        Optional<Refused> refused = refused(accessToken, userSession, clientSession);
        if (refused.isPresent()) {
            return explanation(List.of(), List.of(), refused.get(), null, null, null);
        }
        if (isTransient(accessToken)) {
            // no session, so none that could have an id
            accessToken.setSessionId(null);
            tokens.accessToken().forget("sid");
        }
        boolean openId = TokenUtil.isOIDCRequest(login.scope());
        if (openId) {
            response.generateIDToken();
        }
        return explanation(
                words(accessToken.getScope()),
                leftOut(tokens.accessToken(), words(accessToken.getScope()), clientSession),
                null,
                token(tokens.accessToken()),
                openId ? token(tokens.idToken()) : null,
                openId ? userInfo(tokens, accessToken, userSession, clientSession) : null);
    }

    /** The endpoint goes by the scope of the access token that it is shown. */
    private Token userInfo(
            WatchedTokenManager tokens,
            AccessToken accessToken,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        ClientSessionContext shown = DefaultClientSessionContext.fromClientSessionAndScopeParameter(
                clientSession.getClientSession(), accessToken.getScope(), session);
        return token(tokens.userInfo(session, userSession, shown));
    }

    private Explanation explanation(
            List<String> granted,
            List<LeftOut> leftOut,
            Refused refused,
            Token accessToken,
            Token idToken,
            Token userInfo) {
        return new Explanation(
                login.client().getClientId(),
                new Explanation.User(login.user().getId(), login.user().getUsername()),
                login.grant().type(),
                new Explanation.Scope(login.scope(), granted, leftOut),
                refused,
                accessToken,
                idToken,
                userInfo);
    }

    private UserSessionModel userSession() {
        boolean withoutSession = login.grant() == Grant.CLIENT_CREDENTIALS
                && !OIDCAdvancedConfigWrapper.fromClientModel(login.client())
                        .isUseRefreshTokenForClientCredentialsGrant();
        UserSessionModel userSession = session.sessions()
                .createUserSession(
                        null,
                        realm,
                        login.user(),
                        login.user().getUsername(),
                        session.getContext().getConnection().getRemoteHost(),
                        ExplainFactory.PROVIDER_ID,
                        false,
                        null,
                        null,
                        withoutSession
                                ? UserSessionModel.SessionPersistenceState.TRANSIENT
                                : UserSessionModel.SessionPersistenceState.PERSISTENT);
        if (login.grant() == Grant.CLIENT_CREDENTIALS) {
            userSession.setNote(
                    ServiceAccountConstants.CLIENT_ID, login.client().getClientId());
        } else {
            userSession.setNote(AuthenticationManager.AUTH_TIME, Integer.toString(Time.currentTime()));
        }
        login.identityProvider()
                .ifPresent(provider -> userSession.setNote(Details.IDENTITY_PROVIDER, provider.getAlias()));
        return userSession;
    }

    private ClientSessionContext clientSession(UserSessionModel userSession) {
        AuthenticatedClientSessionModel client =
                session.sessions().createClientSession(realm, login.client(), userSession);
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setNote(
                OIDCLoginProtocol.ISSUER,
                Urls.realmIssuer(session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName()));
        if (login.scope() != null) {
            client.setNote(OAuth2Constants.SCOPE, login.scope());
        }
        ClientSessionContext context =
                DefaultClientSessionContext.fromClientSessionAndScopeParameter(client, login.scope(), session);
        context.setAttribute(Constants.GRANT_TYPE, login.grant().type());
        return context;
    }

    private boolean isTransient(AccessToken token) {
        return session.getProvider(TokenContextEncoderProvider.class)
                        .getTokenContextFromTokenId(token.getId())
                        .getSessionType()
                == AccessTokenContext.SessionType.TRANSIENT;
    }

    private Optional<Refused> refused(
            AccessToken accessToken, UserSessionModel userSession, ClientSessionContext clientSession) {
        TokenPostProcessorContext context = new TokenPostProcessorContext(null, null, null, accessToken, clientSession);
        // in the order in which Keycloak asks them
        List<TokenPostProcessorFactory> factories = session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(TokenPostProcessor.class)
                .map(TokenPostProcessorFactory.class::cast)
                .sorted((a, b) -> Integer.compare(b.order(), a.order()))
                .toList();
        for (TokenPostProcessorFactory factory : factories) {
            if (session.getProvider(TokenPostProcessor.class, factory.getId()) instanceof TokenGuard guard) {
                Optional<Refusal> refusal = guard.refusal(context);
                if (refusal.isPresent()) {
                    return refusal.map(reason -> refused(factory.getId(), reason, userSession, clientSession));
                }
            }
        }
        return Optional.empty();
    }

    private Refused refused(
            String by, Refusal refusal, UserSessionModel userSession, ClientSessionContext clientSession) {
        if (refusal.mapperId() == null) {
            return new Refused(refusal.reason(), refusal.explanation(), by, null, List.of());
        }
        ProtocolMapperModel mapper = mappers.get(refusal.mapperId()).mapper();
        return new Refused(
                refusal.reason(),
                refusal.explanation(),
                by,
                name(mapper),
                session.getKeycloakSessionFactory().getProviderFactory(ProtocolMapper.class, mapper.getProtocolMapper())
                                instanceof Explained explained
                        ? explained.because(mapper, session, userSession, clientSession)
                        : List.of());
    }

    private Token token(Attribution<Mapper> attribution) {
        return new Token(
                attribution.claims(),
                attribution.kept().stream().map(this::written).toList(),
                attribution.removed().stream().map(this::written).toList(),
                attribution.idle().stream()
                        .filter(mapper -> !mapper.because().isEmpty())
                        .map(mapper -> new Idle(name(mapper.model()), mapper.because()))
                        .toList());
    }

    private Written written(Attribution.Change<Mapper> change) {
        Optional<Mapper> mapper = change.step();
        return new Written(
                change.claim(),
                change.kind().name().toLowerCase(Locale.ROOT),
                change.value().orElse(null),
                mapper.map(Mapper::model).map(this::name).orElse(null),
                mapper.map(Mapper::because).orElse(List.of()));
    }

    private MapperName name(ProtocolMapperModel mapper) {
        // those that Keycloak adds for a request, as for DPoP, stand nowhere
        ClientScopeModel container = mapper.getId() == null || !mappers.containsKey(mapper.getId())
                ? null
                : mappers.get(mapper.getId()).container();
        boolean onClient = container instanceof ClientModel;
        return new MapperName(
                mapper.getName(),
                mapper.getProtocolMapper(),
                container == null || onClient ? null : container.getName(),
                onClient ? ((ClientModel) container).getClientId() : null);
    }

    private List<LeftOut> leftOut(
            Attribution<Mapper> attribution, List<String> granted, ClientSessionContext clientSession) {
        Set<String> asked = new LinkedHashSet<>(words(login.scope()));
        asked.removeAll(granted);
        List<LeftOut> leftOut = new ArrayList<>();
        for (String scope : asked) {
            leftOut.add(new LeftOut(scope, whyLeftOut(scope, attribution, clientSession)));
        }
        return leftOut;
    }

    private String whyLeftOut(String scope, Attribution<Mapper> attribution, ClientSessionContext clientSession) {
        boolean there = false;
        for (Attribution.Change<Mapper> change : attribution.of(OAuth2Constants.SCOPE)) {
            boolean before = there;
            there = change.value()
                    .map(JsonNode::textValue)
                    .map(Explainer::words)
                    .orElse(List.of())
                    .contains(scope);
            if (before && !there && change.step().isPresent()) {
                Mapper mapper = change.step().get();
                return mapper.because().stream()
                        .filter(reason -> scope.equals(reason.value()))
                        .findFirst()
                        .map(reason -> reason.rule() + "; the person " + reason.evidence())
                        .orElse("taken out by the mapper " + mapper.model().getName());
            }
        }
        if (words(clientSession.getScopeString(true)).contains(scope)) {
            return "granted, but \"Include in token scope\" of the client scope is off";
        }
        return login.client().getClientScopes(false).containsKey(scope)
                        || login.client().getClientScopes(true).containsKey(scope)
                ? "the person has none of the roles that the client scope demands (its role scope mappings)"
                : "not for this person: not a member of the organization, or it is disabled";
    }

    /** @return in the order of their characters */
    private static List<String> words(String scope) {
        return scope == null || scope.isBlank()
                ? List.of()
                : List.copyOf(new TreeSet<>(Arrays.asList(scope.strip().split(" +"))));
    }
}
