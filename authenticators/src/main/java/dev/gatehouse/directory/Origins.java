package dev.gatehouse.directory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * From where scripts in a browser may read an answer (Fetch standard, CORS protocol). Never with credentials: nothing here depends
 * on who asks.
 *
 * @param allowed origins; {@code *} among them means every one
 * @param everybody whether the answer is the same for all origins, so that caches need not tell them apart
 */
record Origins(Set<String> allowed, boolean everybody) {

    static final Origins ALL = new Origins(Set.of("*"), true);

    private static final String CORRELATION_ID = "X-Correlation-ID";

    Origins {
        allowed = Set.copyOf(allowed);
    }

    /** The web origins of a client. */
    static Origins of(Set<String> webOrigins) {
        return new Origins(webOrigins, false);
    }

    /**
     * Headers of an answer.
     *
     * @param origin that the request names; null for none
     */
    Map<String, String> headers(String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!everybody) {
            headers.put("Vary", "Origin");
        }
        if (allowed.contains("*")) {
            headers.put("Access-Control-Allow-Origin", "*");
        } else if (origin != null && allowed.contains(origin)) {
            headers.put("Access-Control-Allow-Origin", origin);
        }
        if (headers.containsKey("Access-Control-Allow-Origin")) {
            headers.put("Access-Control-Expose-Headers", CORRELATION_ID);
        }
        return headers;
    }

    /** Headers of an answer to the question that a browser asks before it lets a script ask. */
    Map<String, String> preflightHeaders(String origin) {
        Map<String, String> headers = headers(origin);
        if (headers.remove("Access-Control-Expose-Headers") != null) {
            headers.put("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
            headers.put("Access-Control-Allow-Headers", "Accept, Content-Type, traceparent, " + CORRELATION_ID);
            headers.put("Access-Control-Max-Age", "3600");
        }
        return headers;
    }
}
