package dev.gatehouse.correlation;

import java.util.Optional;
import org.jboss.logging.MDC;

/** The id of the request that is being answered, where every log line finds it: the server keeps this map per request. */
final class RequestCorrelation {

    /** Without Keycloak's prefix {@code kc.}, whose keys it clears. */
    static final String MDC_KEY = "correlationId";

    private RequestCorrelation() {}

    /** Empty where no request is being answered. */
    static Optional<CorrelationId> get() {
        return MDC.get(MDC_KEY) instanceof String text ? CorrelationId.parse(text) : Optional.empty();
    }

    static void set(CorrelationId id) {
        MDC.put(MDC_KEY, id.text());
    }
}
