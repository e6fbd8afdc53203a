package dev.gatehouse.broker;

import java.util.List;
import java.util.Map;

/** What an OpenID provider says: the claims of the ID token, then those of other documents, where the first has precedence. */
final class OidcClaims extends UpstreamIdentity {

    /** Claims that are not here but elsewhere (OpenID Connect Core, section 5.6.2); Entra ID's overage of groups among them. */
    private static final String DISTRIBUTED = "_claim_names";

    /** Entra ID's sign of overage in tokens that have no room for more. */
    private static final String HAS_GROUPS = "hasgroups";

    private static final String GROUPS = "groups";

    private final List<Map<String, Object>> documents;

    OidcClaims(List<Map<String, Object>> documents) {
        this.documents = List.copyOf(documents);
    }

    @Override
    Object value(UpstreamName name, Refusal malformed) throws RefusedLoginException {
        for (Map<String, Object> claims : documents) {
            Object value = in(claims, name, malformed);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static Object in(Map<String, Object> claims, UpstreamName name, Refusal malformed)
            throws RefusedLoginException {
        Object value = claims;
        for (String part : name.path()) {
            if (!(value instanceof Map<?, ?> object)) {
                throw new RefusedLoginException(
                        malformed, "\"" + name.text() + "\" would be nested in something that is no object.");
            }
            value = object.get(part);
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    @Override
    boolean isLeftOut(UpstreamName name) {
        for (Map<String, Object> claims : documents) {
            if (claims.get(DISTRIBUTED) instanceof Map<?, ?> elsewhere && elsewhere.containsKey(name.top())) {
                return true;
            }
            if (claims.get(name.top()) != null) {
                return false;
            }
            Object hasGroups = claims.get(HAS_GROUPS);
            if (name.path().equals(List.of(GROUPS)) && (Boolean.TRUE.equals(hasGroups) || "true".equals(hasGroups))) {
                return true;
            }
        }
        return false;
    }
}
