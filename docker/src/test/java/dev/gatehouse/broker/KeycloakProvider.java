package dev.gatehouse.broker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.platform.PlatformRealm;
import java.util.List;
import java.util.Map;

/** A second realm on the same server, as the identity provider of the first, by OpenID Connect and by SAML. */
public final class KeycloakProvider implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final PlatformRealm realm;
    private final Admin admin;
    private final String name;

    private KeycloakProvider(PlatformRealm realm) {
        this.realm = realm;
        this.admin = realm.admin();
        this.name = "upstream-of-" + realm.name();
    }

    public static KeycloakProvider create(PlatformRealm realm) {
        KeycloakProvider provider = new KeycloakProvider(realm);
        provider.admin.post(
                "", JSON.createObjectNode().put("realm", provider.name).put("enabled", true));
        return provider;
    }

    /** Connects it by OpenID Connect: a provider for Keycloak to be told of, whose claim {@code groups} names groups. */
    public ObjectNode oidc(Providers providers, String alias) {
        ObjectNode client = JSON.createObjectNode().put("clientId", alias).put("secret", "platform-secret");
        client.putArray("redirectUris").add(endpoint(alias));
        mapper(
                client,
                "openid-connect",
                "oidc-group-membership-mapper",
                "groups",
                Map.of("claim.name", "groups", "full.path", "false", "id.token.claim", "true"));
        admin.post(path("/clients"), client);

        String front = realm.server().url() + "/realms/" + name + "/protocol/openid-connect";
        String back = realm.server().ownUrl() + "/realms/" + name + "/protocol/openid-connect";
        ObjectNode provider = providers.unreachable(alias, "oidc").put("trustEmail", true);
        ((ObjectNode) provider.get("config"))
                .put("clientId", alias)
                .put("clientAuthMethod", "client_secret_post")
                .put("authorizationUrl", front + "/auth")
                .put("tokenUrl", back + "/token")
                .put("jwksUrl", back + "/certs")
                .put("disableUserInfo", "true")
                .put("validateSignature", "true")
                .put("useJwksUrl", "true")
                .put("defaultScope", "openid profile email");
        return provider;
    }

    /**
     * Connects it by SAML: a provider for Keycloak to be told of, whose attribute {@code memberOf} with the friendly name
     * {@code Groups} names groups.
     */
    public ObjectNode saml(Providers providers, String alias) {
        String entity = realm.issuer() + "/" + alias;
        ObjectNode client = JSON.createObjectNode()
                .put("clientId", entity)
                .put("protocol", "saml")
                .put("frontchannelLogout", true);
        client.putArray("redirectUris").add(endpoint(alias));
        client.putObject("attributes")
                .put("saml.assertion.signature", "true")
                .put("saml.server.signature", "true")
                .put("saml.client.signature", "false")
                .put("saml.force.post.binding", "true")
                .put("saml_name_id_format", "username")
                .put("saml_force_name_id_format", "true");
        mapper(
                client,
                "saml",
                "saml-group-membership-mapper",
                "groups",
                Map.of(
                        "attribute.name",
                        "memberOf",
                        "friendly.name",
                        "Groups",
                        "full.path",
                        "false",
                        "single",
                        "true"));
        for (String property : List.of("email", "firstName", "lastName")) {
            mapper(
                    client,
                    "saml",
                    "saml-user-property-mapper",
                    property,
                    Map.of("user.attribute", property, "attribute.name", "urn:" + property, "friendly.name", property));
        }
        admin.post(path("/clients"), client);

        String certificate = admin.get(path("/keys"))
                .get("keys")
                .valueStream()
                .filter(key -> key.path("algorithm").asText().equals("RS256"))
                .findFirst()
                .orElseThrow()
                .get("certificate")
                .textValue();
        ObjectNode provider = providers.unreachable(alias, "saml").put("trustEmail", true);
        ((ObjectNode) provider.get("config"))
                .put("entityId", entity)
                .put("idpEntityId", realm.server().url() + "/realms/" + name)
                .put("singleSignOnServiceUrl", realm.server().url() + "/realms/" + name + "/protocol/saml")
                .put("nameIDPolicyFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")
                .put("principalType", "SUBJECT")
                .put("postBindingResponse", "true")
                .put("postBindingAuthnRequest", "false")
                .put("wantAuthnRequestsSigned", "false")
                .put("validateSignature", "true")
                .put("signingCertificate", certificate);
        return provider;
    }

    /** Adds an attribute with one value to what the SAML provider says of everybody. */
    public void says(String alias, String attribute, String value) {
        String client = admin.get(path("/clients?protocol=saml"))
                .valueStream()
                .filter(candidate -> candidate.get("clientId").textValue().equals(realm.issuer() + "/" + alias))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
        ObjectNode holder = JSON.createObjectNode();
        mapper(
                holder,
                "saml",
                "saml-hardcode-attribute-mapper",
                attribute,
                Map.of("attribute.name", attribute, "attribute.value", value));
        admin.post(
                path("/clients/" + client + "/protocol-mappers/models"),
                holder.get("protocolMappers").get(0));
    }

    private static void mapper(
            ObjectNode client, String protocol, String mapper, String name, Map<String, String> config) {
        ObjectNode representation = client.withArray("protocolMappers")
                .addObject()
                .put("name", name)
                .put("protocol", protocol)
                .put("protocolMapper", mapper);
        config.forEach(representation.putObject("config")::put);
    }

    /** Somebody with the password {@code password}, in groups that are made where they are not there. */
    public void addUser(String email, String... groups) {
        ObjectNode user = JSON.createObjectNode()
                .put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true)
                .put("firstName", "Up")
                .put("lastName", "Stream");
        user.putArray("credentials").addObject().put("type", "password").put("value", "password");
        admin.post(path("/users"), user);
        for (String group : groups) {
            join(email, group);
        }
    }

    public void join(String email, String group) {
        if (group(group) == null) {
            admin.post(path("/groups"), JSON.createObjectNode().put("name", group));
        }
        admin.put(path("/users/" + userId(email) + "/groups/" + group(group)), null);
    }

    public void leave(String email, String group) {
        admin.delete(path("/users/" + userId(email) + "/groups/" + group(group)));
    }

    public String userId(String email) {
        return admin.get(path("/users?exact=true&username=" + email))
                .get(0)
                .get("id")
                .textValue();
    }

    private String group(String group) {
        return admin.get(path("/groups?max=-1"))
                .valueStream()
                .filter(candidate -> candidate.get("name").textValue().equals(group))
                .map(found -> found.get("id").textValue())
                .findFirst()
                .orElse(null);
    }

    /** Its realm. */
    public String name() {
        return name;
    }

    private String endpoint(String alias) {
        return realm.issuer() + "/broker/" + alias + "/endpoint";
    }

    private String path(String below) {
        return "/" + name + below;
    }

    @Override
    public void close() {
        admin.delete("/" + name);
    }
}
