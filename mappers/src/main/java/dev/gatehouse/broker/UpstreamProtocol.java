package dev.gatehouse.broker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.broker.oidc.KeycloakOIDCIdentityProvider;
import org.keycloak.broker.oidc.KeycloakOIDCIdentityProviderFactory;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.oidc.OIDCIdentityProviderFactory;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.saml.SAMLEndpoint;
import org.keycloak.broker.saml.SAMLIdentityProviderFactory;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.dom.saml.v2.assertion.AttributeStatementType;
import org.keycloak.dom.saml.v2.assertion.AttributeType;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.JsonSerialization;

/** Where Keycloak keeps what a provider said, and what the protocol calls it. */
enum UpstreamProtocol {
    OIDC(
            "claim",
            "Name of the claim in the ID token or, where that has it not, at the userinfo endpoint. A dot nests (\"realm_access.roles\"); "
                    + "a dot that belongs to the name is written \"\\.\"; a name that starts with http:// or https:// is one name with "
                    + "all its dots.",
            List.of(OIDCIdentityProviderFactory.PROVIDER_ID, KeycloakOIDCIdentityProviderFactory.PROVIDER_ID)) {

        @Override
        UpstreamName name(String label, String text) throws InvalidConfigurationException {
            return UpstreamName.claim(label, text);
        }

        @Override
        UpstreamIdentity identity(BrokeredIdentityContext context) {
            List<Map<String, Object>> documents = new ArrayList<>();
            if (context.getContextData().get(OIDCIdentityProvider.VALIDATED_ID_TOKEN) instanceof JsonWebToken token) {
                documents.add(token.getOtherClaims());
            }
            if (context.getContextData().get(OIDCIdentityProvider.USER_INFO) instanceof JsonNode userInfo
                    && userInfo.isObject()) {
                documents.add(JsonSerialization.mapper.convertValue(userInfo, CLAIMS));
            }
            if (context.getContextData().get(KeycloakOIDCIdentityProvider.VALIDATED_ACCESS_TOKEN)
                    instanceof JsonWebToken token) {
                documents.add(token.getOtherClaims());
            }
            return new OidcClaims(documents);
        }

        @Override
        boolean deniesTheAddress(BrokeredIdentityContext context) {
            return Stream.of(
                                    OIDCIdentityProvider.VALIDATED_ID_TOKEN,
                                    KeycloakOIDCIdentityProvider.VALIDATED_ACCESS_TOKEN)
                            .map(context.getContextData()::get)
                            .filter(JsonWebToken.class::isInstance)
                            .map(token -> JsonSerialization.mapper.<JsonNode>valueToTree(token))
                            .anyMatch(UpstreamProtocol::saysUnverified)
                    || context.getContextData().get(OIDCIdentityProvider.USER_INFO) instanceof JsonNode userInfo
                            && saysUnverified(userInfo);
        }
    },

    SAML(
            "attribute",
            "Name or friendly name of the attribute in the assertion, for example "
                    + "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups.",
            List.of(SAMLIdentityProviderFactory.PROVIDER_ID)) {

        @Override
        UpstreamName name(String label, String text) throws InvalidConfigurationException {
            return UpstreamName.attribute(label, text);
        }

        @Override
        UpstreamIdentity identity(BrokeredIdentityContext context) {
            List<SamlAttributes.Attribute> attributes = new ArrayList<>();
            if (context.getContextData().get(SAMLEndpoint.SAML_ASSERTION) instanceof AssertionType assertion) {
                for (AttributeStatementType statement : assertion.getAttributeStatements()) {
                    statement.getAttributes().stream()
                            .map(AttributeStatementType.ASTChoiceType::getAttribute)
                            .filter(Objects::nonNull)
                            .map(UpstreamProtocol::attribute)
                            .forEach(attributes::add);
                }
            }
            return new SamlAttributes(attributes);
        }

        @Override
        boolean deniesTheAddress(BrokeredIdentityContext context) {
            return false;
        }
    };

    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

    private final String word;
    private final String help;
    private final List<String> providers;

    UpstreamProtocol(String word, String help, List<String> providers) {
        this.word = word;
        this.help = help;
        this.providers = providers;
    }

    /** @return empty for a provider that says nothing but who somebody is */
    static Optional<UpstreamProtocol> of(IdentityProviderModel provider) {
        return Stream.of(values())
                .filter(protocol -> protocol.providers.contains(provider.getProviderId()))
                .findFirst();
    }

    /** What the protocol calls a property of a person. */
    String word() {
        return word;
    }

    /** How a name is written, for the admin. */
    String help() {
        return help;
    }

    /** Ids of the kinds of identity providers that speak it. */
    List<String> providers() {
        return providers;
    }

    /** Reads a name as an admin wrote it. */
    abstract UpstreamName name(String label, String text) throws InvalidConfigurationException;

    /** What the provider said in this login. */
    abstract UpstreamIdentity identity(BrokeredIdentityContext context);

    /** Whether the provider says that the person's address is not verified. */
    abstract boolean deniesTheAddress(BrokeredIdentityContext context);

    private static boolean saysUnverified(JsonNode claims) {
        JsonNode verified = claims.path(IDToken.EMAIL_VERIFIED);
        return !verified.isMissingNode()
                && !verified.isNull()
                && !verified.asText().equals("true");
    }

    private static SamlAttributes.Attribute attribute(AttributeType attribute) {
        return new SamlAttributes.Attribute(
                attribute.getName(), attribute.getFriendlyName(), attribute.getAttributeValue());
    }
}
