package dev.gatehouse.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;

/**
 * The answer, as its JSON stands in the README.
 *
 * @param refused null when there would be a token; else there are neither tokens nor userinfo
 * @param idToken null when the scope does not ask for one; the same with userinfo
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Explanation(
        String client,
        User user,
        String grant,
        Scope scope,
        Refused refused,
        @JsonProperty("access_token") Token accessToken,
        @JsonProperty("id_token") Token idToken,
        Token userinfo) {

    record User(String id, String username) {}

    /**
     * @param requested as asked
     * @param granted as the access token says, in the order of its characters
     */
    record Scope(
            String requested,
            List<String> granted,
            @JsonProperty("left_out") List<LeftOut> leftOut) {}

    record LeftOut(String scope, String why) {}

    /**
     * @param by id of the provider that refuses
     * @param mapper that it goes by; null for none
     */
    record Refused(String reason, String explanation, String by, MapperName mapper, List<Because> rules) {}

    /**
     * @param because of every claim, by which mappers it came to its value
     * @param removed claims that one mapper wrote and another took out
     * @param idle mappers that wrote nothing and say why
     */
    record Token(SortedMap<String, JsonNode> claims, List<Written> because, List<Written> removed, List<Idle> idle) {}

    /**
     * @param change {@code protocol} for what is there before any mapper, {@code added}, {@code changed} or {@code removed}
     * @param value after it
     */
    record Written(String claim, String change, JsonNode value, MapperName mapper, List<Because> rules) {}

    record Idle(MapperName mapper, List<Because> rules) {}

    /**
     * @param type provider id
     * @param clientScope that it stands on; null when it stands on the client itself or nowhere
     * @param client that it stands on; null when it stands on a client scope or nowhere
     */
    record MapperName(
            String name,
            String type,
            @JsonProperty("client_scope") String clientScope,
            String client) {}
}
