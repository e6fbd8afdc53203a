package dev.gatehouse.device;

import dev.gatehouse.correlation.Correlation;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.resources.account.AccountRestService;
import org.keycloak.services.resources.account.SessionResource;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * The last line before what {@link SensitiveActions} are about, where no step of a login stands: where Keycloak carries out required
 * actions, in the REST API of the account, and at its old way to link an account.
 */
@Provider
public class SensitiveActionsCheck implements DynamicFeature {

    private static final String TEMPLATE = "gatehouse-refused.ftl";

    /** Of the text for the person, in the message bundles of the login theme: {@code gatehouseRefused.<this>}. */
    private static final String TEXT = "device_action";

    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Class<?> type = resource.getResourceClass();
        String method = resource.getResourceMethod().getName();
        if (LoginActionsService.class.equals(type) && method.startsWith("requiredAction")) {
            context.register(new RequiredActions());
        } else if (IdentityBrokerService.class.equals(type) && "clientInitiatedAccountLinking".equals(method)) {
            context.register(new Linking());
        } else if (type.getPackageName().startsWith(AccountRestService.class.getPackageName())
                && !SessionResource.class.equals(type)) {
            context.register(new Account());
        }
    }

    /** What a login that is not verified must leave as it was. */
    private record Address(String user, String email, String pending) {

        private static final String PROPERTY = "gatehouse.address";

        static Address of(UserModel user) {
            return new Address(user.getId(), user.getEmail(), user.getFirstAttribute(UserModel.EMAIL_PENDING));
        }

        boolean isChanged(KeycloakSession session) {
            UserModel now = session.users().getUserById(session.getContext().getRealm(), user);
            return now != null && !equals(of(now));
        }
    }

    /**
     * Required actions of a login. One that would be refused is not even shown. The page for somebody's profile is like any other, but
     * a new address in it is taken back.
     */
    private static final class RequiredActions implements ContainerRequestFilter, ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            AuthenticationSessionModel login =
                    login(session, request.getUriInfo().getQueryParameters());
            if (DeviceDemand.isOff(session.getContext().getRealm())
                    || login == null
                    || login.getAuthenticatedUser() == null
                    || SensitiveActions.mayAll(session, login)) {
                return;
            }
            Optional<String> action = Optional.ofNullable(
                            request.getUriInfo().getQueryParameters().getFirst(Constants.EXECUTION))
                    .filter(asked -> SensitiveActions.isSensitive(session, login, asked))
                    .or(() -> SensitiveActions.pending(session, login));
            if (action.isPresent()) {
                request.abortWith(refuse(session, login, action.get()));
            } else {
                request.setProperty(Address.PROPERTY, Address.of(login.getAuthenticatedUser()));
            }
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            if (!(request.getProperty(Address.PROPERTY) instanceof Address before) || !before.isChanged(session)) {
                return;
            }
            session.getTransactionManager().setRollbackOnly();
            Response refused = refuse(
                    session,
                    login(session, request.getUriInfo().getQueryParameters()),
                    request.getUriInfo().getQueryParameters().getFirst(Constants.EXECUTION));
            response.setStatus(refused.getStatus());
            response.getHeaders().remove(HttpHeaders.LOCATION);
            response.setEntity(refused.getEntity(), new Annotation[0], refused.getMediaType());
        }

        /** As Keycloak finds it. */
        private static AuthenticationSessionModel login(
                KeycloakSession session, MultivaluedMap<String, String> parameters) {
            RealmModel realm = session.getContext().getRealm();
            String clientId = parameters.getFirst(Constants.CLIENT_ID);
            ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
            return client == null
                    ? null
                    : new AuthenticationSessionManager(session)
                            .getCurrentAuthenticationSession(realm, client, parameters.getFirst(Constants.TAB_ID));
        }

        private static Response refuse(KeycloakSession session, AuthenticationSessionModel login, String action) {
            session.getContext().setClient(login.getClient());
            event(session, login.getAuthenticatedUser(), action);
            return page(session, login);
        }
    }

    /** Keycloak's way to link an account that was there before the required action. */
    private static final class Linking implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            RealmModel realm = session.getContext().getRealm();
            if (DeviceDemand.isOff(realm)) {
                return;
            }
            AuthenticationManager.AuthResult cookie =
                    AuthenticationManager.authenticateIdentityCookie(session, realm, true);
            if (cookie != null && !SessionTrust.suffices(session, realm, cookie.session())) {
                event(session, cookie.user(), "link");
                request.abortWith(page(session, null));
            }
        }
    }

    /** Whoever has a token for the account may look, and end sessions. */
    private static final class Account implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
            RealmModel realm = session.getContext().getRealm();
            UserSessionModel userSession = session.getContext().getUserSession();
            if (READING.contains(request.getMethod())
                    || DeviceDemand.isOff(realm)
                    || userSession == null
                    || userSession.getUser().getServiceAccountClientLink() != null
                    || SessionTrust.suffices(session, realm, userSession)) {
                return;
            }
            event(session, userSession.getUser(), "account");
            Map<String, String> error = new LinkedHashMap<>();
            error.put("error", DeviceReason.DEVICE_UNVERIFIED);
            error.put(
                    "errorMessage",
                    "This changes the account and wants a device that its person has confirmed: sign in to the account console, which confirms it.");
            error.put(Correlation.DETAIL, Correlation.id(session));
            request.abortWith(Response.status(Response.Status.FORBIDDEN)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(error)
                    .build());
        }
    }

    private static void event(KeycloakSession session, UserModel user, String action) {
        EventBuilder event = DeviceEvent.DEVICE_VERIFICATION_FAILED.of(
                session, session.getContext().getRealm(), user);
        DeviceEvent.DEVICE_VERIFICATION_FAILED.fail(
                event.detail(Details.CUSTOM_REQUIRED_ACTION, Objects.requireNonNullElse(action, "")),
                DeviceReason.DEVICE_UNVERIFIED);
    }

    /** @param login null for none */
    private static Response page(KeycloakSession session, AuthenticationSessionModel login) {
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class);
        if (login != null) {
            form.setAuthenticationSession(login);
        }
        return Response.fromResponse(form.setAttribute("gatehouseReason", TEXT).createForm(TEMPLATE))
                .status(Response.Status.FORBIDDEN)
                .build();
    }
}
