package dev.gatehouse.wayin;

import dev.gatehouse.Reason;
import dev.gatehouse.correlation.Correlation;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Binds the login to its tenant by {@link TenantOfLogin}, or refuses it with an error page. */
final class TenantBinding implements Authenticator {

    static final TenantBinding SINGLETON = new TenantBinding();

    private TenantBinding() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<String> refusal = TenantOfLogin.bind(context);
        if (refusal.isEmpty()) {
            context.success();
            return;
        }
        // an own one: Keycloak's belongs to the login, which may go on
        new EventBuilder(context.getRealm(), context.getSession(), context.getConnection())
                .event(EventType.LOGIN)
                .client(context.getAuthenticationSession().getClient())
                .detail(Details.REASON, refusal.get())
                .detail(Correlation.DETAIL, Correlation.id(context.getSession()))
                .error(Errors.ACCESS_DENIED);
        // the same for a tenant that there is not and one that nobody may know of
        Response page = context.form().setError(message(refusal.get())).createErrorPage(Response.Status.BAD_REQUEST);
        context.failure(AuthenticationFlowError.ACCESS_DENIED, page);
    }

    private static String message(String reason) {
        return Reason.TENANT_MISMATCH.equals(reason) ? "gatehouseTenantMismatch" : "gatehouseTenantUnknown";
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // shows no form
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // asks nothing of the person
    }

    @Override
    public void close() {
        // holds nothing
    }
}
