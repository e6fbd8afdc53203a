package dev.gatehouse.doors;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.models.Constants;
import org.keycloak.models.ParConfig;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The request that began a login: what it asks for, and how to begin it anew. Keycloak's own way to start again goes by the browser's cookies, which a link
 * from a mail replaces when it is opened in the same browser.
 */
public final class LoginRequest {

    /** As a client may send them (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636; RFC 9449); Keycloak keeps them by these names. */
    private static final List<String> PARAMETERS = List.of(
            OIDCLoginProtocol.RESPONSE_TYPE_PARAM,
            OIDCLoginProtocol.RESPONSE_MODE_PARAM,
            OIDCLoginProtocol.SCOPE_PARAM,
            OIDCLoginProtocol.STATE_PARAM,
            OIDCLoginProtocol.NONCE_PARAM,
            OIDCLoginProtocol.PROMPT_PARAM,
            OIDCLoginProtocol.MAX_AGE_PARAM,
            OIDCLoginProtocol.LOGIN_HINT_PARAM,
            OIDCLoginProtocol.ACR_PARAM,
            OIDCLoginProtocol.CLAIMS_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM,
            OIDCLoginProtocol.DPOP_JKT,
            OAuth2Constants.DISPLAY,
            AdapterConstants.KC_IDP_HINT,
            Constants.KC_ACTION);

    private static final String NONE = "none";

    private LoginRequest() {}

    /** Whether nobody is to be shown anything: {@code prompt=none} (OpenID Connect Core 1.0, section 3.1.2.1). */
    public static boolean isSilent(AuthenticationSessionModel login) {
        String prompt = login.getClientNote(OIDCLoginProtocol.PROMPT_PARAM);
        return prompt != null && List.of(prompt.split(" ")).contains(NONE);
    }

    /** @return empty where it cannot be told: for another protocol, the device grant, and a client that pushes its requests (RFC 9126) */
    static Optional<URI> again(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (!OIDCLoginProtocol.LOGIN_PROTOCOL.equals(login.getProtocol())
                || DeviceGrantType.isOAuth2DeviceVerificationFlow(login)
                || Boolean.parseBoolean(
                        login.getClient().getAttribute(ParConfig.REQUIRE_PUSHED_AUTHORIZATION_REQUESTS))) {
            return Optional.empty();
        }
        UriBuilder url = OIDCLoginProtocolService.authUrl(context.getUriInfo());
        add(url, OIDCLoginProtocol.CLIENT_ID_PARAM, login.getClient().getClientId());
        add(url, OIDCLoginProtocol.REDIRECT_URI_PARAM, login.getRedirectUri());
        Map<String, String> notes = login.getClientNotes();
        PARAMETERS.forEach(name -> add(url, name, notes.get(name)));
        notes.forEach((name, value) -> {
            if (name.startsWith(AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX)) {
                add(
                        url,
                        name.substring(AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX.length()),
                        value);
            }
        });
        return Optional.of(url.build(context.getRealm().getName()));
    }

    private static void add(UriBuilder url, String name, String value) {
        if (value != null) {
            // encoded already, so that nothing in it is taken for a template
            url.queryParam(encoded(name), encoded(value));
        }
    }

    private static String encoded(String text) {
        // a URI of a form's encoding would have its "+" encoded once more
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
