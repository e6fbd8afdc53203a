package dev.gatehouse.device;

import dev.gatehouse.correlation.Correlation;
import java.util.Locale;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What happens with devices, as events. Keycloak's types of events are a closed list: the nearest one is taken, and the detail
 * {@code gatehouse_event} says which of these it is; of a failure it is the error as well.
 */
enum DeviceEvent {
    DEVICE_VERIFICATION_SENT(EventType.SEND_VERIFY_EMAIL),
    DEVICE_VERIFICATION_CONFIRMED(EventType.EXECUTE_ACTION_TOKEN),
    DEVICE_VERIFICATION_DENIED(EventType.EXECUTE_ACTION_TOKEN),
    DEVICE_VERIFICATION_FAILED(EventType.LOGIN),
    DEVICE_TRUSTED(EventType.UPDATE_CREDENTIAL),
    DEVICE_RENAMED(EventType.UPDATE_CREDENTIAL),
    DEVICE_REMOVED(EventType.REMOVE_CREDENTIAL),
    DEVICE_EXPIRED(EventType.REMOVE_CREDENTIAL),
    DEVICE_COOKIE_REUSE(EventType.LOGIN);

    /** The detail that names the event. */
    static final String DETAIL = "gatehouse_event";

    private static final String DEVICE_ID = "device_id";
    private static final String DEVICE_LABEL = "device_label";

    private final EventType type;

    DeviceEvent(EventType type) {
        this.type = type;
    }

    /** The name, as it is in the detail. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Outside of a login. */
    EventBuilder of(KeycloakSession session, RealmModel realm, UserModel user) {
        KeycloakContext context = session.getContext();
        EventBuilder event = new EventBuilder(realm, session, context.getConnection()).user(user);
        if (context.getClient() != null) {
            event.client(context.getClient());
        }
        return about(session, event);
    }

    /** @param login the event of the login, which is left as it is */
    EventBuilder in(KeycloakSession session, EventBuilder login, UserModel user) {
        return about(session, login.clone().user(user));
    }

    private EventBuilder about(KeycloakSession session, EventBuilder event) {
        return event.event(type).detail(DETAIL, id()).detail(Correlation.DETAIL, Correlation.id(session));
    }

    static EventBuilder with(EventBuilder event, TrustedDevice device) {
        return with(event, device.id(), device.label());
    }

    /** @param label null when it is not known any more */
    static EventBuilder with(EventBuilder event, String device, String label) {
        return event.detail(Details.CREDENTIAL_TYPE, DeviceCredentials.TYPE)
                .detail(DEVICE_ID, device)
                .detail(DEVICE_LABEL, label);
    }

    /** Writes the event of a failure. @param reason one of {@link DeviceReason} */
    void fail(EventBuilder event, String reason) {
        event.detail(Details.REASON, reason).error(id());
    }
}
