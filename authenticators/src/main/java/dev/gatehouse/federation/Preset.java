package dev.gatehouse.federation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a product before its discovery document is read.
 *
 * <p>Whether the address that a provider says counts as verified without more: only where the product always says of each address
 * whether it has verified it ({@code email_verified}), which Keycloak then goes by. Of all others the person proves it once, by mail.
 */
enum Preset {
    /**
     * Whoever administers a person in Entra ID writes whatever into {@code email}, and Microsoft verifies nothing of it; it is left out
     * of most tokens besides. {@code preferred_username} is there always and mostly an address, but not promised to be one either.
     */
    ENTRA_ID("entra_id", Kind.OPENID, Map.of("email", "preferred_username", "name", "name"), Trust.NEVER, true),

    /** Says {@code email_verified} of everybody. */
    OKTA("okta", Kind.OPENID, Map.of(), Trust.UNLESS_DENIED, true),

    /** Says {@code email_verified} of everybody: of who signed up by themselves, false until they have proved it. */
    AUTH0("auth0", Kind.OPENID, Map.of(), Trust.UNLESS_DENIED, true),

    /** Says whatever it is configured to. */
    MOBILITYGUARD("mobilityguard", Kind.OPENID, Map.of(), Trust.ON_REQUEST, false),

    /** Nothing is known of it. */
    GENERIC_OIDC("generic_oidc", Kind.OPENID, Map.of(), Trust.ON_REQUEST, false),

    /**
     * Google answers for an address only where the account is one of an organization of theirs ({@code hd}). Others' addresses were
     * verified when the account was made, and may be somebody else's by now.
     */
    GOOGLE("google", Kind.GOOGLE, Map.of(), Trust.IN_HOSTED_DOMAIN, false),

    /** There is no attribute in SAML that says whether an address is verified, and none that says the address everywhere. */
    SAML("saml", Kind.SAML, Map.of(), Trust.ON_REQUEST, false);

    /** Which of Keycloak's providers speaks with it. */
    enum Kind {
        OPENID("oidc"),
        GOOGLE("google"),
        SAML("saml");

        private final String providerId;

        Kind(String providerId) {
            this.providerId = providerId;
        }

        String providerId() {
            return providerId;
        }
    }

    /** Whether an address counts as verified because the provider says it. */
    enum Trust {
        /** Not even if the admin asks for it. */
        NEVER,
        /** Only if the admin asks for it. */
        ON_REQUEST,
        /** If people are held to the domains that the provider answers for. */
        IN_HOSTED_DOMAIN,
        /** Unless the provider says of it that it is not. */
        UNLESS_DENIED
    }

    private final String id;
    private final Kind kind;
    private final Map<String, String> claims;
    private final Trust trust;
    private final boolean codeChallenge;

    Preset(String id, Kind kind, Map<String, String> claims, Trust trust, boolean codeChallenge) {
        this.id = id;
        this.kind = kind;
        this.claims = claims;
        this.trust = trust;
        this.codeChallenge = codeChallenge;
    }

    static Optional<Preset> of(String id) {
        return Arrays.stream(values()).filter(preset -> preset.id.equals(id)).findFirst();
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Preset::id).toList();
    }

    /** As the guide calls it. */
    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    /** Where it says a person's {@code email} and {@code name}, if not where Keycloak looks for them; the caller's go before. */
    Map<String, String> claims() {
        return claims;
    }

    Trust trust() {
        return trust;
    }

    /** Whether it takes PKCE although its discovery document does not say so. */
    boolean takesCodeChallenge() {
        return codeChallenge;
    }

    /**
     * Whether Keycloak is told to trust the address.
     *
     * @param requested what the admin says; empty for nothing
     * @param hosted whether people are held to the domains of the provider's own organizations
     */
    boolean trustsEmail(Optional<Boolean> requested, boolean hosted) {
        return switch (trust) {
            case NEVER -> false;
            case ON_REQUEST -> requested.orElse(false);
            case IN_HOSTED_DOMAIN -> hosted && requested.orElse(true);
            case UNLESS_DENIED -> requested.orElse(true);
        };
    }
}
