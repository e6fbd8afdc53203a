package dev.gatehouse.federation;

/** Why a call is refused: the codes of its answers, which do not change. */
enum Refusal {
    /** What was sent is no JSON object, or a field of it is unknown, missing or not what it must be. */
    INVALID_REQUEST("invalid_request", 400),
    /** An entry of {@code allowed_domains} is no domain that can be allowed. */
    DOMAIN_INVALID("domain_invalid", 400),
    /** There is no client secret yet, or what it is sent to has changed. */
    CLIENT_SECRET_REQUIRED("client_secret_required", 400),
    /** The vault has no such entry. */
    CLIENT_SECRET_UNRESOLVED("client_secret_unresolved", 400),
    /** The provider's document cannot be fetched within its bounds of time and size. */
    DISCOVERY_UNREACHABLE("discovery_unreachable", 400),
    /** The provider's document is none, or lacks something. */
    DISCOVERY_MALFORMED("discovery_malformed", 400),
    /** The provider's document is of another issuer than the one it was asked of. */
    ISSUER_MISMATCH("issuer_mismatch", 400),
    /** The provider signs with a shared secret only, or not at all. */
    ALGORITHM_NOT_ASYMMETRIC("algorithm_not_asymmetric", 400),
    /** The provider takes a client's secret neither in the form nor by HTTP Basic. */
    CLIENT_AUTHENTICATION_UNSUPPORTED("client_authentication_unsupported", 400),
    /** The metadata of the SAML provider have no certificate that its answers could be checked with. */
    SAML_UNSIGNED("saml_unsigned", 400),
    /** The caller lacks an admin role. */
    FORBIDDEN("forbidden", 403),
    /** There is no such organization. */
    UNKNOWN_TENANT("unknown_tenant", 404),
    /** The organization has no federation made here. */
    FEDERATION_MISSING("federation_missing", 404),
    /** The realm has organizations switched off. */
    ORGANIZATIONS_DISABLED("organizations_disabled", 409),
    /** No platform client is named, or there is none of that name. */
    CLIENT_MISSING("client_missing", 409),
    /** A client policy of the realm does not allow the redirect URI. */
    CLIENT_POLICY("client_policy", 409),
    /** No flow is named, or there is none of that name. */
    FLOW_MISSING("flow_missing", 409),
    /** The post-login flow lets everybody in whom the provider vouches for. */
    FLOW_UNGATED("flow_ungated", 409),
    /** A domain is another organization's. */
    DOMAIN_TAKEN("domain_taken", 409),
    /** Another organization has the name. */
    NAME_TAKEN("name_taken", 409),
    /** There is an identity provider of that alias that was not made here. */
    PROVIDER_TAKEN("provider_taken", 409),
    /** The organization has a provider of another kind, or of another issuer that people are linked with. */
    PROVIDER_CHANGED("provider_changed", 409),
    /** People are logged in through the provider. */
    SESSIONS_ACTIVE("sessions_active", 409),
    /** Another call is writing. */
    BUSY("busy", 409),
    /** Something was written in between that does not go with this. */
    CONFLICT("conflict", 409);

    private final String code;
    private final int status;

    Refusal(String code, int status) {
        this.code = code;
        this.status = status;
    }

    String code() {
        return code;
    }

    /** Of the HTTP answer. */
    int status() {
        return status;
    }
}
