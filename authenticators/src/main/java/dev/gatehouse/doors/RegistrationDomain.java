package dev.gatehouse.doors;

import dev.gatehouse.domain.DomainMode;
import dev.gatehouse.tenant.Tenants;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.resources.LoginActionsService;

/** Takes a registration only with an address of a domain that may come in. That the address is theirs, the person shows later. */
final class RegistrationDomain implements FormAction {

    static final RegistrationDomain SINGLETON = new RegistrationDomain();

    private RegistrationDomain() {}

    @Override
    public void validate(ValidationContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        KeycloakSession session = context.getSession();
        Optional<Refused> refusal = DomainQuestion.of(
                        session,
                        context.getRealm(),
                        context.getAuthenticationSession().getClient(),
                        Tenants.ofLogin(
                                session,
                                context.getAuthenticationSession(),
                                LoginActionsService.REGISTRATION_PATH,
                                null))
                .refusal(address(form), true);
        if (refusal.isEmpty()) {
            context.success();
        } else if (DomainMode.of(context.getRealm()) == DomainMode.REPORT) {
            refusal.get().report(session, context.getEvent().clone());
            context.success();
        } else {
            refusal.get()
                    .details(session, context.getEvent())
                    .detail(Details.REASON, refusal.get().reason());
            context.error(Errors.ACCESS_DENIED);
            context.excludeOtherErrors();
            context.validationError(form, List.of(new FormMessage(UserModel.EMAIL, EmailDomainValidator.MESSAGE_KEY)));
        }
    }

    /** Keycloak's user profile trims what a person types. */
    private static String address(MultivaluedMap<String, String> form) {
        String typed = form.getFirst(UserModel.EMAIL);
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {
        // the form stays as it is: a list of domains would name tenants
    }

    @Override
    public void success(FormContext context) {
        // the user is made by another action of the form
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
        // sets nobody anything to do
    }

    @Override
    public void close() {
        // holds nothing
    }
}
