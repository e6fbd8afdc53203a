package dev.gatehouse.token;

import java.util.Map;

/**
 * Why there must be no token.
 *
 * @param reason one of {@link dev.gatehouse.Reason}
 * @param explanation for the developer of the client; names nothing that the person may not know
 * @param mapperId of the mapper on the client that the refusal goes by; null when it goes by none
 * @param details of the event, for admins, beside the reason
 */
public record Refusal(String reason, String explanation, String mapperId, Map<String, String> details) {

    public Refusal {
        details = Map.copyOf(details);
    }

    public Refusal(String reason, String explanation, String mapperId) {
        this(reason, explanation, mapperId, Map.of());
    }
}
