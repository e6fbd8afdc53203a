package dev.gatehouse.doors;

import dev.gatehouse.Reason;
import dev.gatehouse.domain.RefusalAnswer;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Tells the person, or the client that asks to be told itself, that a login ends here. */
public final class RefusalPage {

    static final String TEMPLATE = "gatehouse-refused.ftl";

    private static final String LOGIN = "login";

    private RefusalPage() {}

    /**
     * Ends the login as the client wants it: with a page, or with the OAuth error {@code access_denied}. A challenge and no failure,
     * for a refusal by policy is no failed attempt: it does not count towards a lock-out.
     */
    static void show(AuthenticationFlowContext context, Refused refused) {
        show(context, refused, textKey(refused.reason()));
    }

    /** @param text for the person, in the message bundles of the login theme: {@code gatehouseRefused.<this>} */
    public static void show(AuthenticationFlowContext context, Refused refused, String text) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        // whoever starts again chooses anew, here and at their identity provider: else they would come back as the same
        // person
        login.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, LOGIN);
        context.forceChallenge(
                RefusalAnswer.of(login.getClient()) == RefusalAnswer.REDIRECT
                        ? redirect(context, refused)
                        : page(context, text));
    }

    private static Response page(AuthenticationFlowContext context, String text) {
        Response page = context.form().setAttribute("gatehouseReason", text).createForm(TEMPLATE);
        return Response.fromResponse(page).status(Response.Status.FORBIDDEN).build();
    }

    private static Response redirect(AuthenticationFlowContext context, Refused refused) {
        KeycloakSession session = context.getSession();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return session.getProvider(LoginProtocol.class, login.getProtocol())
                .setRealm(context.getRealm())
                .setHttpHeaders(context.getHttpRequest().getHttpHeaders())
                .setUriInfo(context.getUriInfo())
                .setEventBuilder(context.getEvent())
                .sendError(login, LoginProtocol.Error.CANCELLED_BY_USER, refused.description(session));
    }

    /** Of the text for the person, in the message bundles of the login theme: {@code gatehouseRefused.<this>}. */
    private static String textKey(String reason) {
        return switch (reason) {
            case Reason.UNMAPPED_GROUPS, Reason.DOMAIN_NOT_ALLOWED -> reason;
            case Reason.EMAIL_MISSING, Reason.EMAIL_INVALID -> "email";
            default -> "tenant";
        };
    }
}
