package dev.gatehouse.token;

/**
 * Why there must be no token.
 *
 * @param reason one of {@link dev.gatehouse.Reason}
 * @param explanation for the developer of the client; names nothing that the person may not know
 * @param mapperId of the mapper on the client that the refusal goes by
 */
public record Refusal(String reason, String explanation, String mapperId) {}
