package dev.gatehouse.doors;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.domain.DomainMode;
import dev.gatehouse.tenant.LoginTenant;
import dev.gatehouse.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.userprofile.AttributeContext;
import org.keycloak.userprofile.UserProfileAttributeValidationContext;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.validate.AbstractSimpleValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidationResult;
import org.keycloak.validate.ValidatorConfig;

/**
 * Takes a changed e-mail address only if it is of a domain that may come in: for the attribute {@code email} of the realm's user
 * profile. Whoever changes it, the address that somebody already has is never judged: an unrelated change must be possible.
 *
 * <p>A member of organizations may take an address that one of them admits; anybody else one of the realm's list. At a registration
 * and at the profile review of a first login through an identity provider, the login says which list holds.
 */
public final class EmailDomainValidator extends AbstractSimpleValidator
        implements ConfiguredProvider, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = "gatehouse-email-domain";

    /** Of the text for the person, in the message bundles of login theme, account and admin console. */
    static final String MESSAGE_KEY = "gatehouseEmailDomain";

    /** {@code true}: what admins and programs write through the admin API or SCIM is not judged. */
    static final String EXEMPT_ADMINS = "exempt.admins";

    private static final Set<String> ADMINS = Set.of("USER_API", "SCIM");

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getHelpText() {
        return "Takes a new e-mail address only of a domain that may come in: of the person's organization, else of the realm's list.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(EXEMPT_ADMINS)
                .label("Exempt admins")
                .helpText(
                        "Admins, and programs that use the admin API or SCIM, may give anybody any address. The person with it still "
                                + "comes in only where its domain may.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(false)
                .add()
                .build();
    }

    @Override
    public ValidationResult validateConfig(KeycloakSession session, ValidatorConfig config) {
        Object exempt = config == null ? null : config.get(EXEMPT_ADMINS);
        return exempt == null || Set.of("true", "false").contains(exempt.toString())
                ? ValidationResult.OK
                : new ValidationResult(Set.of(new ValidationError(
                        PROVIDER_ID, EXEMPT_ADMINS, "\"Exempt admins\" is \"" + exempt + "\": it is true or false.")));
    }

    @Override
    protected boolean skipValidation(Object value, ValidatorConfig config) {
        return value == null || value.toString().isBlank();
    }

    @Override
    protected void doValidate(Object value, String attribute, ValidationContext context, ValidatorConfig config) {
        AttributeContext profile =
                UserProfileAttributeValidationContext.from(context).getAttributeContext();
        KeycloakSession session = context.getSession();
        if (value.equals(current(session, profile)) || isExempt(profile, config)) {
            return;
        }
        Optional<Refused> refusal = questions(session, profile).stream()
                .map(question -> question.refusal(value.toString(), true))
                // one that admits it is enough
                .reduce((one, other) -> one.isEmpty() ? one : other)
                .orElseThrow();
        if (refusal.isEmpty()) {
            return;
        }
        boolean reportOnly = DomainMode.of(session.getContext().getRealm()) == DomainMode.REPORT;
        if (profile.getContext() != UserProfileContext.REGISTRATION) {
            // at a registration there is Keycloak's own event, and that of the form's own action
            EventBuilder event = event(session, profile);
            if (reportOnly) {
                refusal.get().report(session, event);
            } else {
                refusal.get().event(session, event);
            }
        }
        if (!reportOnly) {
            context.addError(new ValidationError(PROVIDER_ID, attribute, MESSAGE_KEY));
        }
    }

    /** What the provider says of whoever comes through it for the first time is judged by the gate, which has a page for it. */
    private static String current(KeycloakSession session, AttributeContext profile) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (profile.getUser() != null) {
            return profile.getUser().getEmail();
        }
        if (profile.getContext() != UserProfileContext.IDP_REVIEW || login == null) {
            return null;
        }
        SerializedBrokeredIdentityContext newcomer = SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                login, AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE);
        return newcomer == null ? null : newcomer.getEmail();
    }

    private static boolean isExempt(AttributeContext profile, ValidatorConfig config) {
        return ADMINS.contains(profile.getContext().name())
                && config != null
                && "true".equals(String.valueOf(config.get(EXEMPT_ADMINS)));
    }

    private static List<DomainQuestion> questions(KeycloakSession session, AttributeContext profile) {
        RealmModel realm = session.getContext().getRealm();
        Optional<String> flow = flow(profile.getContext());
        if (flow.isPresent() && session.getContext().getAuthenticationSession() != null) {
            LoginTenant tenant =
                    Tenants.ofLogin(session, session.getContext().getAuthenticationSession(), flow.get(), null);
            return List.of(DomainQuestion.of(
                    session,
                    realm,
                    session.getContext().getAuthenticationSession().getClient(),
                    tenant));
        }
        List<OrganizationModel> tenants = realm.isOrganizationsEnabled() && profile.getUser() != null
                ? session.getProvider(OrganizationProvider.class)
                        .getByMember(profile.getUser())
                        .filter(OrganizationModel::isEnabled)
                        .toList()
                : List.of();
        return tenants.isEmpty()
                ? List.of(DomainQuestion.of(session, realm, null, LoginTenant.NONE))
                : tenants.stream()
                        .map(tenant -> DomainQuestion.of(realm, tenant))
                        .toList();
    }

    /** The flow of whoever has no account yet. */
    private static Optional<String> flow(UserProfileContext context) {
        return switch (context) {
            case REGISTRATION -> Optional.of(LoginActionsService.REGISTRATION_PATH);
            case IDP_REVIEW -> Optional.of(LoginActionsService.FIRST_BROKER_LOGIN_PATH);
            default -> Optional.empty();
        };
    }

    private static EventBuilder event(KeycloakSession session, AttributeContext profile) {
        KeycloakContext context = session.getContext();
        EventBuilder event = new EventBuilder(context.getRealm(), session, context.getConnection())
                .event(
                        profile.getContext() == UserProfileContext.UPDATE_EMAIL
                                ? EventType.UPDATE_EMAIL
                                : EventType.UPDATE_PROFILE)
                .detail(Details.CONTEXT, profile.getContext().name());
        if (context.getClient() != null) {
            event.client(context.getClient());
        }
        return profile.getUser() == null ? event : event.user(profile.getUser());
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }
}
