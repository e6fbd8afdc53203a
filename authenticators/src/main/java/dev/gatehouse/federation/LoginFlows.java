package dev.gatehouse.federation;

import dev.gatehouse.doors.DomainGateFactory;
import java.util.Optional;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** The flows that a login through the provider ends with. */
final class LoginFlows {

    /** Realm attribute: alias of the post-login flow of providers, where the call names none. */
    static final String POST_BROKER_FLOW = "gatehouse.authenticators.post_broker_flow";

    /** Realm attribute: alias of the first-login flow of providers, where the call names none. */
    static final String FIRST_BROKER_FLOW = "gatehouse.authenticators.first_broker_flow";

    /** Id of the authenticator that makes the tenant's decision about the person's domain. */
    static final String DOMAIN_GATE = DomainGateFactory.PROVIDER_ID;

    private static final String BASIC_FLOW = "basic-flow";

    /** Deeper than anybody nests flows; a flow that holds itself, which only an edited database has, ends here. */
    private static final int MAX_DEPTH = 10;

    private LoginFlows() {}

    /** @throws RefusedCallException for none, and for one that lets everybody in whom the provider vouches for */
    static AuthenticationFlowModel postBroker(RealmModel realm, Optional<String> named) throws RefusedCallException {
        Optional<String> alias = named.or(() -> attribute(realm, POST_BROKER_FLOW));
        if (alias.isEmpty()) {
            throw new RefusedCallException(
                    Refusal.FLOW_MISSING,
                    "No post-login flow is named. Name one with \"post_broker_login_flow\", or for all tenants with the realm's attribute "
                            + POST_BROKER_FLOW + ".");
        }
        AuthenticationFlowModel flow = flow(realm, alias.get());
        if (!isGated(realm, flow, 0)) {
            throw new RefusedCallException(
                    Refusal.FLOW_UNGATED,
                    "The flow \"" + alias.get() + "\" does not ask for the person's domain. Add the step " + DOMAIN_GATE
                            + " at its top level, REQUIRED.");
        }
        return flow;
    }

    /** @return the realm's own where none is named */
    static AuthenticationFlowModel firstBroker(RealmModel realm, Optional<String> named) throws RefusedCallException {
        Optional<String> alias = named.or(() -> attribute(realm, FIRST_BROKER_FLOW));
        return alias.isPresent() ? flow(realm, alias.get()) : realm.getFirstBrokerLoginFlow();
    }

    private static AuthenticationFlowModel flow(RealmModel realm, String alias) throws RefusedCallException {
        AuthenticationFlowModel flow = realm.getFlowByAlias(alias);
        if (flow == null || !flow.isTopLevel() || !BASIC_FLOW.equals(flow.getProviderId())) {
            throw new RefusedCallException(
                    Refusal.FLOW_MISSING, "The realm has no flow \"" + alias + "\" that logins could end with.");
        }
        return flow;
    }

    /** Whether nobody gets through the flow without the gate: only what is required is always run. */
    private static boolean isGated(RealmModel realm, AuthenticationFlowModel flow, int depth) {
        return depth < MAX_DEPTH
                && flow != null
                && BASIC_FLOW.equals(flow.getProviderId())
                && realm.getAuthenticationExecutionsStream(flow.getId())
                        .filter(AuthenticationExecutionModel::isRequired)
                        .anyMatch(step -> step.isAuthenticatorFlow()
                                ? isGated(realm, realm.getAuthenticationFlowById(step.getFlowId()), depth + 1)
                                : DOMAIN_GATE.equals(step.getAuthenticator()));
    }

    private static Optional<String> attribute(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getAttribute(name)).filter(value -> !value.isBlank());
    }
}
