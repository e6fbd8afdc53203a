package dev.gatehouse.claims;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.provider.ProviderFactory;

/** As much of Keycloak as a check of configuration and a request's notes need; everything else fails. */
final class Stub {

    private Stub() {}

    /** A request's session: keeps attributes, and knows the mappers by their ids. */
    static KeycloakSession session(ProviderFactory<?>... mappers) {
        Map<Object, Object> attributes = new HashMap<>();
        KeycloakSessionFactory factory = stub(KeycloakSessionFactory.class, (method, arguments) -> {
            for (ProviderFactory<?> mapper : mappers) {
                if (method.equals("getProviderFactory") && mapper.getId().equals(arguments[1])) {
                    return mapper;
                }
            }
            return null;
        });
        return stub(KeycloakSession.class, (method, arguments) -> switch (method) {
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
            case "getKeycloakSessionFactory" -> factory;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    static ProtocolMapperContainerModel container(ProtocolMapperModel... mappers) {
        return stub(ProtocolMapperContainerModel.class, (method, arguments) -> Stream.of(mappers));
    }

    static ProtocolMapperModel mapper(String id, String providerId, Map<String, String> config) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setId(id);
        mapper.setName(id);
        mapper.setProtocolMapper(providerId);
        mapper.setConfig(config);
        return mapper;
    }

    private interface Answers {

        Object to(String method, Object[] arguments);
    }

    private static <T> T stub(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }
}
