package dev.gatehouse.wayin;

import java.util.List;

/**
 * How a login arrives at its way in; the rule that decides by it is {@link #next}.
 *
 * @param choosing whether the person is to see a page and choose: after a logout or an error of the provider, at a second pass, or
 *     because the client wants them asked
 * @param goesOn whether Keycloak may go on without a page: an address or a person is known already
 * @param known whether somebody is signed in or has to sign in again
 * @param local whether the person is known to have a password or passkey here
 * @param providers the ways in of the tenant that the login names, by their aliases; empty when it names none
 */
record Arrival(boolean choosing, boolean goesOn, boolean known, boolean local, List<String> providers) {

    /** What happens to a login. */
    enum Next {

        /** It goes to the only provider of its tenant. */
        PROVIDER,

        /** The person sees a page and chooses. */
        PAGE,

        /** As Keycloak's own identity-first login would have it. */
        KEYCLOAK
    }

    /**
     * In this order: whoever has a password or passkey here is asked for it; who is to choose gets a page where Keycloak would show
     * none; who is known stays who they are; else the only provider.
     */
    Next next() {
        if (local) {
            return Next.KEYCLOAK;
        }
        if (choosing) {
            return goesOn ? Next.PAGE : Next.KEYCLOAK;
        }
        return !known && providers.size() == 1 ? Next.PROVIDER : Next.KEYCLOAK;
    }
}
