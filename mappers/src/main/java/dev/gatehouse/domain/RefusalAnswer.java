package dev.gatehouse.domain;

import org.keycloak.models.ClientModel;

/** How a client's people are told that they do not get in: the client attribute {@code gatehouse.refusal}. */
public enum RefusalAnswer {

    /** An error page of the login. */
    PAGE,

    /** Back to the client, with an OAuth error. */
    REDIRECT;

    /**
     * @param client null where there is none
     * @return {@link #PAGE} where the client does not say or says what nobody knows
     */
    public static RefusalAnswer of(ClientModel client) {
        return client != null && "redirect".equals(client.getAttribute(DomainAttributes.CLIENT_REFUSAL))
                ? REDIRECT
                : PAGE;
    }
}
